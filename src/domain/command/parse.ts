/**
 * One command line → Command, or what is wrong with it.
 *
 *   /warden VERB [ARGUMENT] [on BRANCH] [until WHEN] [because WHY [privately WHY] [until WHEN]]
 *
 * `because` takes the rest of the line, but for a part that begins with `privately`, and for an `until` with one word at the very end. A reason in
 * double quotes is taken as it stands, whatever words it holds. Nothing is read of what a plan says: that an id exists is for `until.ts` and the verb.
 */
import { nearestName } from "../plan/nearest.ts";
import { quoted } from "../plan/quoted.ts";
import type { Clause, Command, CommandProblem } from "./command.ts";
import { CLAUSES, COMMAND_NAME, REASON_CAP } from "./command.ts";
import type { Grammar, PhraseName } from "./phrase.ts";
import { readPhrases } from "./phrase.ts";
import type { VerbRow } from "./verb.ts";
import { VERBS, verbRow } from "./verbs.ts";

export type ParsedCommand = { readonly ok: true; readonly command: Command; readonly row: VerbRow } | { readonly ok: false; readonly problem: CommandProblem };

type Parts = { [clause in Clause]?: string } & { argument?: string };

const HEAD_CLAUSE = /\s(on|until)(?=\s|$)/i;
const BECAUSE = /(?:^|\s)because(?=\s|$)/i;
const ENDING = /^(.*\S) until ([\w.:+-]{1,80})$/i;
const QUOTED = /^"([^"]*)"(?: (privately|until) (.*))?$/i;
const SPLIT = /(?:^|\s)privately(?=\s|$)/i;
const WORD_CAP = 255;
/** Longer than every command that is within its bounds. */
export const LINE_CAP = 2_000;

/** `line` as `commandLines` gives it. */
export function parseCommand(line: string): ParsedCommand {
  if (line.length > LINE_CAP) return { ok: false, problem: { code: "long-line", message: `The line is longer than ${LINE_CAP} characters.`, hint: "say it in a sentence, and link to the rest" } };
  const said = line.slice(COMMAND_NAME.length).replace(/\s+/g, " ").trim();
  const [word = ""] = said.split(" ", 1);
  const row = verbRow(word === "" ? "help" : word.toLowerCase());
  if (row === null) return unknownVerb(word);
  const rest = said.slice(word.length).trim();
  if (row.grammar !== undefined) return phrased(rest, row, row.grammar);
  const parts = row.argument === "text" ? (rest === "" ? {} : { argument: rest }) : partsOf(rest);
  const problem = wrongParts(parts, row);
  if (problem !== null) return { ok: false, problem };
  const { argument = null, on = null, until = null, because = null, privately = null } = parts;
  return { ok: true, row, command: { verb: row.verb, argument, on, until, because, privately } };
}

/** What a phrase is for, where it is missing. */
const MEANING: Readonly<Record<PhraseName, string>> = {
  on: "when", by: "by when", to: "to which date", because: "why", see: "where that was decided", needs: "what it depends on", owner: "who does it", for: "which milestone", from: "from when",
};

function phrased(text: string, row: VerbRow, grammar: Grammar): ParsedCommand {
  const { subject, phrases } = readPhrases(text, grammar);
  const asWritten = `write \`${COMMAND_NAME} ${row.usage}\``;
  const problem = (code: string, message: string, hint = asWritten): ParsedCommand => ({ ok: false, problem: { code, message, hint } });
  if (subject === "" && row.argument === "required") return problem("no-argument", `\`${row.verb}\` needs to know what.`);
  const missing = (row.requires ?? []).find((name) => (phrases[name] ?? "") === "");
  if (missing !== undefined) return problem("no-phrase", `\`${row.verb}\` needs to know ${MEANING[missing]}: \`${missing} …\`.`);
  const empty = Object.entries(phrases).find(([, said]) => said === "");
  if (empty !== undefined) return problem("empty-clause", `Nothing follows \`${empty[0]}\`.`);
  if ([subject, ...Object.values(phrases)].some((said) => [...said].length > REASON_CAP)) return problem("long-reason", `A part of it is longer than ${REASON_CAP} characters.`, "say it in a sentence, and link to the rest");
  return { ok: true, row, command: { verb: row.verb, argument: subject === "" ? null : subject, on: null, until: null, because: phrases.because ?? null, privately: null, phrases } };
}

function unknownVerb(word: string): ParsedCommand {
  const nearest = nearestName(word, VERBS.map((row) => row.verb));
  const hint = nearest === null ? `\`${COMMAND_NAME} help\` lists what there is` : `did you mean \`${COMMAND_NAME} ${usageOf(nearest)}\`?`;
  return { ok: false, problem: { code: "unknown-verb", message: `There is no command ${quoted(word)}.`, hint } };
}

function usageOf(verb: string): string {
  return verbRow(verb)?.usage ?? verb;
}

/** Splits at the words that begin a clause; keeps what people wrote. */
function partsOf(text: string): Parts {
  const because = BECAUSE.exec(text);
  const head = because === null ? text : text.slice(0, because.index);
  const parts = headParts(head);
  return because === null ? parts : { ...parts, ...reasonParts(text.slice(because.index + because[0].length).trim(), parts.until) };
}

function headParts(head: string): Parts {
  const [argument = "", ...clauses] = ` ${head}`.split(HEAD_CLAUSE).map((part) => part.trim());
  const parts: Parts = argument === "" ? {} : { argument };
  for (let at = 0; at < clauses.length; at += 2) parts[(clauses[at] ?? "").toLowerCase() as "on" | "until"] = clauses[at + 1] ?? "";
  return parts;
}

function reasonParts(text: string, until: string | undefined): Parts {
  const inQuotes = QUOTED.exec(text);
  if (inQuotes !== null) {
    const [, because = "", word, rest = ""] = inQuotes;
    if (word === undefined) return { because };
    return word.toLowerCase() === "until" ? { because, until: rest } : { because, ...endingOf(rest, "privately", until) };
  }
  const split = SPLIT.exec(text);
  if (split === null) return endingOf(text, "because", until);
  return { because: text.slice(0, split.index).trim(), ...endingOf(text.slice(split.index + split[0].length).trim(), "privately", until) };
}

/** `until release` at the very end ends the command and not the sentence, unless an `until` was given before. */
function endingOf(text: string, clause: "because" | "privately", until: string | undefined): Parts {
  const ending = until === undefined ? ENDING.exec(text) : null;
  return ending === null ? { [clause]: unquoted(text) } : { [clause]: unquoted(ending[1] ?? ""), until: ending[2] ?? "" };
}

function unquoted(text: string): string {
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
}

function wrongParts(parts: Parts, row: VerbRow): CommandProblem | null {
  const asWritten = `write \`${COMMAND_NAME} ${row.usage}\``;
  const foreign = CLAUSES.find((clause) => parts[clause] !== undefined && !row.clauses.includes(clause));
  if (foreign !== undefined) return { code: "unknown-clause", message: `\`${row.verb}\` takes no \`${foreign}\`.`, hint: asWritten };
  const missing = row.needs.find((clause) => (parts[clause] ?? "").trim() === "");
  if (missing === "because") return { code: "no-reason", message: `\`${row.verb}\` needs a reason, since others will act on it.`, hint: asWritten };
  const empty = missing ?? CLAUSES.find((clause) => parts[clause] === "");
  if (empty !== undefined) return { code: "empty-clause", message: `Nothing follows \`${empty}\`.`, hint: asWritten };
  const long = (["because", "privately"] as const).find((clause) => [...(parts[clause] ?? "")].length > REASON_CAP);
  if (long !== undefined) return { code: "long-reason", message: `The reason is longer than ${REASON_CAP} characters.`, hint: "say it in a sentence, and link to the rest" };
  return wrongArgument(parts.argument, row, asWritten);
}

function wrongArgument(argument: string | undefined, row: VerbRow, asWritten: string): CommandProblem | null {
  if (argument === undefined) return row.argument === "required" || row.argument === "several" || row.argument === "text" ? { code: "no-argument", message: `\`${row.verb}\` needs to know what.`, hint: asWritten } : null;
  if (row.argument === "text") return [...argument].length <= REASON_CAP ? null : { code: "long-reason", message: `It is longer than ${REASON_CAP} characters.`, hint: "say it in a sentence, and link to the rest" };
  if (row.argument !== "none" && (row.argument === "several" || argument.split(" ").length <= (row.argument === "few" ? 2 : 1)) && argument.length <= WORD_CAP) return null;
  return { code: "not-understood", message: `${quoted(argument)} after \`${row.verb}\` is not understood.`, hint: asWritten };
}
