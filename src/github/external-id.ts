/**
 * What a check run's external_id says: the digest of its words, whether it carries annotations (GitHub only ever adds to them, so such a run is
 * replaced and not rewritten), and whether all of them have been sent.
 */
import type { DesiredCheck, ObservedCheck } from "../domain/model/check.ts";

const ANNOTATED = "+annotations";
const UNFINISHED = "+unfinished";

export function externalId(check: DesiredCheck, finished: boolean): string {
  if (!finished) return `${check.digest}${UNFINISHED}`;
  return check.annotations.length === 0 ? check.digest : `${check.digest}${ANNOTATED}`;
}

/** An unfinished run says none of its words for sure: its digest is null, so it is written again. */
export function readExternalId(text: string | null): Pick<ObservedCheck, "digest" | "annotated"> {
  if (text === null || text === "") return { digest: null };
  if (text.endsWith(UNFINISHED)) return { digest: null, annotated: true };
  return text.endsWith(ANNOTATED) ? { digest: text.slice(0, -ANNOTATED.length), annotated: true } : { digest: text };
}
