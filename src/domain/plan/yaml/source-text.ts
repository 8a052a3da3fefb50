/**
 * Bytes → text, or the reason why not. The first guard: nothing else looks at a plan that is too big or is not plain UTF-8.
 */
import { plain } from "../quoted.ts";

/** GitHub would give us more; a plan that people read does not need it, and every later step is bounded by this. */
export const MAX_PLAN_BYTES = 64 * 1024;

export type SourceText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly hint: string; readonly offset: number | null; readonly text: string };

/** Strict UTF-8, with or without a byte-order mark. `offset` counts UTF-16 units in `text`. */
export function readSourceText(bytes: Uint8Array): SourceText {
  if (bytes.byteLength > MAX_PLAN_BYTES) {
    const size = `${Math.ceil(bytes.byteLength / 1024)} KiB`;
    return { ok: false, code: "too-big", message: `The file has ${size}; a plan may have 64 KiB.`, hint: "keep long texts in issues or documents and link to them", offset: null, text: "" };
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return notUtf8(bytes);
  }
  // TAB, LF and CR are the only control characters that YAML allows unescaped, NEL aside.
   
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff]/.exec(text);
  if (control === null) return { ok: true, text };
  const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  const name = code === "0000" ? "a NUL byte" : `the invisible control character U+${code}`;
  return { ok: false, code: "control-character", message: `There is ${name} here.`, hint: "delete it; it often comes from copying out of another program", offset: control.index, text };
}

function notUtf8(bytes: Uint8Array): SourceText {
  const text = new TextDecoder("utf-8").decode(bytes);
  const offset = text.indexOf("\ufffd");
  const start = text.lastIndexOf("\n", offset) + 1;
  const before = plain(text.slice(start, offset).trim().slice(-30));
  const after = before === "" ? "" : ` after "${before}"`;
  return { ok: false, code: "not-utf8", message: `The file is not UTF-8: a byte cannot be read${after}.`, hint: 'save the file with the encoding "UTF-8"', offset, text };
}
