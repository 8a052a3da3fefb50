/**
 * A release merge brings a feeder (development) into the branch that a freeze governs. It is judged by what it carries since the merge base:
 *
 *   entered the feeder before the freeze began    tested, passes. Known by the feeder's tip recorded then, else by when its pull was merged
 *   entered later                                 judged by itself, by the same rules as a pull to the branch
 *   cannot tell when                              passes only if it would pass as a late one; else it stops the merge, and that is said
 *   the governed branch merged back               nothing new, passes
 *
 * A release merge inside a release merge is looked through: what it carries entered when it did.
 * Carried things not yet read (`contains` null, `containsComplete` true) are a "wait": the reader comes back with them. Facts that will never be
 * complete (`containsComplete` false) are a "block", because waiting would not help.
 */
import type { Offending, Reason, Verdict } from "../model/decision.ts";
import type { Instant } from "../model/instant.ts";
import type { ContainedChange, PullFacts } from "../model/pull.ts";
import { sameRepository } from "../model/refs.ts";
import { sinceOf } from "./freeze-case.ts";
import type { FreezeCase } from "./freeze-case.ts";
import { claimsOfFiles } from "./governed.ts";
import type { Claim, Claims } from "./governed.ts";
import { leaveOutCommands } from "./leave-out.ts";
import { allMet, anyMet, reason } from "./reason.ts";

/** What the rules say of one change by itself: its requirements, any of which lets it in, and its kind. */
export interface ChangeJudgement {
  readonly requirements: readonly Reason[];
  readonly kind: Offending["kind"];
}
export type JudgeChange = (kase: FreezeCase) => ChangeJudgement;

export interface ContentsJudgement {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly offending: readonly Offending[];
}

/** Nesting deeper than this is not release merges but something gone wrong. */
const MAX_NESTING = 8;

/** A head repository that is not known is taken for the same: a release merge is judged by more, not by less. */
export function isReleaseMerge(claims: readonly Claim[], pull: PullFacts): boolean {
  if (pull.contains !== null && pull.contains.length > 0) return true;
  const here = pull.head.repository === null || sameRepository(pull.head.repository, pull.repository);
  return here && claims.some((claim) => claim.product?.fedBy.includes(pull.head.ref) === true);
}

/** The governed branch going back into its feeder. Here "not known" is not enough: a fork may call any branch `master`. */
export function isBackMerge(governed: string | null, pull: PullFacts): boolean {
  return governed !== null && pull.head.ref === governed && pull.base.ref !== governed
    && pull.head.repository !== null && sameRepository(pull.head.repository, pull.repository);
}

export function judgeContents(kase: FreezeCase, judge: JudgeChange): ContentsJudgement {
  const { contains, containsComplete, files } = kase.pull;
  if (contains === null) {
    return { verdict: containsComplete ? "wait" : "block", reason: contentsReason([reason("contains-incomplete", null)], 0), offending: [] };
  }
  const entries = flattened(contains, null, 0);
  const judged = entries.map((entry) => judgeEntry(kase, entry, judge));
  // It changes files, so it carries something, and nothing of that was listed.
  const unlisted = entries.length === 0 && files !== null && files.length > 0;
  const incomplete = !containsComplete || unlisted || entries.some((entry) => entry.incomplete);
  const nothing = entries.length === 0 && !incomplete;
  const children = [
    ...(incomplete ? [reason("contains-incomplete", null)] : []), ...(nothing ? [reason("contains-nothing", true)] : []),
    ...judged.map((one) => one.reason),
  ];
  const node = contentsReason(children, entries.length);
  return { verdict: node.met === true ? "allow" : "block", reason: node, offending: judged.flatMap((one) => one.offending ?? []) };
}

function contentsReason(children: readonly Reason[], total: number): Reason {
  return reason("contains", allMet(children), { total }, children);
}

interface Entry {
  readonly contained: ContainedChange;
  readonly enteredAt: Instant | null;
  /** a nested release merge whose own contents are not all known */
  readonly incomplete: boolean;
}

/**
 * Each change once. What came in by a nested release merge entered the feeder with it: when it had entered that merge's own source is of no
 * account, since the feeder, not that source, was tested.
 */
function flattened(contains: readonly ContainedChange[], outer: Entry | null, depth: number): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const contained of contains) {
    const enteredAt = outer === null ? contained.enteredAt : outer.enteredAt;
    const nested = contained.change.kind === "pull" ? contained.change.pull.contains : null;
    const incomplete = nested !== null && contained.change.kind === "pull" && (!contained.change.pull.containsComplete || depth >= MAX_NESTING);
    const entry = { contained, enteredAt, incomplete };
    const inner = nested === null || nested.length === 0 || incomplete ? [entry] : flattened(nested, entry, depth + 1);
    for (const one of inner) if (!entries.has(changeName(one.contained))) entries.set(changeName(one.contained), one);
  }
  return [...entries.values()];
}

/** `owner/name#65`, or `owner/name@sha` for a bare commit. */
export function changeName({ change }: ContainedChange): string {
  return change.kind === "pull" ? `${change.pull.repository}#${change.pull.number}` : `${change.repository}@${change.sha}`;
}

interface EntryJudgement {
  readonly reason: Reason;
  readonly offending: Offending | null;
}

function judgeEntry(kase: FreezeCase, entry: Entry, judge: JudgeChange): EntryJudgement {
  const pull = pullOf(entry.contained, kase.pull);
  const facts = { change: changeName(entry.contained), title: pull.title, enteredAt: entry.enteredAt };
  if (entry.contained.change.kind === "pull" && isBackMerge(kase.pull.base.ref, pull)) return passing(reason("contained-back-merge", true, facts));
  const claims = boundClaims(kase, pull);
  if (claims.claims.length === 0) return passing(reason("contained-after", true, facts, [reason("not-governed", true, { repository: pull.repository, base: kase.pull.base.ref })]));
  const before = enteredBefore(kase, entry, claims.claims);
  if (before.known === true) return passing(reason("contained-before", true, { ...facts, how: before.how }));
  const { requirements, kind } = judge({ ...kase, pull, claims });
  const met = entry.incomplete ? null : anyMet(requirements);
  const node = before.known === false ? reason("contained-after", met, { ...facts, kind }, requirements)
    : reason("contained-unknown", met === true ? true : null, { ...facts, kind }, requirements);
  return { reason: node, offending: met === true ? null : offendingOf(kase, entry, pull, kind) };
}

function passing(node: Reason): EntryJudgement {
  return { reason: node, offending: null };
}

/** Of the branch's products those that the change touches and for which the freeze is in force. */
function boundClaims(kase: FreezeCase, pull: PullFacts): Claims {
  const touched = claimsOfFiles(kase.branchClaims, pull);
  return { ...touched, claims: touched.claims.filter((claim) => kase.phases.get(claim)?.state === "in-force") };
}

/** The recorded tip is the better witness: a pull merged a second before may have been in or not, depending on whose clock one asks. */
function enteredBefore(kase: FreezeCase, entry: Entry, claims: readonly Claim[]): { readonly known: boolean | null; readonly how: "tip" | "merged_at" } {
  const reachable = entry.contained.reachableAtStart[kase.freeze.id];
  if (reachable !== undefined) return { known: reachable, how: "tip" };
  const since = sinceOf(kase, claims);
  return { known: entry.enteredAt === null || since === null ? null : entry.enteredAt < since, how: "merged_at" };
}

/** A bare commit as a pull request that says only what its title says. */
function pullOf({ change }: ContainedChange, merge: PullFacts): PullFacts {
  if (change.kind === "pull") return change.pull;
  return {
    ...merge, repository: change.repository, number: 0, title: change.title, body: "", url: null,
    author: change.author === null ? null : { login: change.author, bot: false }, authorRole: null,
    base: { ref: merge.head.ref, sha: null }, head: { ref: "", sha: change.sha, repository: merge.repository },
    labels: [], files: null, filesComplete: false, closingIssues: [], contains: null, containsComplete: true, approvals: [], diff: null, mergeCommit: null,
  };
}

function offendingOf(kase: FreezeCase, entry: Entry, pull: PullFacts, kind: Offending["kind"]): Offending {
  const { change } = entry.contained;
  return {
    repository: pull.repository, number: change.kind === "pull" ? pull.number : null,
    sha: change.kind === "pull" ? pull.mergeCommit ?? null : change.sha,
    title: pull.title, kind, enteredAt: entry.enteredAt, leaveOut: leaveOutCommands(change, kase.pull.head.ref),
  };
}
