/**
 * The body of a check run as GitHub takes it, cut to its limits: too long is a 422 that would leave the check unwritten.
 * Sources: https://docs.github.com/rest/checks/runs#create-a-check-run (65,535 characters, 50 annotations a request); the same number is kept
 * for bytes, as GitHub does not say which it counts.
 */
import type { Annotation, DesiredCheck } from "../domain/model/check.ts";
import { externalId } from "./external-id.ts";

export const ANNOTATIONS_PER_REQUEST = 50;
const LONGEST_TITLE = 250;
const LONGEST_SUMMARY = 60_000;
const LONGEST_MESSAGE = 8_000;
const SHORTENED = "\n\n*Shortened: GitHub shows no more than this in a check.*";

export interface CheckBody {
  readonly name: string;
  readonly status: "in_progress" | "completed";
  readonly conclusion?: string;
  readonly external_id: string;
  readonly details_url?: string;
  readonly output: { readonly title: string; readonly summary: string; readonly annotations?: readonly Record<string, unknown>[] };
}

/** One body a request: the annotations in parts of fifty, and only the last one says that all is there. */
export function checkBodies(check: DesiredCheck): readonly CheckBody[] {
  const parts = Math.max(1, Math.ceil(check.annotations.length / ANNOTATIONS_PER_REQUEST));
  return Array.from({ length: parts }, (_, part) => body(check, check.annotations.slice(part * ANNOTATIONS_PER_REQUEST, (part + 1) * ANNOTATIONS_PER_REQUEST), part === parts - 1));
}

function body(check: DesiredCheck, annotations: readonly Annotation[], last: boolean): CheckBody {
  const concluded = last && check.conclusion !== null;
  return {
    name: check.name,
    status: concluded ? "completed" : "in_progress",
    ...(concluded && check.conclusion !== null ? { conclusion: check.conclusion } : {}),
    external_id: externalId(check, last),
    ...(check.detailsUrl === null ? {} : { details_url: check.detailsUrl }),
    output: {
      title: cut(check.title, LONGEST_TITLE, "…"),
      summary: cut(check.summary, LONGEST_SUMMARY, SHORTENED),
      ...(annotations.length === 0 ? {} : { annotations: annotations.map(wireAnnotation) }),
    },
  };
}

function wireAnnotation(annotation: Annotation): Record<string, unknown> {
  const oneLine = annotation.startLine === annotation.endLine;
  return {
    path: annotation.path,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    ...(oneLine && annotation.startColumn !== null ? { start_column: annotation.startColumn } : {}),
    ...(oneLine && annotation.endColumn !== null ? { end_column: annotation.endColumn } : {}),
    annotation_level: annotation.level,
    title: cut(annotation.title, LONGEST_TITLE, "…"),
    message: cut(annotation.message, LONGEST_MESSAGE, "…"),
  };
}

/** At most `longest` characters and as many bytes, ending with `mark` when something was left out; never half a character. */
export function cut(text: string, longest: number, mark: string): string {
  if (text.length <= longest && Buffer.byteLength(text) <= longest) return text;
  let kept = "";
  let bytes = Buffer.byteLength(mark);
  let length = mark.length;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    length += character.length;
    if (bytes > longest || length > longest) break;
    kept += character;
  }
  return kept + mark;
}
