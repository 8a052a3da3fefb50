/**
 * The account of one freeze: each merge and push to a branch that it closes, matched with the verdict that stood when it landed.
 *
 * A landing without such a verdict is a leak and is named for what it was. What is judged only afterwards is said to be: it lets nobody in, but
 * tells a harmless leak from a harmful one. GitHub's instants are whole seconds, so a verdict of the same second counts as standing.
 */
import type { AccountEntry, AccountOutcome, Landing, StoodVerdict, VerdictRecord } from "../model/account.ts";
import type { Decision, Reason, ReasonCode } from "../model/decision.ts";
import type { Instant } from "../model/instant.ts";
import type { Freeze, ReleasePlan } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import type { FreezeStartRecord } from "../model/records.ts";
import type { RepositoryName } from "../model/refs.ts";
import type { ReachedMilestone, Waiver } from "../model/snapshot.ts";
import { isPlanFile } from "../plan/plan-file.ts";
import { decideFreeze } from "./freeze.ts";
import { freezePhase } from "./freeze-interval.ts";
import { claimsOfFiles, claimsOnBranch } from "./governed.ts";
import type { Claim } from "./governed.ts";
import { namesOf } from "./paths.ts";

/** One pull request, or what was pushed without any, as it landed. */
export interface LandedChange {
  readonly landing: Landing;
  /** the commit that brought it: the merge commit, or the newest one pushed */
  readonly sha: string;
  readonly repositoryId: number;
  /** facts of the pull request; of a push: its newest commit's title and its files, in the same shape */
  readonly pull: PullFacts;
  readonly pushed: boolean;
  /** when the facts were read */
  readonly takenAt: Instant;
  /** what stood on its head, oldest first */
  readonly stood: readonly StoodVerdict[];
  /** somebody else's passing check of our name on its head */
  readonly foreign: { readonly by: string } | null;
  readonly private: boolean;
}

export interface AccountedFreeze {
  readonly plan: ReleasePlan;
  readonly freeze: Freeze;
  readonly home: RepositoryName;
  readonly reached: readonly ReachedMilestone[];
  readonly waivers: readonly Waiver[];
  /** null = its beginning on this branch is not recorded */
  readonly start: Pick<FreezeStartRecord, "effectiveAt" | "closedAt"> | null;
}

/** `words` puts a decision into one line. Landings outside the freeze, or of products that it does not bind, give no entry. */
export function accountFor(accounted: AccountedFreeze, changes: readonly LandedChange[], words: (decision: Decision) => string): readonly AccountEntry[] {
  return changes.flatMap((change) => {
    const claims = claimsThen(accounted, change);
    return claims.length === 0 ? [] : [entryOf(accounted, change, claims, words)];
  });
}

function claimsThen({ plan, freeze, home, reached }: AccountedFreeze, { pull, landing }: LandedChange): readonly Claim[] {
  const bases = claimsOnBranch(plan, freeze, pull, home).filter((claim) => claim.role === "base" && (claim.product === null || (freeze.products?.includes(claim.product.id) ?? true)));
  return claimsOfFiles(bases, pull).claims.filter((claim) => freezePhase(plan, freeze, claim.product?.id ?? null, reached, landing.at).state === "in-force");
}

/**
 * Did it land before the freeze was over, as its end is known by now? An end that is heard of late takes what landed after it out of the account
 * again; of the very second in which it ended nobody can say which came first.
 */
export function landedWithin({ at, products }: Pick<AccountEntry, "at" | "products">, { plan, freeze, reached }: Pick<AccountedFreeze, "plan" | "freeze" | "reached">, now: Instant): boolean {
  const phases = (products.length === 0 ? [null] : products).map((product) => freezePhase(plan, freeze, product, reached, now));
  return phases.some(({ state, until }) => state !== "over" || until === null || at <= until);
}

function entryOf(accounted: AccountedFreeze, change: LandedChange, claims: readonly Claim[], words: (decision: Decision) => string): AccountEntry {
  const { plan, freeze, home, reached, waivers } = accounted;
  const { landing, pull, sha, repositoryId, takenAt } = change;
  const judged = decideFreeze({ ...plan, freezes: [freeze] }, { takenAt, pull, reached, waivers, home }, landing.at);
  const stood = stoodAt(change.stood, landing.at);
  const outcome = change.pushed ? pushOutcome(accounted, change, judged) : mergeOutcome(accounted, change, judged, stood);
  const speaks = stood !== null && outcome !== "withdrawn" && outcome !== "gap";
  const verdict = speaks && !(outcome === "bypass" && judged.verdict === "allow") ? stood.verdict : judged.verdict;
  return {
    id: [freeze.id, repositoryId, pull.base.ref, sha, ...(change.pushed ? [] : [pull.number])].join("/"),
    freeze: freeze.id, mode: freeze.mode, repository: pull.repository, repositoryId, branch: pull.base.ref, sha,
    number: change.pushed ? null : pull.number, title: change.private ? null : pull.title.slice(0, 200), at: landing.at, by: landing.by,
    products: claims.flatMap((claim) => claim.product?.id ?? []), outcome, verdict, stood: speaks && verdict === stood.verdict,
    kind: speaks ? stood.kind : judged.kind, because: change.private ? "" : (speaks ? stood.because : words(judged)).slice(0, 200),
    offending: change.private ? [] : (speaks ? stood.offending : offendingNames(judged)),
    forgedBy: outcome === "forged" ? change.foreign?.by ?? null : null, private: change.private,
  };
}

function mergeOutcome(accounted: AccountedFreeze, change: LandedChange, judged: Decision, stood: StoodVerdict | null): AccountOutcome {
  if (stood === null) {
    if (inGap(accounted, change.landing.at)) return "gap";
    return judged.verdict === "allow" ? admission(deciding(judged.reasons).code, judged.kind) : "unknown";
  }
  if (stood.verdict === "allow") return judged.verdict === "block" && judgedAnew(stood, change) ? "withdrawn" : admission(stood.code, stood.kind);
  if (inGap(accounted, change.landing.at)) return "gap";
  return change.foreign === null ? "bypass" : "forged";
}

/** Can its facts as they are now speak against what stood? Not where what counted then was the diff or an approval, and is not known now. */
function judgedAnew(stood: StoodVerdict, { pull }: LandedChange): boolean {
  return stood.code !== "plan-fix" && (stood.code !== "waiver" || (pull.diff ?? null) !== null);
}

/** A push has no verdict of its own, so only what exempts its place or its files speaks for it, and a correction of the plan itself. */
function pushOutcome(accounted: AccountedFreeze, { pull, landing }: LandedChange, judged: Decision): AccountOutcome {
  if (judged.verdict === "allow" && admission(deciding(judged.reasons).code, judged.kind) === "exempt") return "exempt";
  const files = pull.filesComplete ? (pull.files ?? []).flatMap(namesOf) : [];
  if (files.length > 0 && files.every(isPlanFile)) return "allowed";
  return inGap(accounted, landing.at) ? "gap" : "direct-push";
}

/** Before the freeze took effect here: before the branch was closed (null = it never was), or without a gate before its beginning was acted upon. */
function inGap({ start }: AccountedFreeze, at: Instant): boolean {
  if (start === null) return false;
  if (start.closedAt === null) return true;
  const effective = start.closedAt ?? start.effectiveAt;
  return at < effective - (effective % 1_000);
}

/**
 * The verdict that stood then; one of before any freeze says nothing about this one. Where it changed within the very second, GitHub's list does not
 * say which came first: what let in during any of it counts, since a mark that had been taken back already would have stopped the merge.
 */
export function stoodAt(stood: readonly StoodVerdict[], at: Instant): StoodVerdict | null {
  const until = stood.filter((one) => one.at - (one.at % 1_000) <= at);
  const second = at - (at % 1_000);
  const within = until.filter(({ at: since }, index) => since >= second || (until[index + 1]?.at ?? Infinity) >= second);
  const known = within.findLast(({ verdict, freeze }) => verdict === "allow" && freeze !== null) ?? within.at(-1);
  return known === undefined || known.verdict === "skip" || known.freeze === null ? null : known;
}

function admission(code: ReasonCode, kind: Decision["kind"]): AccountOutcome {
  switch (code) {
    case "product-exempt": case "repository-exempt": case "paths-exempt": case "not-governed": return "exempt";
    case "agreed": return "agreed";
    case "waiver": return "waived";
    case "contains": case "contains-nothing": return "release";
    default: return kind === "release" ? "release" : "allowed";
  }
}

/** Down to the requirement that let it in; where none did, the first that did not. */
function deciding(reason: Reason): Reason {
  const passes = ["freeze", "all-freezes", "observed", "plan-broken", "feeder"].includes(reason.code);
  const next = passes ? reason.children.find((child) => child.met === true) ?? reason.children[0] : undefined;
  return next === undefined ? reason : deciding(next);
}

function offendingNames({ offending }: Decision): readonly string[] {
  return offending.slice(0, 10).map(({ number, sha }) => (number === null ? (sha ?? "").slice(0, 10) : `#${number}`));
}

const STOOD_KEPT = 8;

/** The record with this decision as standing from `at` on; null = it stands already, or there is nothing to remember. */
export function withStood(record: VerdictRecord | null, decision: Decision, at: Instant, because: string): VerdictRecord | null {
  const last = record?.stood.at(-1);
  if (last === undefined && (decision.verdict === "skip" || decision.rule === null)) return null;
  const told = decision.evidence.find((one) => one.counts && one.says === decision.kind);
  const next: StoodVerdict = {
    at, takenAt: decision.takenAt, verdict: decision.feeder === null ? decision.verdict : "skip", mode: decision.mode, freeze: decision.rule, code: deciding(decision.reasons).code,
    kind: decision.kind, because: because.slice(0, 200), offending: offendingNames(decision),
    ...(told === undefined ? {} : { by: { source: told.source, detail: told.detail.slice(0, 200) } }),
  };
  if (last !== undefined && essence(last) === essence(next)) return null;
  return { stood: [...(record?.stood ?? []), next].slice(-STOOD_KEPT) };
}

function essence({ verdict, mode, freeze, code, kind, offending, by }: StoodVerdict): string {
  return JSON.stringify([verdict, mode, freeze, code, kind, offending, by ?? null]);
}
