/**
 * From a pull request as GitHub sends it to PullFacts.
 *
 * Roles stay null here: a role costs a call for each person, and most decisions do not rest on one. Whoever needs it asks `readRole`, which
 * remembers for some minutes. `authorAssociation` is no role and is never read: it is computed lazily and hides private membership.
 */
import type { Approval, FileFact, IssueFact, LabelFact, PullFacts } from "../domain/model/pull.ts";
import type { Person } from "../domain/model/refs.ts";
import { instantOf } from "./wire/instant.ts";
import type { Labelled, WireIssue, WirePull } from "./wire/pull.ts";
import { personOf } from "./wire/who.ts";

const STATES = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

export function pullFacts(pull: WirePull): PullFacts {
  return {
    repository: pull.repository.nameWithOwner,
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    url: pull.url ?? null,
    author: personOf(pull.author),
    authorRole: null,
    draft: pull.isDraft,
    state: STATES[pull.state],
    base: { ref: pull.baseRefName, sha: pull.baseRefOid ?? null },
    head: { ref: pull.headRefName, sha: pull.headRefOid, repository: pull.headRepository?.nameWithOwner ?? null },
    defaultBranch: pull.repository.defaultBranchRef?.name ?? null,
    labels: labelFacts(pull.labels, pull.labelled),
    ...filesOf(pull),
    closingIssues: pull.closingIssuesReferences.map((issue) => issueFact(issue)),
    contains: null,
    containsComplete: true,
    approvals: approvalsOf(pull),
    createdAt: instantOf(pull.createdAt),
    updatedAt: instantOf(pull.updatedAt),
    mergedAt: instantOf(pull.mergedAt),
    mergedBy: personOf(pull.mergedBy)?.login ?? null,
    mergeCommit: pull.mergeCommit?.oid ?? null,
    autoMerge: pull.autoMergeRequest !== null && pull.autoMergeRequest !== undefined,
    queued: pull.isInMergeQueue === true,
  };
}

/**
 * The files of the first page. They are complete when GitHub has no more and no file was renamed: GraphQL does not tell the old name, and a
 * rename touches both.
 */
function filesOf(pull: WirePull): Pick<PullFacts, "files" | "filesComplete"> {
  if (pull.files === null || pull.files === undefined) return { files: null, filesComplete: false };
  const files: FileFact[] = (pull.files.nodes ?? []).flatMap((file) => (file === null ? [] : [{ path: file.path, previousPath: null }]));
  return { files, filesComplete: !pull.files.pageInfo.hasNextPage && files.length >= pull.changedFiles && !hasRenames(pull) };
}

function hasRenames(pull: WirePull): boolean {
  // A copy leaves its source as it was, so the old name is not touched.
  return (pull.files?.nodes ?? []).some((file) => file?.changeType === "RENAMED");
}

function labelFacts(labels: readonly { readonly name: string }[], events: readonly Labelled[]): readonly LabelFact[] {
  const adders = addersOf(events);
  return labels.map(({ name }) => ({ name, addedBy: adders.get(name.toLowerCase()) ?? null, addedByRole: null }));
}

/** Who added each label last, by its name in lower case; labels that were renamed since have no one. */
function addersOf(events: readonly Labelled[]): ReadonlyMap<string, Person> {
  const adders = new Map<string, Person>();
  for (const event of [...events].sort((a, b) => (instantOf(a.createdAt) ?? 0) - (instantOf(b.createdAt) ?? 0))) {
    const name = event.label?.name.toLowerCase();
    if (name === undefined) continue;
    const person = personOf(event.actor);
    // An account that is gone must not leave the one before it in its place.
    if (person === null) adders.delete(name);
    else adders.set(name, person);
  }
  return adders;
}

export function issueFact(issue: WireIssue, link: IssueFact["link"] = "github"): IssueFact {
  const labels = issue.labels.map((label) => label.name);
  const labellers = labellersOf(labels, issue.labelled);
  return {
    repository: issue.repository.nameWithOwner,
    number: issue.number,
    title: issue.title ?? null,
    type: issue.issueType?.name ?? null,
    labels,
    author: personOf(issue.author)?.login ?? null,
    labelledBy: issue.issueType === null || issue.issueType === undefined ? onlyLabeller(labels, labellers) : null,
    labellers,
    link,
  };
}

function labellersOf(labels: readonly string[], events: readonly Labelled[]): Record<string, string> {
  const adders = addersOf(events);
  return Object.fromEntries(labels.flatMap((label) => {
    const adder = adders.get(label.toLowerCase());
    return adder === undefined ? [] : [[label, adder.login]];
  }));
}

/** Which label counts is the plan's to say, so one name is given only where all labels come from one person. GitHub does not tell who set a type. */
function onlyLabeller(labels: readonly string[], labellers: Readonly<Record<string, string>>): string | null {
  const logins = new Set(labels.map((label) => labellers[label] ?? null));
  const [only] = logins;
  return logins.size === 1 ? only ?? null : null;
}

function approvalsOf(pull: WirePull): readonly Approval[] {
  return pull.latestOpinionatedReviews.flatMap((review) => {
    const by = personOf(review.author);
    return review.state === "APPROVED" && by !== null ? [{ by: by.login, sha: review.commit?.oid ?? null, at: instantOf(review.submittedAt) }] : [];
  });
}
