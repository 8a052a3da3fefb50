/**
 * Makes text of strangers harmless before it is shown: titles, branches, labels, logins, file names, plan texts.
 * Every function also bounds the length, puts everything on one line, and drops control and bidirectional characters, which could
 * make a line read differently from what it says. What comes out is inert in its medium: it links nothing, mentions nobody, formats nothing.
 *
 * GitHub turns `@name`, `#7`, `o/r#7`, `GH-7` and bare addresses into links after Markdown is rendered, so a backslash does not stop it;
 * a zero-width space inside does.
 */

/** long enough for any honest title, short enough that a thousand of them still fit a page */
export const TEXT_CAP = 200;

const BREAK = "\u200b";

// C0 and C1 controls, zero-width space, direction marks and overrides, invisible operators, byte order mark, tag characters.
// Joiners (200C, 200D) stay: scripts and emoji need them.
const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;

// With the u flag a pair is one character, so this finds only halves of pairs, which no UTF-8 can carry.
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** One line, no invisible characters, at most `cap` characters with an ellipsis where it was cut. */
export function plainText(untrusted: string, cap: number = TEXT_CAP): string {
  // the first cut keeps megabytes out of the regular expressions; a character is at most two units
  const head = untrusted.slice(0, cap * 4 + 64).replace(LONE_SURROGATE, "\ufffd");
  const line = head.replace(ANSI, "").replace(/[\s\u2028\u2029]+/gu, " ").replace(INVISIBLE, "").trim();
  const characters = Array.from(line);
  const cut = characters.length > cap || head.length < untrusted.length;
  return cut ? `${characters.slice(0, Math.max(0, cap - 1)).join("").trimEnd()}…` : line;
}

/** One line with its spaces as they are, and nothing in it that nobody would see: for a block of code. */
export function withoutInvisible(line: string): string {
  return line.replace(LONE_SURROGATE, "\ufffd").replace(ANSI, "").replace(/[\r\n\u2028\u2029]+/gu, " ").replace(INVISIBLE, "");
}

/** For a terminal: nothing in it can move the cursor, colour, or ring. */
export function terminalText(untrusted: string, cap: number = TEXT_CAP): string {
  return plainText(untrusted, cap);
}

/** For running Markdown text and table cells. */
export function markdownText(untrusted: string, cap: number = TEXT_CAP): string {
  return plainText(untrusted, cap)
    .replace(/&/g, "&amp;")
    .replace(/[\\`*_[\]|#~$!]/g, "\\$&")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@(?=[\p{L}\p{N}_-])/gu, `@${BREAK}`)
    .replace(/\\#(?=\d)/g, `\\#${BREAK}`)
    .replace(/\bgh-(?=\d)/gi, `$&${BREAK}`)
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}${BREAK}.`);
}

/** A code span whose fence is longer than any run of backticks inside. Not for table cells: see `markdownCodeCell`. */
export function markdownCode(untrusted: string, cap: number = TEXT_CAP): string {
  const text = plainText(untrusted, cap);
  if (text === "") return "` `";
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Sentences of ours that put names between backticks: those become code spans, everything else is plain. */
export function markdownProse(text: string, cap: number = TEXT_CAP): string {
  const parts = plainText(text, cap).split(/`([^`]+)`/);
  return parts.map((part, index) => (index % 2 === 1 ? markdownCode(part, cap) : outside(part, cap))).join("");
}

/** `markdownText` trims, and the spaces around a code span must stay. */
function outside(part: string, cap: number): string {
  const inner = markdownText(part, cap);
  return `${/^ /.test(part) ? " " : ""}${inner}${/ $/.test(part) && inner !== "" ? " " : ""}`;
}

/** A code span for a table cell. A bar ends the cell even inside code, so text with a bar or a backslash is shown as plain text. */
export function markdownCodeCell(untrusted: string, cap: number = TEXT_CAP): string {
  return /[|\\]/.test(untrusted) ? markdownText(untrusted, cap) : markdownCode(untrusted, cap);
}

/** A fenced block; lines stay lines, everything invisible goes, and no content can close the fence. */
export function markdownBlock(lines: readonly string[], language: string): string {
  const clean = lines.map((line) => plainText(line, 2000));
  const longest = Math.max(2, ...clean.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...clean, fence].join("\n");
}

/** A link of our own making: `label` is finished Markdown. Anything but http and https gives the label alone. */
export function markdownLink(label: string, url: string): string {
  const safe = safeUrl(url);
  return safe === null ? label : `[${label}](${safe})`;
}

/** The address with everything escaped that could end a Markdown link or table cell; null when it is not http or https. */
export function safeUrl(url: string): string | null {
  if (url.length > 2000 || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  if (parsed.protocol !== "https:" && parsed.protocol !== "http:") return null;
  return parsed.href.replace(/[()<>|\\`*_[\]\s"']/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}
