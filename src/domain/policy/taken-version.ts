/**
 * A version that a product is to have with this release and that is tagged already, while more than the last milestone is still to come: something else took
 * the number, a bugfix that could not wait for instance. When only the last milestone is left, the tag is the release itself.
 */
import type { Product, ReleasePlan } from "../model/plan.ts";
import { versionText } from "./tag.ts";

export interface TakenVersion {
  /** as it is called */
  readonly tag: string;
  readonly version: string;
  /** the next of its kind that is not tagged */
  readonly next: string;
  /** titles of milestones that come before the last and are not reached */
  readonly ahead: readonly string[];
}

type Version = readonly [major: number, minor: number, patch: number];

export function takenVersion({ version }: Pick<Product, "version">, { milestones }: Pick<ReleasePlan, "milestones">, reached: ReadonlySet<string>, tags: readonly string[]): TakenVersion | null {
  const target = version.target === null ? null : versionOf(version.target);
  const tag = target === null ? undefined : tags.find((name) => isSame(versionOf(name), target));
  const last = milestones.reduce<(typeof milestones)[number] | null>((latest, one) => (latest === null || (one.due?.at ?? -Infinity) >= (latest.due?.at ?? -Infinity) ? one : latest), null);
  const ahead = milestones.filter((one) => one !== last && !reached.has(one.id)).map(({ title }) => title);
  if (target === null || tag === undefined || ahead.length === 0) return null;
  let next = after(target);
  while (tags.some((name) => isSame(versionOf(name), next))) next = after(next);
  return { tag, version: versionText(target), next: versionText(next), ahead };
}

/** "5.4", "v5.4.0": two numbers or three, and nothing behind them, which would be a candidate. */
function versionOf(text: string): Version | null {
  const [, major, minor, patch = "0"] = /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?$/i.exec(text.trim()) ?? [];
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor), Number(patch)];
}

function isSame(a: Version | null, b: Version): boolean {
  return a !== null && a.every((part, at) => part === b[at]);
}

function after([major, minor, patch]: Version): Version {
  return patch === 0 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}
