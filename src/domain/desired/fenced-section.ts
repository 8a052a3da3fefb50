/**
 * Sections of ours in a text that people may edit as well: everything between two hidden lines is ours, everything else is theirs and stays
 * byte for byte.
 *
 * Promises: only the first whole section of a name is written to; a copy that a person made, and fences of which one is missing, are theirs.
 * A section that is gone is never put back: whoever took it out meant it. GitHub's editor turns line ends into CR LF, so contents are compared
 * without regard to them.
 */

export interface FencedSection {
  readonly name: string;
  readonly content: string;
}

export interface Replaced {
  readonly body: string;
  /** true = the section is not there, or its fences are torn: nothing was written */
  readonly missing: boolean;
}

/** Longest body we write; GitHub takes 65,536 characters. */
export const BODY_CAP = 60_000;

const FENCE = "release-warden:";

/** The content of the first whole section of that name, with plain line ends; null = there is none. */
export function readSection(body: string, name: string): string | null {
  const place = placeOf(body, name);
  return place === null ? null : plain(body.slice(place.from, place.to)).replace(/^\n|\n$/g, "");
}

export function replaceSection(body: string, name: string, content: string): Replaced {
  const place = placeOf(body, name);
  if (place === null) return { body, missing: true };
  if (readSection(body, name) === inert(content)) return { body, missing: false };
  return { body: `${body.slice(0, place.from)}\n${inert(content)}\n${body.slice(place.to)}`, missing: false };
}

/** A new text of nothing but sections, in their order. */
export function bodyOf(sections: readonly FencedSection[]): string {
  return sections.map(fenced).join("\n\n");
}

export function fenced({ name, content }: FencedSection): string {
  return `${begin(name)}\n${inert(content)}\n${end(name)}`;
}

/** Hidden, and so the same after any edit that leaves it alone. */
export function hiddenKey(key: string): string {
  return `<!-- ${FENCE}${key} -->`;
}

export function carriesKey(body: string, key: string): boolean {
  return body.includes(hiddenKey(key));
}

export function carriesKeyPrefix(body: string, prefix: string): boolean {
  return body.includes(`<!-- ${FENCE}${prefix}`);
}

/** The two lines that a person puts back to have the section again. */
export function fenceLines(name: string): readonly [string, string] {
  return [begin(name), end(name)];
}

function begin(name: string): string {
  return `<!-- ${FENCE}begin ${name} -->`;
}

function end(name: string): string {
  return `<!-- ${FENCE}end ${name} -->`;
}

/** Between the fences: the last begin before the first end that follows any begin, so that a torn begin before it does no harm. */
function placeOf(body: string, name: string): { readonly from: number; readonly to: number } | null {
  const first = body.indexOf(begin(name));
  if (first < 0) return null;
  const to = body.indexOf(end(name), first);
  if (to < 0) return null;
  const from = body.lastIndexOf(begin(name), to) + begin(name).length;
  return { from, to };
}

function plain(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

/** Content can neither open nor close a fence, and is not changed by being trimmed of its outer line ends. */
function inert(content: string): string {
  return plain(content).replaceAll(`<!-- ${FENCE}`, `<!--\u200b ${FENCE}`).replace(/^\n+|\n+$/g, "");
}
