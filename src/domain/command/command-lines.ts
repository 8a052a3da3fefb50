/**
 * The lines of a comment that are commands: every line that begins with `/warden`, wherever it stands, so that several can be given at once.
 * Never a line in code, a quotation, an HTML comment or a list: what is shown or quoted is not said. Linear in the length of the comment.
 */
import { proseOf } from "../policy/prose.ts";
import { COMMAND_NAME } from "./command.ts";

/** A private character that GitHub's own texts never need; it carries the number of the line through the reading of Markdown. */
const MARK = "\ue000";
const COMMENT_CAP = 65_536;
const WARDEN = COMMAND_NAME.slice(1);

/** As written, without the space around them, in their order. */
export function commandLines(comment: string): readonly string[] {
  return spokenLines(comment, WARDEN).map(({ text }) => text);
}

export interface SpokenLine {
  readonly text: string;
  /** position among the lines of the comment, from 0 */
  readonly index: number;
}

/** Lines that begin with a slash and one of these words, a piece of a regular expression that matches no space. */
export function spokenLines(comment: string, words: string): readonly SpokenLine[] {
  const line = new RegExp(String.raw`^ {0,3}(\/(?:${words}))(?=[ \t]|$)`, "i");
  const found = new RegExp(String.raw`^ {0,3}\/(?:${words})${MARK}(\d+)${MARK}`, "gim");
  const lines = comment.slice(0, COMMENT_CAP).replaceAll(MARK, "").split("\n").map((one) => one.trimEnd());
  if (!lines.some((one) => line.test(one))) return [];
  const marked = lines.map((one, index) => one.replace(line, `$1${MARK}${index}${MARK}`));
  return [...proseOf(marked.join("\n")).matchAll(found)].map(([, index]) => ({ text: (lines[Number(index)] ?? "").trim(), index: Number(index) }));
}
