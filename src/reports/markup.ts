/**
 * The tags of an XML stream, and nothing else: text, CDATA and comments are passed over, so that logs of any size inside a report cost no memory.
 * What cannot be in an honest report is refused before the parser sees it: a document type (and with it every entity), a tag of absurd length.
 */
import { ReportError } from "./report-limits.ts";

type Inside = "text" | "tag" | "comment" | "cdata" | "instruction";

const ENDS: Readonly<Record<Exclude<Inside, "text" | "tag">, string>> = { comment: "-->", cdata: "]]>", instruction: "?>" };

export class MarkupFilter {
  private inside: Inside = "text";
  /** what of a tag, or of a mark that may become one, came with earlier pieces */
  private held = "";
  private quote = "";
  private line = 1;
  private started = false;
  private readonly tagLength: number;

  constructor(tagLength: number) {
    this.tagLength = tagLength;
  }

  get atLine(): number {
    return this.line;
  }

  /** Is the stream between tags? At its end it must be. */
  get complete(): boolean {
    return this.inside === "text" && this.held === "";
  }

  /** The complete tags of this piece, each as it stands. Throws ReportError. */
  push(piece: string): readonly string[] {
    const tags: string[] = [];
    const text = this.held + piece;
    // Inside a tag the search for its end goes on where the last piece stopped.
    let at = this.inside === "tag" ? this.held.length : 0;
    let start = 0;
    this.held = "";
    for (;;) {
      if (this.inside === "text") {
        const open = text.indexOf("<", at);
        this.checkText(text, at, open);
        if (open < 0) break;
        const kind = kindAt(text, open);
        if (kind === null) {
          this.held = text.slice(open);
          break;
        }
        if (kind === "doctype") throw new ReportError("hostile", "it brings a document type of its own, which no report needs", this.line + newlines(text, at, open));
        this.inside = kind;
        start = open;
        at = open + 1;
      } else if (this.inside === "tag") {
        const end = this.endOfTag(text, at);
        if (end < 0) {
          this.held = text.slice(start);
          this.checkLength(this.held.length);
          break;
        }
        this.checkLength(end - start);
        tags.push(text.slice(start, end + 1));
        this.inside = "text";
        at = end + 1;
      } else {
        const mark = ENDS[this.inside];
        const end = text.indexOf(mark, at);
        if (end < 0) {
          // The mark may be split between two pieces.
          this.held = text.slice(Math.max(at, text.length - mark.length + 1));
          break;
        }
        this.inside = "text";
        at = end + mark.length;
      }
    }
    this.line += newlines(piece, 0, piece.length);
    return tags;
  }

  private endOfTag(text: string, from: number): number {
    for (let at = from; at < text.length; at += 1) {
      const character = text[at];
      if (this.quote !== "") {
        const close = text.indexOf(this.quote, at);
        if (close < 0) return -1;
        at = close;
        this.quote = "";
      } else if (character === "\"" || character === "'") this.quote = character;
      else if (character === ">") return at;
    }
    return -1;
  }

  private checkLength(length: number): void {
    if (length > this.tagLength) throw new ReportError("hostile", `it has a tag of more than ${Math.round(this.tagLength / 1024)} KB`, this.line);
  }

  /** Before the first tag only white space may stand; anything else is no XML at all. */
  private checkText(text: string, from: number, open: number): void {
    if (this.started) return;
    const before = text.slice(from, open < 0 ? Math.min(text.length, from + 1_000) : Math.min(open, from + 1_000)).replace(/^\ufeff/, "");
    if (before.trim() !== "") throw new ReportError("malformed", "it is not XML", this.line);
    if (open >= 0) this.started = true;
  }
}

/** What begins at a `<`; null when the piece ends before that can be told. */
function kindAt(text: string, open: number): Exclude<Inside, "text"> | "doctype" | null {
  const next = text.slice(open, open + 9);
  if (next.length < 2) return null;
  if (next[1] === "?") return "instruction";
  if (next[1] !== "!") return "tag";
  if (next.startsWith("<!--")) return "comment";
  if (next === "<![CDATA[") return "cdata";
  if ("<!--".startsWith(next) || "<![CDATA[".startsWith(next)) return null;
  return "doctype";
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
