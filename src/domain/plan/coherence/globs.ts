/**
 * Patterns of files: cheap to match, and able to match something.
 * Promises: what passes here has few enough stars that no path of GitHub's (4,096 bytes at most) makes matching slow.
 */
import picomatch from "picomatch";
import { quoted } from "../quoted.ts";
import type { PlanPath } from "../source-map.ts";
import type { Check } from "./check.ts";

export const MAX_GLOB_LENGTH = 200;
/**
 * Matching costs the length of the path to the power of the stars that compete for it. Within these bounds the worst pattern found
 * stays under half a second on a path of 4,096 characters, and common ones under 40 ms; one star more takes many seconds.
 */
const MOST_STARS_IN_SEGMENT = 2;
const MOST_GLOBSTARS = 2;
const MOST_STARS = 4;
const MOST_BRACES = 2;
const MOST_ALTERNATIVES = 30;

export function checkGlobs(check: Check): void {
  check.plan.products.forEach((product, index) => product.paths.forEach((glob, at) => checkGlob(check, ["products", index, "paths", at], glob)));
  if (check.plan.freezes.length !== (check.written.freezes ?? []).length) return;
  check.plan.freezes.forEach((freeze, index) => freeze.except.paths.forEach((glob, at) => {
    const path = ["freezes", index, "except", "paths", at];
    checkGlob(check, path, glob);
    if (/^(?:\*\*\/?|\*\*\/\*\*?|\*)$/.test(glob)) check.findings.warning(check.source.at(path), "excepts-everything", `${quoted(glob)} matches every file${glob === "*" ? " at the top" : ""}, so the freeze stops ${glob === "*" ? "little" : "nothing"}.`, "name a folder: docs/**");
  }));
}

function checkGlob({ source, findings }: Check, path: PlanPath, glob: string): void {
  const error = globError(glob);
  if (error !== null) {
    findings.error(source.at(path), "bad-pattern", `${quoted(glob)} ${error[0]}.`, error[1]);
    return;
  }
  const never = whyNever(glob);
  if (never !== null) findings.warning(source.at(path), "matches-nothing", `${quoted(glob)} can match no file: ${never[0]}.`, never[1]);
}

/** What makes a pattern unfit, and what to do; null = fine */
export function globError(glob: string): readonly [says: string, hint: string] | null {
  if (glob.length === 0) return ["is empty", "write a pattern such as docs/**"];
  if (glob.length > MAX_GLOB_LENGTH) return [`is longer than ${MAX_GLOB_LENGTH} characters`, "split it into several patterns"];
  if (/[@?!+*]\(/.test(glob)) return ["is an extended pattern, which is not read", "write several simple patterns instead"];
  if (glob.startsWith("!")) return ["begins with `!`, which is not read", "list what belongs to it instead"];
  if (segments(glob).some((segment) => segment !== "**" && stars(segment) > MOST_STARS_IN_SEGMENT)) return [`has more than ${MOST_STARS_IN_SEGMENT} stars between two slashes`, "one star matches any part of a name"];
  if ((glob.match(/\*\*/g) ?? []).length > MOST_GLOBSTARS) return [`has more than ${MOST_GLOBSTARS} times \`**\``, "one `**` matches any number of folders"];
  if (segments(glob).reduce((count, segment) => count + (segment === "**" ? 1 : stars(segment)), 0) > MOST_STARS) return [`has more than ${MOST_STARS} stars`, "split it into several simpler patterns"];
  if (glob.split("{").length - 1 > MOST_BRACES || glob.split(",").length > MOST_ALTERNATIVES || nested(glob)) return ["has too many alternatives in braces", "write several simple patterns instead"];
  if (!balanced(glob)) return ["has a bracket that is not closed", "close it, or put a backslash in front of it"];
  return compiles(glob) ? null : ["is not a pattern that can be read", "write a pattern such as docs/**"];
}

function segments(glob: string): readonly string[] {
  return glob.split("/");
}

function stars(segment: string): number {
  return segment.split("*").length - 1;
}

function nested(glob: string): boolean {
  return /\{[^}]*\{/.test(glob) || /\.\.\d/.test(glob);
}

function balanced(glob: string): boolean {
  const bare = glob.replaceAll(/\\./g, "");
  const count = (sign: string): number => bare.split(sign).length - 1;
  return count("[") === count("]") && count("{") === count("}") && count("(") === count(")");
}

function compiles(glob: string): boolean {
  try {
    picomatch(glob, { dot: true, nonegate: true, noextglob: true, strictBrackets: true });
    return true;
  } catch {
    return false;
  }
}

/** GitHub's paths are relative, with single slashes and without dots. */
function whyNever(glob: string): readonly [because: string, hint: string] | null {
  if (glob.startsWith("/")) return ["paths do not begin with a slash", `write \`${glob.replace(/^\/+/, "")}\``];
  if (glob.startsWith("./")) return ["paths do not begin with `./`", `write \`${glob.slice(2)}\``];
  if (/(?:^|\/)\.\.(?:\/|$)/.test(glob)) return ["paths have no `..`", "write the path from the top of the repository"];
  if (glob.includes("//")) return ["paths have single slashes", `write \`${glob.replaceAll(/\/{2,}/g, "/")}\``];
  if (/\\(?![[\]{}()*?!\\])/.test(glob)) return ["folders are separated by `/`", `write \`${glob.replaceAll("\\", "/")}\``];
  if (glob !== glob.trim()) return ["it begins or ends with a space", `write \`${glob.trim()}\``];
  return null;
}
