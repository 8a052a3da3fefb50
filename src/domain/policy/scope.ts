/**
 * Which features belong to the release once its scope is fixed: recorded with the words of their issues at that moment. What comes later, or is
 * written anew later, is told once each; where the plan is strict it is out, or needs the manager's word.
 * Promises: ticking a box, line ends, white space, our own sections and the place for acceptance tests do not count as rewriting: tests are
 * written until the last candidate.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { FeatureFact } from "../model/feature.ts";
import type { Instant } from "../model/instant.ts";
import type { ReleasePlan } from "../model/plan.ts";
import type { ReachedMilestone } from "../model/snapshot.ts";
import { acceptancePlace } from "./acceptance-section.ts";
import { dueInstant, reachedInstant } from "./freeze-interval.ts";

export interface FrozenScope {
  /** when it was fixed */
  readonly at: Instant;
  /** by `owner/name#number` in lower case */
  readonly features: Readonly<Record<string, FrozenFeature>>;
  /** what has been told, by feature: equal entries are not told again */
  readonly told: Readonly<Record<string, ToldChange>>;
}

export interface FrozenFeature {
  readonly title: string;
  readonly body: string;
}

export interface ToldChange {
  /** `added`, `removed`, `rewritten <hash>` */
  readonly what: string;
  readonly at: Instant;
}

export interface ScopeChange {
  readonly key: string;
  readonly title: string;
  readonly kind: "added" | "rewritten" | "removed";
  /** equal for the same change */
  readonly what: string;
}

/** The manager's word that a feature which was added or rewritten later is in the release as it stands. */
export interface ScopeAdmission {
  /** of the feature, `owner/name#number` in lower case */
  readonly key: string;
  readonly by: string;
  readonly at: Instant;
  readonly because: string;
}

type Feature = Pick<FeatureFact, "repository" | "number" | "title" | "body">;

/** When the scope was fixed, or null while it is open: its milestone was reached or is due, whichever came first. `next` = when the clock alone fixes it. */
export function scopeInstant(plan: ReleasePlan, reached: readonly ReachedMilestone[], now: Instant): { readonly since: Instant | null; readonly next: Instant | null } {
  const milestone = plan.features?.scope?.frozenAt;
  if (milestone === undefined) return { since: null, next: null };
  const due = dueInstant(plan, milestone, null);
  const known = [reachedInstant(reached, milestone, null, now), due !== null && due <= now ? due : null].filter((at) => at !== null);
  return { since: known.length === 0 ? null : Math.min(...known), next: due !== null && due > now ? due : null };
}

export function freezeScope(features: readonly Feature[], at: Instant, heading: string): FrozenScope {
  return { at, told: {}, features: Object.fromEntries(features.map((feature) => [featureKey(feature), { title: feature.title.slice(0, 200), body: bodyHash(feature.body, heading) }])) };
}

export function featureKey({ repository, number }: Pick<FeatureFact, "repository" | "number">): string {
  return `${repository.toLowerCase()}#${number}`;
}

/** Everything that differs from the fixed scope, told or not. */
export function scopeChanges(scope: FrozenScope, features: readonly Feature[], heading: string): readonly ScopeChange[] {
  const now = new Set(features.map(featureKey));
  const changed = features.flatMap((feature): ScopeChange[] => {
    const key = featureKey(feature);
    const before = scope.features[key];
    if (before === undefined) return [{ key, title: feature.title, kind: "added", what: "added" }];
    const body = bodyHash(feature.body, heading);
    return before.body === body ? [] : [{ key, title: feature.title, kind: "rewritten", what: `rewritten ${body}` }];
  });
  const removed = Object.entries(scope.features).flatMap(([key, { title }]): ScopeChange[] => (now.has(key) ? [] : [{ key, title, kind: "removed", what: "removed" }]));
  return [...changed, ...removed];
}

/** What of these changes has not been told, and the scope as it stands once it has. A feature that goes back to what it was may be told of again later. */
export function untold(scope: FrozenScope, all: readonly ScopeChange[], now: Instant): { readonly changes: readonly ScopeChange[]; readonly scope: FrozenScope } {
  const changes = all.filter(({ key, what }) => scope.told[key]?.what !== what);
  const told = Object.fromEntries(all.map(({ key, what }) => [key, scope.told[key]?.what === what ? scope.told[key] : { what, at: now }]));
  return { changes, scope: { ...scope, told } };
}

/** A feature that was added is let in for good; of one that was rewritten only the words that stood when the manager spoke. */
export function admissionOf(change: ScopeChange, scope: FrozenScope, admissions: readonly ScopeAdmission[]): ScopeAdmission | null {
  const since = change.kind === "rewritten" ? scope.told[change.key]?.at ?? Infinity : 0;
  return admissions.findLast((one) => one.key === change.key && one.at >= since) ?? null;
}

/** Short name of a text: equal for texts that ask for the same. */
export function bodyHash(body: string, heading: string): string {
  const own = /<!-- release-warden:begin ([\w-]{1,60}) -->[^]*?<!-- release-warden:end \1 -->/g;
  const plain = body.slice(0, 70_000).replace(/\r\n?/g, "\n").replace(own, "").replace(/^([ \t]*[-*+] )\[[xX]\]/gm, "$1[ ]");
  const lines = acceptancePlace(plain, heading).rest.map((line) => line.trimEnd()).filter((line) => line !== "");
  return bytesToHex(sha256(utf8ToBytes(lines.join("\n").trim()))).slice(0, 16);
}
