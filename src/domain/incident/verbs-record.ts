/** Commands that add to the record: who is in it, what happened, what people think and will do, which logs there are, and the report. */
import type { Needless } from "../model/incident-action.ts";
import { HORIZONS, HYPOTHESIS_STATES, REPORT_PARTS } from "../model/incident.ts";
import type { Horizon, HypothesisState, IncidentAct, ReportPart } from "../model/incident.ts";
import { quoted } from "../plan/quoted.ts";
import { misread, read } from "../plan/time/reading.ts";
import type { Reading } from "../plan/time/reading.ts";
import { fingerprintOfLine } from "./fingerprint.ts";
import type { IncidentVerb, VerbContext } from "./verb.ts";
import { leadingWhen } from "./when.ts";
import { headOf, leadingLink, leadingPerson, orNull, ownedText } from "./words.ts";

const NONE = /^none(?=[\s:,]|$)[:,]?(?:\s+because\b)?/i;

/** Of letters that mean nothing to a shell; empty = none is named. */
const RELEASE_TAG = /^(?:[A-Za-z0-9_](?:[\w.+/-]{0,98}\w)?)?$/;

export const RECORDS: readonly IncidentVerb[] = [
  { verb: "timeline", usage: "timeline [WHEN] TEXT", does: "Writes down what happened, now or earlier. Edit the comment and the entry follows; its first words stay beside it.", right: "part", takesLines: true, read: readTimeline },
  { verb: "hypothesis", usage: "hypothesis TEXT | hypothesis N confirmed|rejected|open", does: "Writes down a theory, or what became of it.", right: "part", takesLines: true, read: readHypothesis },
  { verb: "error", usage: "error LINE", does: "Quotes the line in which the error shows itself: the same one is found again by it, whatever numbers, paths and names it holds.", right: "part", takesLines: false, read: readError },
  { verb: "party", usage: "party @WHO ROLE | party none because WHY", does: "Names somebody who has a part in it, a name in quotes where there is no account; or decides that nobody else is needed.", right: "writer", takesLines: false, read: readParty },
  { verb: "heard", usage: "heard [@WHO]", does: "Says that word of it reached you or, by those who may write here, somebody else. The issue shows who has not said so.", right: "part", takesLines: false, read: readHeard },
  { verb: "plan", usage: "plan hours|days|weeks TEXT [@OWNER] [DUE]", does: "Plans a step for the next hours, days or weeks; where the release plan says sub_issues, one with an owner becomes an issue below this one.", right: "writer", takesLines: true, read: readPlan },
  { verb: "logs", usage: "logs request|received|missing @WHO [node NODE] [FROM..TO] [ADDRESS] [sha256:…] | logs none because WHY", does: "Keeps account of who owes which node's logs, for which time, where they are, and their fingerprint; or decides that none are needed.", right: "part", takesLines: false, read: readLogs },
  { verb: "follow-up", usage: "follow-up TEXT [#N] [@OWNER] [DUE] [test|risk]", does: "Writes down what is to change. With an owner it becomes an issue of theirs; test makes it an acceptance test of the next release, risk gives the lines by which it stands among the risks of the plan.", right: "writer", takesLines: false, read: readFollowUp },
  { verb: "done", usage: "done N | done step N", does: "Says that a follow-up is done, or a step of the short-term plan.", right: "writer", takesLines: false, read: readDone },
  { verb: "report", usage: "report [summary|cause|fix|well|badly TEXT | public | note [TAG]]", does: "Writes a part of the after-action report; alone it closes the incident as reviewed, once no part is empty; public gives the variant for everybody, without names, logs and what /redact lists; note gives words for the release notes, and puts them into those of the release of that tag.", right: "writer", takesLines: true, read: readReport },
  { verb: "redact", usage: "redact WORDS", does: "Leaves these words out of the public variant of the report.", right: "owner", takesLines: false, read: readRedact },
  { verb: "help", usage: "help", does: "Lists these commands.", right: "part", takesLines: false, read: null },
];

function readTimeline(text: string, context: VerbContext): Reading<IncidentAct> {
  const reading = leadingWhen(text, context);
  if (!reading.ok) return reading;
  const { when, rest } = reading.value;
  return rest === "" ? misread("no-words", "It does not say what happened.", "write `/timeline 14:05 the hub was restarted`") : read({ kind: "timeline", when, text: rest });
}

function readHypothesis(text: string): Reading<IncidentAct> {
  const numbered = /^#?(\d{1,3})[ :]+(\w+)[ :]*([^]*)$/.exec(text) ?? swapped(/^(\w+) #?(\d{1,3})(?=\s|$)([^]*)$/.exec(text));
  const state = HYPOTHESIS_STATES.find((one) => one === numbered?.[2]?.toLowerCase());
  if (numbered !== null && state !== undefined) return read({ kind: "hypothesis", number: Number(numbered[1]), state, text: orNull((numbered[3] ?? "").trim()) });
  return text === "" ? misread("no-words", "It does not say what you think.", "write `/hypothesis two checks race`, later `/hypothesis 1 confirmed`") : read({ kind: "hypothesis", number: null, state: "open" satisfies HypothesisState, text });
}

function readError(text: string): Reading<IncidentAct> {
  const line = text.replace(/^`+|`+$/g, "").trim();
  return fingerprintOfLine(line) === null ? misread("no-words", "It quotes no line that tells this error from others.", "write the line as the program wrote it: `/error panic: balance below zero`") : read({ kind: "error", text: line });
}

function swapped(found: RegExpExecArray | null): readonly string[] | null {
  return found === null || !HYPOTHESIS_STATES.some((one) => one === found[1]?.toLowerCase()) ? null : [found[0], found[2] ?? "", found[1] ?? "", found[3] ?? ""];
}

function readParty(text: string): Reading<IncidentAct> {
  if (NONE.test(text)) return noNeed("others", text, "write `/party none because WHY`; somebody of that name is `/party @none ROLE`");
  const person = leadingPerson(text);
  if (person === null) return misread("no-one", "It does not say who.", "write `/party @login role`, or a name in double quotes");
  return read({ kind: "party", who: person.who, role: person.rest === "" ? "takes part" : person.rest.replace(/^as /i, "").slice(0, 100) });
}

/** That there is no need is a decision, and says why. */
function noNeed(of: Needless, text: string, hint: string): Reading<IncidentAct> {
  const why = text.replace(NONE, "").trim();
  return /[\p{L}\p{N}]/u.test(why) ? read({ kind: "no-need", of, text: why }) : misread("no-reason", "It does not say why not.", hint);
}

function readHeard(text: string): Reading<IncidentAct> {
  const person = leadingPerson(text);
  if (text !== "" && (person === null || person.rest !== "")) return misread("no-one", "It does not say who alone.", "write `/heard` for yourself, or `/heard @login`");
  return read({ kind: "heard", who: person?.who ?? null });
}

function readPlan(text: string, context: VerbContext): Reading<IncidentAct> {
  const { word, rest } = headOf(text);
  const horizon = HORIZONS.find((one): one is Horizon => one === word.replace(/:$/, ""));
  if (horizon === undefined) return misread("no-horizon", `${quoted(word)} is no time to plan for.`, "write `/plan hours TEXT @owner 18:00`, or days, or weeks");
  const owned = ownedText(rest, context);
  return owned.ok ? read({ kind: "plan", horizon, ...owned.value }) : owned;
}

function readLogs(text: string): Reading<IncidentAct> {
  if (NONE.test(text)) return noNeed("logs", text, "write `/logs none because WHY`");
  const { word, rest } = headOf(text);
  const step = (["request", "received", "missing"] as const).find((one) => one === word || `${one}ed` === word);
  const person = step === undefined ? null : leadingPerson(rest);
  if (step === undefined || person === null) return misread("not-understood", "It does not say whose logs, or what became of them.", "write `/logs request @login node n7 2018-07-13T03:00..05:00` or `/logs received @login https://… sha256:…`");
  const node = /(?:^|\s)node ([\w.:-]{1,100})(?=\s|$)/i.exec(person.rest);
  const parts = (node === null ? person.rest : person.rest.replace(node[0], " ")).split(/\s+/).filter((one) => one !== "");
  const location = parts.find((one) => /^https:\/\/\S{1,500}$/i.test(one)) ?? null;
  const hash = parts.find((one) => /^sha(?:256|512):[0-9a-f]{16,128}$/i.test(one)) ?? null;
  const range = orNull(parts.filter((one) => one !== location && one !== hash).join(" ").slice(0, 120));
  return read({ kind: "logs", step, who: person.who, node: node?.[1] ?? null, range, location, hash });
}

function readFollowUp(text: string, context: VerbContext): Reading<IncidentAct> {
  const { word, rest } = headOf(text);
  if (word === "done") return readDone(rest);
  const chosen = /\s+(test|risk)$/i.exec(text)?.[1]?.toLowerCase() ?? null;
  const words = chosen === null ? text : text.replace(/\s+\w+$/, "");
  const links = words.split(/\s+/).map((one) => leadingLink(one, context.repository)).filter((one) => one !== null);
  const [link = null] = links;
  const bare = link === null ? words : words.split(/\s+/).filter((one) => leadingLink(one, context.repository) === null).join(" ");
  const owned = ownedText(bare, context);
  return owned.ok ? read({ kind: "follow-up", ...owned.value, link: link?.link ?? null, test: chosen === "test", ...(chosen === "risk" ? { risk: true } : {}) }) : owned;
}

function readDone(text: string): Reading<IncidentAct> {
  const [, step, number] = /^(step )?#?(\d{1,3})$/i.exec(text) ?? [];
  return number === undefined ? misread("not-understood", "It does not say which follow-up.", "write its number in the list: `/done 1`, of a planned step `/done step 1`") : read({ kind: step === undefined ? "follow-up-done" : "step-done", number: Number(number) });
}

function readReport(text: string): Reading<IncidentAct> {
  if (text === "") return read({ kind: "reviewed" });
  const { word, rest } = headOf(text);
  if (word === "public" && rest === "") return read({ kind: "published", as: "report" });
  if (word === "note") return RELEASE_TAG.test(rest) ? read({ kind: "published", as: "release-note", ...(rest === "" ? {} : { tag: rest }) }) : misread("not-understood", `${quoted(rest)} is no tag.`, "write the tag of the release whose notes are to tell of it: `/report note v5.3.1`");
  const part = REPORT_PARTS.find((one): one is ReportPart => one === word.replace(/:$/, ""));
  if (part === undefined) return misread("unknown-part", `${quoted(word)} is no part of the report.`, `parts: ${REPORT_PARTS.map((one) => `\`${one}\``).join(", ")}; \`/report\` alone closes the incident`);
  return rest === "" ? misread("no-words", `Nothing follows \`${part}\`.`, `write \`/report ${part} TEXT\``) : read({ kind: "report", part, text: rest });
}

function readRedact(text: string): Reading<IncidentAct> {
  const words = text.replace(/^"(.*)"$/, "$1").trim();
  return words.length < 2 || words.length > 200 ? misread("no-words", "It does not say which words.", "write two characters or more: `/redact node-7.example.org`") : read({ kind: "redact", words });
}
