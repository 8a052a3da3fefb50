/** Text of messages, bounded: one line, without control, direction or other invisible characters. Formatting is for each medium to make harmless. */

const INVISIBLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;

export function plainLine(text: string, cap: number): string {
  const head = text.slice(0, cap * 4 + 64).replace(LONE_SURROGATE, "\ufffd");
  return cut(head.replace(/[\s\u2028\u2029]+/gu, " ").replace(INVISIBLE, "").trim(), cap);
}

/** At most `cap` UTF-16 units, never half a character. */
export function cut(text: string, cap: number): string {
  if (text.length <= cap) return text;
  return `${text.slice(0, cap - 1).replace(/[\ud800-\udbff]$/, "").trimEnd()}…`;
}

/** https only, with what could end a link of any medium escaped; null = no address of that kind. */
export function linkOf(url: string | null): string | null {
  const parsed = url === null || url.length > 500 ? null : URL.parse(url);
  if (parsed === null || parsed.protocol !== "https:" || parsed.username !== "") return null;
  return parsed.href.replace(/[<>|()\\`*_~\s"']/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`);
}
