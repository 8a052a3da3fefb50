/**
 * Facts of pull requests in the field names of GitHub's REST API, with a few of our own for what REST answers elsewhere (who added a label,
 * which issues it closes, what it carries). Only `repository`, `number`, `title` and `base` are required; unknown fields are ignored, so a
 * file saved from GitHub can be given as it is. What is left out is "not known", and counts as the policy says.
 *
 * Source: docs.github.com, REST "Pulls", "List pull requests files" and "Issues" (field names as of 2022-11-28).
 */
import { z } from "zod";
import type { ContainedChange, IssueFact, LabelFact, PullFacts } from "../domain/model/pull.ts";
import { ROLES, type Person } from "../domain/model/refs.ts";

const repositoryName = z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be owner/name");
const instant = z.iso.datetime({ offset: true, error: "must be an instant with its zone, as 2019-06-24T22:00:00Z" }).transform((text) => Date.parse(text));
/** without a login it is nobody that could be known, as for an account that is gone */
const user = z.object({ login: z.string().nullish(), type: z.string().nullish() });
const role = z.enum(ROLES, { error: `must be one of ${ROLES.join(", ")}` });
const label = z.union([
  z.string().transform((name) => ({ name, added_by: null, added_by_role: null })),
  z.object({ name: z.string(), added_by: z.string().nullish(), added_by_role: role.nullish() }),
], { error: "must be a text or {name, added_by?, added_by_role?}" });
/** REST gives an issue's type as an object, GraphQL and people as its name */
const issueType = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)], { error: "must be a text or {name}" });
const issue = z.object({
  repository: repositoryName.nullish(), number: z.int().positive(), title: z.string().nullish(), type: issueType.nullish(),
  labels: z.array(label).nullish(), labelled_by: z.string().nullish(), user: user.nullish(),
});
const file = z.object({ filename: z.string(), previous_filename: z.string().nullish() });

const pullFields = {
  repository: repositoryName,
  number: z.int().positive(),
  title: z.string(),
  base: z.object({ ref: z.string(), sha: z.string().nullish(), repo: z.object({ default_branch: z.string().nullish() }).nullish() }),
  body: z.string().nullish(),
  html_url: z.string().nullish(),
  user: user.nullish(),
  author_role: role.nullish(),
  draft: z.boolean().nullish(),
  state: z.enum(["open", "closed"]).nullish(),
  head: z.object({ ref: z.string().nullish(), sha: z.string().nullish(), repo: z.object({ full_name: repositoryName }).nullish() }).nullish(),
  labels: z.array(label).nullish(),
  files: z.array(file).nullish(),
  changed_files: z.int().nonnegative().nullish(),
  closing_issues: z.array(issue).nullish(),
  created_at: instant.nullish(),
  updated_at: instant.nullish(),
  merged_at: instant.nullish(),
  merged_by: user.nullish(),
  merge_commit_sha: z.string().nullish(),
  entered_at: instant.nullish(),
};

const bareCommit = z.object({
  repository: repositoryName, sha: z.string().regex(/^[0-9a-fA-F]{4,64}$/, "must be a commit's hexadecimal name"), title: z.string(),
  entered_at: instant.nullish(), author: z.string().nullish(),
});

type PullFields = z.infer<z.ZodObject<typeof pullFields>>;
type CommitFields = z.infer<typeof bareCommit>;
type PullInput = PullFields & { readonly contains?: readonly (PullInput | CommitFields)[] | null | undefined };

/** A change with a number is a pull request; without one it is a bare commit. Choosing first keeps the errors about the right shape. */
const carried: z.ZodType<PullInput | CommitFields> = z.lazy(() => z.unknown().transform((value, context) => {
  const schema: z.ZodType<PullInput | CommitFields> = hasNumber(value) ? pullInput : bareCommit;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const found of result.error.issues) context.issues.push({ ...found, input: undefinedOr(found), path: [...found.path] } as z.core.$ZodRawIssue);
  return z.NEVER;
}));

const pullInput: z.ZodType<PullInput> = z.object({ ...pullFields, get contains() { return z.array(carried).nullish(); } });

/** One pull request → its facts. */
export const pullJson: z.ZodType<PullFacts> = pullInput.transform((input) => pullFacts(input));

function hasNumber(value: unknown): boolean {
  return typeof value === "object" && value !== null && "number" in value;
}

function undefinedOr(issueFound: z.core.$ZodIssue): unknown {
  return "input" in issueFound ? issueFound.input : undefined;
}

function pullFacts(input: PullInput): PullFacts {
  const { repository, files } = input;
  return {
    repository,
    number: input.number,
    title: input.title,
    body: input.body ?? "",
    url: input.html_url ?? null,
    author: personOf(input.user ?? null),
    authorRole: input.author_role ?? null,
    draft: input.draft ?? false,
    state: input.merged_at != null ? "merged" : input.state ?? "open",
    base: { ref: input.base.ref, sha: input.base.sha ?? null },
    // left out = the same repository, as it mostly is; null = GitHub says that the fork is gone
    head: { ref: input.head?.ref ?? "", sha: input.head?.sha ?? null, repository: input.head?.repo === null ? null : input.head?.repo?.full_name ?? repository },
    defaultBranch: input.base.repo?.default_branch ?? null,
    labels: (input.labels ?? []).map(labelFact),
    files: files?.map((one) => ({ path: one.filename, previousPath: one.previous_filename ?? null })) ?? null,
    filesComplete: files != null && (input.changed_files == null || files.length >= input.changed_files),
    closingIssues: (input.closing_issues ?? []).map((one) => issueFact(one, repository)),
    contains: input.contains?.map(containedChange) ?? null,
    // what the file does not say, nobody will add later
    containsComplete: input.contains != null,
    approvals: [],
    createdAt: input.created_at ?? null,
    updatedAt: input.updated_at ?? null,
    mergedAt: input.merged_at ?? null,
    mergedBy: input.merged_by?.login ?? null,
    autoMerge: false,
    queued: false,
    diff: null,
    mergeCommit: input.merge_commit_sha ?? null,
  };
}

function personOf(given: z.infer<typeof user> | null): Person | null {
  return given?.login == null ? null : { login: given.login, bot: given.type === "Bot" || given.login.endsWith("[bot]") };
}

function labelFact(given: z.infer<typeof label>): LabelFact {
  return { name: given.name, addedBy: personOf(given.added_by == null ? null : { login: given.added_by }), addedByRole: given.added_by_role ?? null };
}

function issueFact(given: z.infer<typeof issue>, repository: string): IssueFact {
  return {
    repository: given.repository ?? repository, number: given.number, title: given.title ?? null, type: given.type ?? null,
    labels: (given.labels ?? []).map(({ name }) => name), author: given.user?.login ?? null, labelledBy: given.labelled_by ?? null, link: "github",
  };
}

function containedChange(given: PullInput | CommitFields): ContainedChange {
  if ("number" in given) return { change: { kind: "pull", pull: pullFacts(given) }, reachableAtStart: {}, enteredAt: given.entered_at ?? given.merged_at ?? null };
  const { repository, sha, title, author } = given;
  return { change: { kind: "commit", repository, sha, title, author: author ?? null }, reachableAtStart: {}, enteredAt: given.entered_at ?? null };
}
