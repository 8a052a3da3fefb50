/**
 * Which issues a pull request says that it closes, read from its body. GitHub makes such links itself only for pulls to the default branch
 * (https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue), so for others we read them.
 *
 * As on GitHub: close, fix and resolve in all their forms, one reference for each word, in any case; `#n`, `owner/name#n` or the URL.
 * Accepted besides: a colon after the word, and the trailer `Release-Issue: #n`. Not read: code, quotations, HTML comments, and what lies beyond
 * 60 KB. At most 50 references. Linear in the length of the body.
 */
import type { RepositoryName } from "../model/refs.ts";
import { proseOf } from "./prose.ts";

export interface ClosingReference {
  readonly repository: RepositoryName;
  readonly number: number;
}

const BODY_CAP = 60_000;
const REFERENCE_CAP = 50;
const KEYWORD = String.raw`(?:close[sd]?|fix(?:es|ed)?|resolve[sd]?|release-issue)`;
const NAME = String.raw`[A-Za-z0-9-]{1,39}\/[\w.-]{1,100}`;
const REFERENCE = new RegExp(
  String.raw`(?<![\w/.-])${KEYWORD}[ \t]{0,3}:?[ \t]{1,3}\[?(?:https?:\/\/[\w.-]{1,100}\/(${NAME})\/issues\/(\d{1,10})|(${NAME})?#(\d{1,10}))(?![\w-])`, "gi",
);

/** In the order of the body, each once. `repository` is the pull's own, for references without a name. */
export function closingReferences(body: string, repository: RepositoryName): readonly ClosingReference[] {
  const found = new Map<string, ClosingReference>();
  for (const match of proseOf(body.slice(0, BODY_CAP)).matchAll(REFERENCE)) {
    const name = match[1] ?? match[3] ?? repository;
    const number = Number(match[2] ?? match[4]);
    const key = `${name.toLowerCase()}#${number}`;
    if (number > 0 && !found.has(key)) found.set(key, { repository: name, number });
    if (found.size === REFERENCE_CAP) break;
  }
  return [...found.values()];
}
