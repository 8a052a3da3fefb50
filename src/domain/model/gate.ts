/**
 * The gate of one governed branch of one repository: the ruleset that closes it, the epoch that is in force or comes next, and what is known
 * about how firmly it holds. Closed means: nothing merges without a check of the epoch's name on exactly its head.
 */
import type { Instant } from "./instant.ts";

/** How firmly a freeze holds, weakest first. */
export const LEVELS = ["advisory", "soft", "queue", "repository-gate", "organization-gate"] as const;
export type Level = (typeof LEVELS)[number];

/**
 * What an epoch was minted for. It must be followed by another as soon as the set of exempt pull requests may have shrunk since: a freeze
 * that is not in here holds, one of them lets in less than it did, or somebody asked for a new one.
 */
export interface Covers {
  /** by `home/freeze/product`: when its rules last became stricter, as known then; 0 = never */
  readonly freezes: Readonly<Record<string, Instant>>;
  /** id of the last request for a new epoch; null = none */
  readonly renewal: string | null;
}

/** One generation of the gate. */
export interface Epoch {
  /** the required context: what people see, at most 100 characters, with random bits at its end */
  readonly name: string;
  readonly covers: Covers;
  /** stamps are decided for this instant until it has come */
  readonly from: Instant;
  /** the instant was known before it came, so exempt heads were stamped ahead of it */
  readonly foreseen: boolean;
  readonly mintedAt: Instant;
}

/** What is known of one ruleset of ours. */
export interface GateHold {
  readonly branch: string;
  /** id of our ruleset; null = there is none */
  readonly ruleset: number | null;
  /** in force on GitHub and verified; null = open */
  readonly epoch: Epoch | null;
  readonly closedAt: Instant | null;
  /** recorded, possibly stamped, not in force yet */
  readonly next: Epoch | null;
  /** the context that we left in the ruleset when we last opened it: found active with it, a person has closed the branch by hand */
  readonly left: string | null;
  readonly trouble: GateTrouble | null;
  readonly touched: GateTouched | null;
  /** switched off by `release-warden off` */
  readonly off: boolean;
  /** found closed after a loss of memory although nothing known is in force: left closed for a person to judge, and nothing is stamped */
  readonly orphan: string | null;
}

/** kind `gate`, key `<repository id>/<branch>` */
export interface GateRecord extends GateHold {
  readonly repository: number;
  readonly level: Level;
  /** our verdict's own check is required by somebody's rule, so it must always be answered */
  readonly checkRequired: boolean;
  /** the organisation's ruleset closes it: what stands above is that ruleset's, as far as it is of this repository; absent = its own does */
  readonly through?: "organization";
  /** switched off for this repository alone, while the organisation's gate is not; absent = no */
  readonly offAlone?: true;
  readonly soft: SoftPass | null;
  /** how long exempt heads had to wait after a start that nobody foresaw; null = not measured, or nobody had to */
  readonly blink: { readonly heads: number; readonly longestMs: number } | null;
  readonly rulesReadAt: Instant | null;
  readonly testedAt: Instant | null;
}

/** kind `organization-gate`, key `<installation>/<branch>`: one ruleset for all branches of a name. Its epochs cover `<repository id>/<freeze>`. */
export interface OrganizationGateRecord extends GateHold {
  readonly installation: number;
  /** ids of the repositories that the ruleset names, as we left it */
  readonly repositories: readonly number[];
}

/** A write that failed or did not take. */
export interface GateTrouble {
  readonly doing: "provision" | "close" | "open";
  /** GitHub's answer */
  readonly message: string;
  readonly since: Instant;
}

/** Somebody changed our ruleset while it was closed. */
export interface GateTouched {
  readonly at: Instant;
  /** null = no witness */
  readonly by: string | null;
  /** what they made of it */
  readonly how: "disabled" | "deleted" | "changed";
  /** `reasserted`: it was put back once; `yielded`: it was changed again and is left as it is */
  readonly answer: "reasserted" | "yielded";
}

/** Without a ruleset: what was done at the beginning of a freeze to every head. */
export interface SoftPass {
  readonly freezes: readonly string[];
  readonly startedAt: Instant;
  readonly passes: number;
  /** when a listing found nothing left to do */
  readonly cleanAt: Instant | null;
  readonly dequeued: number;
  readonly disarmed: number;
  /** the permission that was missing; null = none */
  readonly lacks: string | null;
}

/** kind `stamp`, key `<repository id>/<epoch name>/<sha>`: intended before the check is written, so that a crash leaves nothing unknown. */
export interface StampRecord {
  readonly repository: number;
  readonly sha: string;
  readonly base: string;
  readonly epoch: string;
  readonly state: "intended" | "green" | "red";
  readonly pulls: readonly number[];
  /** when the facts were read that the decision rests on; the head existed by then */
  readonly takenAt: Instant;
  readonly intendedAt: Instant;
  readonly greenAt: Instant | null;
  readonly redAt: Instant | null;
}

/** kind `gate-renewal`, key `<repository id>/<branch>`: asks for a new epoch, so that an exemption taken back is void at once. */
export interface GateRenewal {
  readonly id: string;
  readonly at: Instant;
}

/** A ruleset of ours as it must be. */
export interface DesiredRuleset {
  readonly name: string;
  /** full ref: refs/heads/main */
  readonly ref: string;
  readonly active: boolean;
  /** null = it requires nothing yet */
  readonly context: string | null;
  readonly appId: number;
  /** ids, in a ruleset of an organisation; absent = it is the repository's own */
  readonly repositories?: readonly number[];
}

/** What keeps one tag from being made or moved. */
export interface DesiredTagRuleset {
  readonly name: string;
  /** full ref: refs/tags/v0.5.0 */
  readonly ref: string;
  readonly active: boolean;
}

/** A ruleset as GitHub shows it. */
export interface ObservedRuleset {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** ids that a ruleset of an organisation names; absent = it names none by id, or is a repository's own */
  readonly repositories?: readonly number[];
  readonly checks: readonly RequiredCheck[];
  readonly strict: boolean;
  /** rules of other types than required checks */
  readonly otherRules: readonly string[];
  /** null = GitHub did not show them */
  readonly bypassActors: readonly Readonly<Record<string, unknown>>[] | null;
}

export interface RequiredCheck {
  readonly context: string;
  /** only this app's check counts; null = anyone's */
  readonly appId: number | null;
}

/** What a branch effectively requires, by all rulesets and classic protection together. */
export interface BranchRules {
  readonly required: readonly (RequiredCheck & { /** null = classic protection */ readonly ruleset: number | null })[];
  readonly queue: boolean;
  /** classic protection holds here; its own page alone says whether administrators are included, which needs administration to read */
  readonly protection: boolean;
}

export interface GateRights {
  /** may write rulesets of the repository */
  readonly repository: boolean;
  /** may write rulesets of the organisation */
  readonly organization: boolean;
}

/** kind `self-test`, key `<repository id>/<branch>` */
export interface SelfTestRecord {
  readonly repository: number;
  readonly branch: string;
  readonly level: Level;
  readonly at: Instant;
  readonly findings: readonly Finding[];
}

export interface Finding {
  readonly code: "branch" | "required" | "pinned" | "administrators" | "bypass" | "other-rulesets" | "forks" | "queue" | "ruleset" | "hands" | "trouble";
  /** null = could not be told */
  readonly holds: boolean | null;
  /** unescaped values for the sentence */
  readonly facts: Readonly<Record<string, string | number | null>>;
}

/** kind `notice`, key `self-test/<repository id>/<branch>/<freeze key>/<ahead>`: to be told to the manager once */
export interface SelfTestNotice {
  readonly notice: "self-test";
  readonly home: number;
  readonly freeze: string;
  readonly repository: number;
  readonly branch: string;
  readonly ahead: "7 days" | "1 day";
  readonly begins: Instant;
  readonly level: Level;
  readonly findings: readonly Finding[];
  readonly at: Instant;
}

export function gateKey(repository: number, branch: string): string {
  return `${repository}/${branch}`;
}

export function organizationGateKey(installation: number, branch: string): string {
  return `${installation}/${branch}`;
}

export function stampKey(repository: number, epoch: string, sha: string): string {
  return `${repository}/${epoch}/${sha}`;
}
