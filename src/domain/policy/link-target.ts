/**
 * What one link points to: a path in the issue's repository, an address of GitHub, an issue, an address that the plan allows.
 * Promises: never throws; a path never leaves its repository; an address of another host is never taken for a file.
 */
import type { LinkTarget, UnusableLink } from "../model/acceptance-link.ts";
import type { RepositoryName } from "../model/refs.ts";
import { globError } from "../plan/coherence/globs.ts";

export interface LinkContext {
  /** of the issue: what paths and bare numbers belong to */
  readonly repository: RepositoryName;
  readonly number: number;
  /** the address that people open in a browser: "https://github.com" */
  readonly web: string;
  /** beginnings of addresses that the plan allows */
  readonly addresses: readonly string[];
  /** names of branches with a slash in them, which an address does not tell from folders */
  readonly branches: readonly string[];
}

const OWNER = String.raw`[A-Za-z0-9][A-Za-z0-9-]{0,38}`;
const NAME = String.raw`[\w.-]{1,100}`;
const REFERENCE = new RegExp(String.raw`^(?:(${OWNER}\/${NAME}))?#(\d{1,10})$|^gh-(\d{1,10})$`, "i");

export function linkTarget(text: string, context: LinkContext): LinkTarget {
  const written = text.trim();
  const reference = REFERENCE.exec(written);
  if (reference !== null) return issueTarget(reference[1] ?? context.repository, reference[2] ?? reference[3]);
  if (/^https?:\/\//i.test(written)) return addressTarget(written, context);
  if (/^[a-z][a-z0-9+.-]{1,20}:(?!:)/i.test(written) && !/^[^/]{1,200}\.\w{1,12}:\d+$/.test(written)) return unusable("unreadable");
  // In an issue these lead from the issue's own page.
  if (/^(?:\.\.\/|\/)[^?#]{0,500}(?:blob|tree|issues|pull)\//.test(written)) {
    const page = `${context.web}/${context.repository}/issues/${context.number}`;
    if (URL.canParse(written, page)) return addressTarget(new URL(written, page).href, context);
  }
  return pathTarget(written, context.repository, null);
}

function issueTarget(repository: RepositoryName, number: string | undefined): LinkTarget {
  const value = Number(number);
  return value > 0 ? { kind: "issue", repository, number: value } : unusable("unreadable");
}

function addressTarget(written: string, context: LinkContext): LinkTarget {
  if (written.length > 2_000 || !URL.canParse(written)) return unusable("unreadable");
  const url = new URL(written);
  if (url.username !== "" || url.password !== "") return unusable("unreadable");
  if (url.origin.toLowerCase() !== new URL(context.web).origin.toLowerCase()) {
    return context.addresses.some((address) => withinAddress(url, address)) ? { kind: "address", url: url.href } : unusable("other-host");
  }
  const [owner = "", name = "", page = "", ...rest] = url.pathname.split("/").slice(1).map(decoded);
  const repository = `${owner}/${name}`;
  if (owner === "" || name === "") return unusable("not-a-file");
  if (page === "issues" || page === "pull" || page === "discussions") {
    return page !== "discussions" && /^\d{1,10}$/.test(rest[0] ?? "") ? issueTarget(repository, rest[0]) : unusable("not-a-file");
  }
  if (page !== "blob" && page !== "tree" && page !== "blame") return unusable("not-a-file");
  const { ref, path } = refAndPath(rest, context.branches);
  if (path === "") return unusable(ref === "" ? "not-a-file" : "everything");
  return pathTarget(`${path}${page === "tree" && !path.endsWith("/") ? "/" : ""}${url.hash}`, repository, ref);
}

/** By whole steps of the path, so that an allowed address does not allow `…/project-of-somebody-else`. */
export function withinAddress(url: URL, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const allowed = new URL(address);
  if (allowed.origin !== url.origin) return false;
  const base = allowed.pathname.endsWith("/") ? allowed.pathname : `${allowed.pathname}/`;
  return `${url.pathname}/`.startsWith(base);
}

function refAndPath(steps: readonly string[], branches: readonly string[]): { readonly ref: string; readonly path: string } {
  const whole = steps.join("/");
  const branch = branches.find((name) => name.includes("/") && (whole === name || whole.startsWith(`${name}/`)));
  if (branch !== undefined) return { ref: branch, path: whole.slice(branch.length + 1) };
  return { ref: steps[0] ?? "", path: steps.slice(1).join("/") };
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** `tests/x_test.go::TestJoin`, `tests/x.feature#L3-L9`, `tests/**`, `tests/e2e/` */
function pathTarget(written: string, repository: RepositoryName, ref: string | null): LinkTarget {
  const [beforeCase, ...cases] = written.split("::");
  const { path: raw, lines, anchor } = withoutAnchor(beforeCase ?? "");
  const path = raw.replace(/^(?:\.\/)+/, "").replace(/^\/+/, "").replaceAll("\\", "/");
  if (path === "" || path === "." || /^\*{1,2}(?:\/\*{1,2})?$/.test(path)) return unusable("everything");
  if (path.length > 1_000 || /[\u0000-\u001f\u007f]/.test(path)) return unusable("unreadable");
  const steps = path.split("/");
  if (steps.includes("..")) return unusable("outside");
  if (ref === null && /[*?{}[\]]/.test(path)) return globError(path) === null ? { kind: "glob", repository, pattern: path } : unusable("bad-pattern");
  const clean = steps.filter((step, index) => step !== "." && (step !== "" || index === steps.length - 1)).join("/");
  if (clean.endsWith("/")) return { kind: "directory", repository, ref, path: clean };
  const testCase = cases.join("::").trim() || anchor;
  return { kind: "file", repository, ref, path: clean, testCase, lines };
}

function withoutAnchor(written: string): { readonly path: string; readonly lines: readonly [number, number] | null; readonly anchor: string | null } {
  const hash = written.indexOf("#");
  const path = (hash < 0 ? written : written.slice(0, hash)).trim();
  const fragment = hash < 0 ? "" : decoded(written.slice(hash + 1));
  const lines = /^L(\d{1,7})(?:C\d{1,5})?(?:-L?(\d{1,7})(?:C\d{1,5})?)?$/.exec(fragment);
  if (lines !== null) return { path, lines: [Number(lines[1]), Number(lines[2] ?? lines[1])], anchor: null };
  const suffix = /^(.{1,1000}\.\w{1,12}):(\d{1,7})$/.exec(path);
  if (suffix !== null) return { path: suffix[1] ?? path, lines: [Number(suffix[2]), Number(suffix[2])], anchor: null };
  return { path, lines: null, anchor: fragment === "" ? null : fragment.slice(0, 300) };
}

function unusable(why: UnusableLink): LinkTarget {
  return { kind: "unusable", why };
}

/** Equal for links that lead to the same thing. */
export function targetKey(target: LinkTarget, text: string): string {
  switch (target.kind) {
    case "file": return `file ${target.repository.toLowerCase()} ${target.ref ?? ""} ${target.path}::${target.testCase ?? ""} ${target.lines?.join("-") ?? ""}`;
    case "directory": return `directory ${target.repository.toLowerCase()} ${target.ref ?? ""} ${target.path}`;
    case "glob": return `glob ${target.repository.toLowerCase()} ${target.pattern}`;
    case "issue": return `issue ${target.repository.toLowerCase()}#${target.number}`;
    case "address": return `address ${target.url}`;
    case "unusable": return `unusable ${text}`;
  }
}
