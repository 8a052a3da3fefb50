/**
 * A comment in an incident issue → what it says. Commands stand there without `/warden`; a line that begins with a path or with a word that is no
 * command is left alone, unless it is a command misspelt.
 */
import { spokenLines } from "../command/command-lines.ts";
import type { CommandProblem } from "../command/command.ts";
import type { IncidentAct } from "../model/incident.ts";
import { nearestName } from "../plan/nearest.ts";
import type { IncidentVerb, VerbContext } from "./verb.ts";
import { DECISIONS } from "./verbs-decisions.ts";
import { RECORDS } from "./verbs-record.ts";
import { headOf, WORDS_CAP } from "./words.ts";

export const INCIDENT_VERBS: readonly IncidentVerb[] = [...DECISIONS, ...RECORDS];

/** Commands read from one comment; a comment costs a bounded number of entries. */
export const LINES_PER_COMMENT = 10;

const WORD = "[a-z][a-z-]{1,20}";

export type ReadIncidentLine =
  | { readonly ok: true; readonly text: string; /** null = `/help` */ readonly act: IncidentAct | null }
  | { readonly ok: false; readonly text: string; readonly problem: CommandProblem };

/** In their order; empty = the comment gives no command. */
export function readIncidentComment(comment: string, context: VerbContext): readonly ReadIncidentLine[] {
  const lines = incidentLines(comment);
  const read = lines.slice(0, LINES_PER_COMMENT).map((text) => readIncidentLine(text, context));
  const [beyond] = lines.slice(LINES_PER_COMMENT);
  const problem: CommandProblem = { code: "too-many", message: `One comment may give ${LINES_PER_COMMENT} commands; this and what follows was left out.`, hint: "write the rest in another comment" };
  return beyond === undefined ? read : [...read, { ok: false, text: beyond, problem }];
}

/** As written, with the lines that belong to each. */
export function incidentLines(comment: string): readonly string[] {
  const all = comment.replaceAll("\ue000", "").split("\n").map((line) => line.trimEnd());
  const spoken = spokenLines(comment, WORD).filter(({ text }) => verbOf(text) !== null);
  const begins = new Set(spokenLines(comment, `${WORD}|warden`).map(({ index }) => index));
  return spoken.map(({ text, index }) => {
    if (verbOf(text)?.takesLines !== true) return text;
    const more: string[] = [];
    for (let at = index + 1; at < all.length && (all[at] ?? "").trim() !== "" && !begins.has(at); at += 1) more.push(all[at] ?? "");
    return [text, ...more].join("\n");
  });
}

export function readIncidentLine(text: string, context: VerbContext): ReadIncidentLine {
  const { word, rest } = headOf(text.slice(1));
  const row = INCIDENT_VERBS.find(({ verb }) => verb === word);
  if (row === undefined) {
    const meant = verbOf(text);
    return { ok: false, text, problem: { code: "unknown-verb", message: `There is no command \`/${word}\`.`, hint: meant === null ? "`/help` lists what there is" : `did you mean \`/${meant.usage}\`?` } };
  }
  if (rest.length > WORDS_CAP) return { ok: false, text, problem: { code: "long-line", message: `It is longer than ${WORDS_CAP} characters.`, hint: "say it in a few sentences, and link to the rest" } };
  if (row.read === null) return { ok: true, text, act: null };
  const reading = row.read(rest, context);
  if (reading.ok) return { ok: true, text, act: reading.value };
  return { ok: false, text, problem: { code: reading.code, message: reading.message, hint: reading.hint ?? `write \`/${row.usage}\`` } };
}

/** The command, or the one that was most likely meant; null = the line is no command. */
function verbOf(text: string): IncidentVerb | null {
  const { word } = headOf(text.slice(1));
  const name = INCIDENT_VERBS.some(({ verb }) => verb === word) ? word : word === "warden" ? null : nearestName(word, INCIDENT_VERBS.map(({ verb }) => verb));
  return INCIDENT_VERBS.find(({ verb }) => verb === name) ?? null;
}
