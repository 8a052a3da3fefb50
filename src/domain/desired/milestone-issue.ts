/**
 * The tracking issue of a milestone, and the issue with the dates of all: which text must stand there, given what does. People's own words around our
 * sections stay; where there is no room, what matters least gives way first.
 */
import { BODY_CAP, bodyOf, hiddenKey, readSection, replaceSection } from "./fenced-section.ts";
import type { FencedSection } from "./fenced-section.ts";
import { giveRoom } from "./give-room.ts";

/** Below GitHub's own limit of 65,536; people's words may have taken most of it. */
const LONGEST_BODY = 65_000;

/** Of a tracking issue; the name of the release belongs to it, as in the milestone's own. */
export function milestoneIssueKey(path: string, release: string, milestone: string): string {
  return `milestone-issue/${keyPart(path)}/${keyPart(release)}/${keyPart(milestone)}`;
}

/** What the keys of all tracking issues of a release begin with. */
export function milestoneIssuePrefix(path: string, release: string): string {
  return `milestone-issue/${keyPart(path)}/${keyPart(release)}/`;
}

export function itemIssueKey(path: string, release: string, milestone: string, item: string): string {
  return `item/${keyPart(path)}/${keyPart(release)}/${keyPart(milestone)}/${item}`;
}

export function liveIssueKey(path: string, release: string): string {
  return `live-milestones/${keyPart(path)}/${keyPart(release)}`;
}

/** Of a key: bounded, and without what separates its parts. */
export function keyPart(text: string): string {
  return encodeURIComponent(text.slice(0, 100).toWellFormed());
}

export interface DesiredSections {
  readonly body: string;
  /** sections that a person took out */
  readonly missing: readonly string[];
}

/** `sections` in the order in which a new issue shows them; `giveWay` in the order in which they do. `observed` null = the issue is new. */
export function desireSections(key: string, sections: readonly FencedSection[], giveWay: readonly string[], observed: string | null): DesiredSections {
  const before = observed ?? `${hiddenKey(key)}\n${bodyOf(sections.map(({ name }) => ({ name, content: "" })))}\n`;
  const missing = sections.filter(({ name }) => readSection(before, name) === null).map(({ name }) => name);
  let body = sections.reduce((text, { name, content }) => replaceSection(text, name, content).body, before);
  const most = observed === null ? BODY_CAP : LONGEST_BODY;
  for (const name of giveWay) body = giveRoom(body, name, body.length - most);
  // Not even that fits: what people wrote is left as it is.
  return { body: body.length > most && observed !== null ? observed : body, missing };
}
