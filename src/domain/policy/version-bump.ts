/**
 * Titles that set a version: is it this release being made, or an update of something else?
 *
 * `release`: the product's own package set to the version that the plan targets, or another product of the plan taken in at its target version.
 * Everything else that names a version to go to is `dependency`. Where the files are known they must be such as state versions, or the title could
 * carry anything with it. A product without a stated target takes the release's name where that is a version, else any version of its own.
 */
import type { Evidence } from "../model/evidence.ts";
import type { Product, ReleasePlan } from "../model/plan.ts";
import type { PullFacts } from "../model/pull.ts";
import { standingOfWords } from "./acceptance.ts";
import { typedTitle } from "./commit-type.ts";
import { classesOf } from "./content-evidence.ts";
import { livesIn } from "./governed.ts";
import { branchWords, TITLE_CAP, titleWords } from "./title-words.ts";

const DEPENDENCY_BOTS = new Set(["dependabot[bot]", "dependabot-preview[bot]", "renovate[bot]", "renovate-bot", "greenkeeper[bot]", "pyup-bot", "depfu[bot]", "scala-steward"]);
const BUMP_VERBS = new Set([
  "bump", "bumps", "bumped", "update", "updates", "updated", "upgrade", "upgrades", "upgraded", "set", "sets", "use", "pin", "release", "prepare",
  "publish", "tag", "version", "cut",
]);
/** Words that speak of the package itself, as in "Set package version to 1.0.0", "Release v1.0.0". */
const OWN_VERSION = new Set(["version", "package", "release", "crate"]);

export interface Bump {
  /** without a leading `v` */
  readonly version: string;
  readonly words: readonly string[];
}

/** null when the title does not set a version. Of `from 1.0 to 1.1` the last version counts. */
export function bumpOf(title: string): Bump | null {
  const rest = typedTitle(title)?.rest ?? title;
  const version = versionsIn(rest).at(-1);
  if (version === undefined) return null;
  const words = titleWords(rest);
  const bare = words.every((word) => /^v?\d/.test(word) || OWN_VERSION.has(word) || word.startsWith("rc"));
  const leads = words.slice(0, 3).some((word) => BUMP_VERBS.has(word));
  return leads || bare ? { version, words } : null;
}

/** At most one piece: the title sets a version, or the author is a bot that does nothing else. */
export function versionBumpEvidence(plan: ReleasePlan, pull: PullFacts): readonly Evidence[] {
  const bot = pull.author !== null && DEPENDENCY_BOTS.has(pull.author.login.toLowerCase());
  const bump = bumpOf(pull.title);
  if (bump === null && !bot) return isLockOfProduct(plan, pull) ? [evidence(plan, pull, "release", pull.head.ref)] : [];
  const release = bump !== null && isRelease(plan, pull, bump);
  // "Release v1.0.0" over files of code is no update of anything either: its other words must tell what it is.
  if (release && !statesVersionsOnly(pull)) return [];
  return [evidence(plan, pull, release ? "release" : "dependency", bump?.version ?? pull.author?.login ?? "")];
}

function evidence(plan: ReleasePlan, pull: PullFacts, says: "release" | "dependency", detail: string): Evidence {
  return {
    source: typedTitle(pull.title) === null ? "wording" : "commit-type", says, detail, suppliedBy: pull.author?.login ?? null,
    byAuthor: pull.author === null ? null : true, ...standingOfWords(plan.kinds, says, pull),
  };
}

function isRelease(plan: ReleasePlan, pull: PullFacts, bump: Bump): boolean {
  const others = plan.products.filter((product) => !isOwn(plan, product, pull));
  const named = others.filter((product) => isNamed(product, bump.words));
  if (named.length > 0) return named.some((product) => product.version.target !== null && isVersion(product.version.target, bump.version));
  const own = plan.products.filter((product) => isOwn(plan, product, pull));
  const speaksOfItself = bump.words.some((word) => OWN_VERSION.has(word) || /^v?\d/.test(word) && bump.words.length <= 2)
    || own.some((product) => isNamed(product, bump.words));
  return speaksOfItself && targets(plan, own).some((target) => target === null || isVersion(target, bump.version));
}

/** Versions that may be this release's; null stands for "any": nothing is stated. */
function targets(plan: ReleasePlan, own: readonly Product[]): readonly (string | null)[] {
  const stated = own.flatMap((product) => product.version.target ?? []);
  if (stated.length > 0) return stated;
  return [versionsIn(plan.release.name)[0] ?? null];
}

/**
 * A lock file follows a manifest that was let in before: alone, and by its words about a product of this plan, it is the rest of that update.
 * "checkin Cargo.lock" on `forum-update-tag-in-cargo-lock` names no version, and cannot bring another than the manifest's.
 */
function isLockOfProduct(plan: ReleasePlan, pull: PullFacts): boolean {
  if (pull.files === null || !pull.filesComplete || pull.files.length === 0) return false;
  const classes = classesOf(pull.files);
  if (classes.size !== 1 || !classes.has("lock")) return false;
  const words = [...titleWords(pull.title), ...branchWords(pull.head.ref)];
  return plan.products.some((product) => product.version.target !== null && !isOwn(plan, product, pull) && isNamed(product, words));
}

function statesVersionsOnly(pull: PullFacts): boolean {
  if (pull.files === null || !pull.filesComplete) return true;
  const classes = classesOf(pull.files);
  return !classes.has("code") && !classes.has("test");
}

function isOwn(plan: ReleasePlan, product: Product, pull: PullFacts): boolean {
  return livesIn(plan, product, pull.repository, null);
}

/** By id, title, or the name of its repository, as whole words in order. */
function isNamed(product: Product, words: readonly string[]): boolean {
  const names = [product.id, product.title, ...product.repositories.map((repository) => repository.split("/")[1] ?? repository)];
  const text = ` ${words.join(" ")} `;
  return names.some((name) => {
    const parts = branchWords(name).join(" ");
    return parts !== "" && text.includes(` ${parts} `);
  });
}

/** `2.4` is also `2.4.0`, and candidates of it (`2.4.0-rc1`) lead to it. */
function isVersion(target: string, version: string): boolean {
  const wanted = versionsIn(target)[0] ?? target.toLowerCase();
  const core = (text: string): string => (text.split(/[-+]/, 1)[0] ?? text).replace(/(\.0)+$/, "");
  return wanted === version || (core(wanted) === core(version) && !wanted.includes("-"));
}

/** Dotted versions, `v` dropped; a single number counts only with its `v`. */
function versionsIn(text: string): readonly string[] {
  const found = text.slice(0, TITLE_CAP).toLowerCase().match(/(?<![\w.])v?\d+(?:\.\d+){1,3}(?:-?(?:rc|alpha|beta|a|b)\.?\d*)?(?![\w])|(?<![\w.])v\d+(?![\w.])/g) ?? [];
  return found.map((version) => version.replace(/^v/, "")).filter((version) => !isDate(version));
}

/** `18.06.19`: versions do not pad their numbers. */
function isDate(version: string): boolean {
  const parts = version.split(".");
  return parts.length === 3 && parts.some((part) => /^0\d/.test(part));
}
