/** The issue that stands for one thing which the plan records: which text must stand there. People's own words around our section stay. */
import type { CardSubject } from "../model/card.ts";
import { desireSections, keyPart } from "./milestone-issue.ts";
import type { DesiredSections } from "./milestone-issue.ts";

const SECTION = "card";
/** In place of a release's name, which is never empty. */
export const LASTING = "";

/** The name of the release belongs to it: the next release in the same file has cards of its own. What stands in the way outlasts a release. */
export function cardIssueKey(path: string, release: string, { kind, id }: CardSubject): string {
  return `${cardIssuePrefix(path, kind === "blocker" ? LASTING : release)}${keyPart(kind)}/${keyPart(id)}`;
}

/** What the keys of all cards of a release begin with, or of all that are of none (`LASTING`). */
export function cardIssuePrefix(path: string, release: string): string {
  return `card/${keyPart(path)}/${keyPart(release)}/`;
}

export function desireCardBody(key: string, words: string, observed: string | null): DesiredSections {
  return desireSections(key, [{ name: SECTION, content: words }], [SECTION], observed);
}
