/**
 * The boxes of a checklist as they stand in an issue. Each line ends with a hidden mark that says which item it is and who ticked it, so that a text
 * which people edit, and a store that is lost, give it all back. A line without the mark is a person's own.
 */
import { readSection } from "./fenced-section.ts";

export const CHECKLIST_SECTION = "checklist";

/** Who ticked it: `auto` = we did, since what it names was closed; `nobody` = it was not ticked, or only now and by whom is still to be found out. */
export type TickRight = "nobody" | "auto" | "yes" | "no" | "unknown";

export interface Box {
  readonly key: string;
  readonly ticked: boolean;
  /** login */
  readonly by: string | null;
  readonly right: TickRight;
  /** it was put back once */
  readonly putBack: boolean;
}

const RIGHTS: readonly TickRight[] = ["nobody", "auto", "yes", "no", "unknown"];
const LINE = /^[ \t]{0,8}[-*+] \[([ xX])\] .*<!-- item ([^\s<>]{1,400}) ([^\s<>]{1,200}) (\w{2,7})( back)? -->[ \t]*$/;
const MOST_LINES = 500;
const LONGEST_LINE = 4_000;

export function boxMark({ key, by, right, putBack }: Omit<Box, "ticked">): string {
  return `<!-- item ${key} ${by === null ? "-" : encodeURIComponent(by.slice(0, 60).toWellFormed())} ${right}${putBack ? " back" : ""} -->`;
}

/** Of a text as people left it; of two lines for one item the first. Null = there is no such section. */
export function readBoxes(body: string): readonly Box[] | null {
  const section = readSection(body, CHECKLIST_SECTION);
  if (section === null) return null;
  const boxes = new Map<string, Box>();
  for (const line of section.split("\n").slice(0, MOST_LINES)) {
    const found = line.length > LONGEST_LINE ? null : LINE.exec(line);
    const [, tick = " ", key = "", by = "-", right = "", back] = found ?? [];
    if (found === null || boxes.has(key)) continue;
    boxes.set(key, { key, ticked: tick !== " ", by: by === "-" ? null : decoded(by), right: RIGHTS.find((one) => one === right) ?? "nobody", putBack: back !== undefined });
  }
  return [...boxes.values()];
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
