/**
 * The fingerprint of an error: what its line says without what differs from one machine and moment to the next (numbers, addresses, paths, quoted
 * names), so that the same crash is found again whoever reports it and in whatever words. Null where a text holds no line that reads like an error and
 * says which one: of two reports that hold "Error: 404" and "Error: 500" nobody may be told that they are the same.
 */
import { digestOf } from "../desired/pull-check.ts";

const LONGEST = 500;
const LINES = 200;
const LENGTH = 10;
/** As programs write them, with a sign behind the word; people say "an error" without. */
const ERROR = /\b(?:(?:panic|fatal(?: error)?|uncaught(?: \w+)?|unhandled(?: \w+)?|assert(?:ion)? failed|[\w.]{0,80}(?:exception|error))\s?[:([]|segmentation fault|segfault|sig(?:segv|abrt|bus)\b|stack overflow)/i;
/** Words of every error. */
const EVERY = new Set(["error", "errors", "exception", "panic", "fatal", "uncaught", "unhandled", "assert", "assertion", "failed", "failure", "the", "and", "code", "status"]);
const TIMESTAMP = /^\s*[[(]?\d{4}-\d{2}-\d{2}[t ][\d:.,]+(?:z|[+-]\d{2}:?\d{2})?[\])]?\s*/;

/** Of the first line of these texts that reads like an error and says which. */
export function fingerprintOf(texts: readonly (string | null)[]): string | null {
  const lines = texts.flatMap((text) => (text ?? "").slice(0, 20_000).split("\n").slice(0, LINES));
  for (const line of lines) {
    const found = ERROR.test(line.slice(0, LONGEST)) ? fingerprintOfLine(line) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Of a line that somebody says is the error. */
export function fingerprintOfLine(line: string): string | null {
  const bare = line.slice(0, LONGEST).toLowerCase()
    .replace(TIMESTAMP, "").replace(/^[^a-z]+/, "")
    .replace(/(["'`])(?:(?!\1).){1,200}\1/g, "Q").replace(/\b0x[0-9a-f]+\b/g, "N").replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,64}\b/g, "N")
    .replace(/(?:[a-z]:)?(?:[\\/][\w.@-]+)+[\\/]([\w.@-]+)/g, "$1").replace(/\d+/g, "N").replace(/[^a-zNQ]+/g, " ").trim();
  return bare.split(" ").some((word) => /[a-z]{3}/.test(word) && !EVERY.has(word)) ? digestOf(bare).slice(0, LENGTH) : null;
}
