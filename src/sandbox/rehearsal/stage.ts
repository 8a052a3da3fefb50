/**
 * Makes things happen in the local GitHub as people made them happen: pushes, pull requests, labels, merges, closed milestones.
 *
 * Promises: what a pull request carries follows from its commits alone; what people did is done whatever any check says, since history shows
 * that they could. Accepted: contents of files are made up, so where two pull requests would conflict the later one is rebased, as its author
 * had done.
 */
import type { IssueFact, PullFacts } from "../../domain/model/pull.ts";
import { sameRepository } from "../../domain/model/refs.ts";
import { PLAN_FILE } from "../../domain/plan/plan-file.ts";
import { ApiProblem } from "../github/api-problem.ts";
import type { Commit, FileChanges } from "../github/git/objects.ts";
import { entryAt } from "../github/git/objects.ts";
import { diverge } from "../github/git/history.ts";
import { mergePull, openPull, pushCommits } from "../github/seed.ts";
import { nodeId } from "../github/node-id.ts";
import type { Account } from "../github/state/account.ts";
import { isOrganization } from "../github/state/account.ts";
import { addLabels, createIssue } from "../github/state/issue.ts";
import type { Milestone } from "../github/state/milestone.ts";
import { createMilestone, updateMilestone } from "../github/state/milestone.ts";
import type { Pull } from "../github/state/pull.ts";
import { findPull, isMergeable, openPullsOf, setDraft } from "../github/state/pull.ts";
import { updateRef } from "../github/state/ref.ts";
import type { Repository } from "../github/state/repository.ts";
import { branchTip, forkRepository } from "../github/state/repository.ts";
import type { World } from "../github/world.ts";
import type { Cast } from "./cast.ts";
import { SOMEBODY } from "./cast.ts";
import type { RehearsalInput } from "./input.ts";
import { createProposals } from "./plan-proposals.ts";
import type { BareCommit, Happening } from "./timeline.ts";

export interface Stage {
  perform(happening: Happening): void;
  /** the pull request as it stands on the local GitHub */
  pull(facts: PullFacts): Pull;
  /** the change of the plan that is proposed just now; null = none */
  proposal(): Pull | null;
}

export function createStage(world: World, cast: Cast, input: RehearsalInput): Stage {
  const milestones = raiseMilestones(world, cast, input);
  const planManager = input.plan.release.manager;
  const planner = cast.person(planManager === null || planManager.includes("/") ? SOMEBODY : planManager);
  const proposals = createProposals(world, cast, input, planner);
  const pullOf = (facts: PullFacts): Pull => findPull(cast.repository(facts.repository), facts.number);
  return {
    pull: pullOf, proposal: () => proposals.open(),
    perform(happening) {
      try {
        switch (happening.kind) {
          case "propose": return proposals.propose(happening.text);
          case "explain": return proposals.explain(happening.text);
          case "plan": return proposals.open() === null ? writePlan(world, cast.home, happening.text, planner) : proposals.merge();
          case "reach": return reach(world, cast, milestones, happening.milestone);
          case "push": return push(world, cast, happening.commit);
          case "open": return open(world, cast, happening.pull);
          case "merge": return merge(world, cast, happening.pull, pullOf(happening.pull));
        }
      } catch (error) {
        throw new Error(`${nameOf(happening)} could not be staged: ${reasonOf(error)}`, { cause: error });
      }
    },
  };
}

function nameOf(happening: Happening): string {
  switch (happening.kind) {
    case "plan": case "propose": case "explain": return "the plan";
    case "reach": return `the milestone ${happening.milestone}`;
    case "push": return `the commit ${happening.commit.sha}`;
    case "open": case "merge": return `${happening.kind === "open" ? "opening" : "merging"} ${happening.pull.repository}#${happening.pull.number}`;
  }
}

/** GitHub's own refusals say only "Validation Failed" at first. */
function reasonOf(error: unknown): string {
  const details = error instanceof ApiProblem ? error.errors?.map((one) => (typeof one === "string" ? one : one.message ?? `${one.field ?? one.resource ?? ""} is ${one.code ?? "wrong"}`)) ?? [] : [];
  return [(error as Error).message, ...details].join("; ");
}

function raiseMilestones(world: World, cast: Cast, { plan }: RehearsalInput): ReadonlyMap<string, Milestone> {
  return new Map(plan.milestones.map((planned) => {
    const { title, description } = planned;
    return [planned.id, createMilestone(world, cast.home, { title, description, dueOn: (planned.planned ?? planned.due)?.at ?? null }, cast.managerOf(planned.id))];
  }));
}

function writePlan(world: World, home: Repository, text: string, by: Account): void {
  const isNew = entryAt(tipOf(home, home.defaultBranch).tree, PLAN_FILE) === null;
  pushCommits(world, home, { branch: home.defaultBranch, by, commits: [{ message: isNew ? "Add the release plan" : "Bring the release plan up to date", files: { [PLAN_FILE]: text } }], bypassRules: true });
}

function reach(world: World, cast: Cast, milestones: ReadonlyMap<string, Milestone>, id: string): void {
  const milestone = milestones.get(id);
  if (milestone !== undefined) updateMilestone(world, cast.home, milestone, { state: "closed" }, cast.managerOf(id));
}

function push(world: World, cast: Cast, commit: BareCommit): void {
  const files = { [`src/commit-${commit.sha.slice(0, 10)}.txt`]: `${commit.title}\n` };
  pushCommits(world, cast.repository(commit.repository), { branch: commit.branch, by: cast.person(commit.author ?? SOMEBODY), commits: [{ message: commit.title, files }], bypassRules: true });
}

function open(world: World, cast: Cast, facts: PullFacts): void {
  const repository = cast.repository(facts.repository);
  const author = cast.person(facts.author?.login ?? SOMEBODY);
  const fork = forkOf(world, cast, facts, repository);
  const head = freeBranch(facts, repository, fork);
  for (const issue of facts.closingIssues) raiseIssue(world, cast, issue);
  openPull(world, repository, {
    by: author, number: facts.number, title: facts.title, body: bodyOf(facts), head, base: facts.base.ref, draft: facts.draft,
    ...(fork === null ? {} : { fork }), ...changesOf(facts, repository, fork, head),
  });
  const { issue } = findPull(repository, facts.number);
  for (const label of facts.labels) addLabels(world, issue, [label.name], label.addedBy === null ? author : cast.person(label.addedBy.login));
}

/** GitHub takes one open pull request from a branch to another; where facts leave unsaid how two were apart, the later one gets a branch of its own. */
function freeBranch({ head: { ref }, base, number }: PullFacts, repository: Repository, fork: Repository | null): string {
  const taken = openPullsOf(repository, fork ?? repository, ref).some((twin) => twin.baseRef === base.ref);
  return ref === "" ? `pull-${number}` : taken ? `${ref}-${number}` : ref;
}

/** A branch that others merge into brings what it has; only where that is nothing, and for every other branch, the files are committed. */
function changesOf(facts: PullFacts, repository: Repository, fork: Repository | null, head: string): { readonly files?: FileChanges } {
  const tip = branchTip(fork ?? repository, head);
  const base = tipOf(repository, facts.base.ref);
  const brings = fork === null && tip !== null && diverge(base, tip).ahead.length > 0;
  return brings ? {} : { files: filesOf(facts, tip ?? base) };
}

function forkOf(world: World, cast: Cast, { head, repository: name, author }: PullFacts, repository: Repository): Repository | null {
  if (head.repository !== null && sameRepository(head.repository, name)) return null;
  const owner = head.repository?.split("/")[0] ?? author?.login ?? SOMEBODY;
  const present = [...repository.network.members].find((one) => one.owner.login.toLowerCase() === owner.toLowerCase() && one !== repository);
  return present ?? forkRepository(world, repository, cast.person(owner), head.repository?.split("/")[1] ?? repository.name);
}

/** GitHub shows a closing issue because the description says so. */
function bodyOf({ body, closingIssues, repository }: PullFacts): string {
  const missing = closingIssues.filter((issue) => !new RegExp(`#${issue.number}\\b`).test(body));
  const lines = missing.map((issue) => `Closes ${sameRepository(issue.repository, repository) ? "" : issue.repository}#${issue.number}`);
  return [body, ...lines].filter((part) => part !== "").join("\n\n");
}

/** Nobody known to have written it: then not the author of the pull request, whose own issue would weigh less. */
function raiseIssue(world: World, cast: Cast, fact: IssueFact): void {
  const repository = cast.repository(fact.repository);
  if (repository.issues.has(fact.number)) return;
  const by = cast.person(fact.author ?? fact.labelledBy ?? SOMEBODY);
  if (fact.type !== null) offerType(world, repository, fact.type);
  const issue = createIssue(world, repository, { number: fact.number, title: fact.title ?? `Issue ${fact.number}`, ...(fact.type === null ? {} : { type: fact.type }) }, by);
  if (fact.labels.length > 0) addLabels(world, issue, fact.labels, fact.labelledBy === null ? by : cast.person(fact.labelledBy));
}

/** The owner offers the types that its issues have. */
function offerType(world: World, { owner }: Repository, name: string): void {
  if (!isOrganization(owner) || owner.issueTypes.has(name.toLowerCase())) return;
  const id = world.nextId("issueType");
  owner.issueTypes.set(name.toLowerCase(), { id, nodeId: nodeId("issueType", id), name, description: null, color: null, isEnabled: true });
}

/** Each file gets a line that only this pull request writes; a renamed one moves with what it held. */
function filesOf({ files, number, title }: PullFacts, on: Commit): FileChanges {
  const line = `${number}: ${title.replace(/\s+/g, " ")}\n`;
  if (files === null || files.length === 0) return { [`src/pull-${number}.txt`]: line };
  return Object.fromEntries(files.flatMap(({ path, previousPath }) => {
    const held = textAt(on, previousPath ?? path);
    const moved = previousPath !== null && textAt(on, previousPath) !== "";
    return [...(moved ? [[previousPath, null] as const] : []), [path, `${held}${line}`] as const];
  }));
}

function textAt({ tree }: Commit, path: string): string {
  const entry = entryAt(tree, path);
  return entry !== null && entry.kind === "blob" ? entry.text : "";
}

function merge(world: World, cast: Cast, facts: PullFacts, pull: Pull): void {
  if (pull.mergedAt !== null) return;
  // drafts cannot be merged: one that was had been made ready
  setDraft(world, pull, false, pull.issue.user);
  if (!isMergeable(pull)) rebase(world, facts, pull);
  mergePull(world, pull, { by: cast.person(facts.mergedBy ?? SOMEBODY), bypassRules: true });
}

/** A feeder takes its base in and keeps its own side; any other branch is written anew upon the base. */
function rebase(world: World, facts: PullFacts, pull: Pull): void {
  const { repository, user } = pull.issue;
  const base = tipOf(repository, pull.baseRef);
  const { objects } = repository.network;
  const author = { name: user.name ?? user.login, email: `${user.login}@users.noreply.github.com`, date: world.clock.now() };
  const longLived = pull.headRepository === repository && [...repository.issues.values()].some((issue) => issue.pull?.baseRef === pull.headRef);
  const to = longLived
    ? objects.commit({ tree: pull.head.tree, parents: [pull.head, base], author, message: `Merge branch '${pull.baseRef}' into ${pull.headRef}` })
    : objects.commit({ tree: objects.changed(base.tree, filesOf(facts, base)), parents: [base], author, message: facts.title });
  updateRef(world, pull.headRepository, { ref: `refs/heads/${pull.headRef}`, to, force: true, trusted: true }, user);
}

function tipOf(repository: Repository, branch: string): Commit {
  const tip = branchTip(repository, branch);
  if (tip === null) throw new Error(`There is no branch ${branch} in ${repository.name}.`);
  return tip;
}

