/**
 * Issues and pull requests that a plan names: where a part is made (`at`), where a window's questions stand (`issue`), what `see` points to, and the
 * `links` of the release. Whether they are there GitHub knows; here is only where each stands in the file, and what is said of one that is missing.
 */
import type { Problem } from "../model/problem.ts";
import type { RepositoryName } from "../model/refs.ts";
import { newFindings } from "./findings.ts";
import type { Place } from "./findings.ts";
import { sourceMap } from "./source-map.ts";
import type { PlanPath } from "./source-map.ts";
import { readPlanNode } from "./yaml/plan-node.ts";
import type { PlanNode } from "./yaml/plan-tree.ts";

export interface NamedIssue {
  readonly place: Place;
  /** null = the plan's home */
  readonly repository: RepositoryName | null;
  readonly number: number;
}

const ADDRESS = /^https:\/\/github\.com\/([\w.-]{1,39}\/[\w.-]{1,100})\/(?:issues|pull)\/([1-9]\d{0,8})(?:[/?#].*)?$/;
const SHORT = /^([\w.-]{1,39}\/[\w.-]{1,100})?#([1-9]\d{0,8})$/;

/** In the order of the file; empty where it cannot be read. */
export function namedIssues(bytes: Uint8Array, file: string): readonly NamedIssue[] {
  const parsed = readPlanNode(bytes, newFindings(file));
  if (parsed === null) return [];
  const source = sourceMap(parsed.root, parsed.lines);
  return addressesIn(parsed.root, []).flatMap(({ path, text }): readonly NamedIssue[] => {
    const [, repository, number] = ADDRESS.exec(text) ?? SHORT.exec(text) ?? [];
    return number === undefined ? [] : [{ place: source.at(path), repository: repository ?? null, number: Number(number) }];
  });
}

/** Of those that are not there. */
export function deadLinks(missing: readonly NamedIssue[], home: RepositoryName, file: string): readonly Problem[] {
  return missing.map(({ place, repository, number }) => ({
    severity: "warning", code: "dead-link", file, ...place, message: `There is no issue or pull request ${number} in ${repository ?? home}.`, hint: "mend the address, or open it before this is merged",
  }));
}

function addressesIn(node: PlanNode, path: PlanPath): readonly { readonly path: PlanPath; readonly text: string }[] {
  return [...node.children].flatMap(([key, child]) => {
    const own = [...path, key];
    return typeof child.value === "string" && isAddress(own) ? [{ path: own, text: child.value.trim() }] : addressesIn(child, own);
  });
}

function isAddress(path: PlanPath): boolean {
  const [section, ...rest] = path;
  const key = path.at(-1);
  return key === "see" || (key === "at" && rest.includes("parts")) || (section === "windows" && key === "issue") || (section === "release" && rest[0] === "links");
}
