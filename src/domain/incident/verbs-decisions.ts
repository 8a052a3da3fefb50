/** Commands that decide: what it is, how bad, whose, who is told, what is frozen, and that it is over. */
import type { IncidentAct, IssueLink, Moment } from "../model/incident.ts";
import { nearestName } from "../plan/nearest.ts";
import { quoted } from "../plan/quoted.ts";
import { misread, read } from "../plan/time/reading.ts";
import type { Reading } from "../plan/time/reading.ts";
import { rightFor } from "./may.ts";
import type { IncidentVerb, VerbContext } from "./verb.ts";
import { leadingWhen } from "./when.ts";
import { headOf, leadingLink, leadingPerson, orNull, readDue, withoutBecause } from "./words.ts";

const DAY = 86_400_000;
const MOST_PULLS = 20;
const REVIEW = /\s*\breview (\S+(?: \S+){0,2})$/i;

export const DECISIONS: readonly IncidentVerb[] = [
  { verb: "own", usage: "own [@WHO]", does: "Takes the incident, or gives it to somebody; its clock for a claim stops.", right: "writer", takesLines: false, read: readOwn },
  { verb: "severity", usage: "severity SEVERITY", does: "Says how bad it is, by the plan's severities.", right: "writer", takesLines: false, read: readSeverity },
  { verb: "triage", usage: "triage new|known #N|one-time|false-alarm [WHY]", does: "Says what it is: something new, a known problem, something that will not come back, or nothing at all.", right: "writer", takesLines: true, read: readTriage },
  { verb: "type", usage: "type TYPE", does: "Says what kind of incident it is.", right: "writer", takesLines: false, read: (text, { plan }) => word(text, "type", plan.types) },
  { verb: "component", usage: "component PART", does: "Says which part is affected.", right: "writer", takesLines: false, read: (text, { plan }) => word(text, "component", plan.components) },
  { verb: "version", usage: "version VERSION", does: "Says which version runs where it happens.", right: "writer", takesLines: false, read: readVersion },
  { verb: "inform", usage: "inform yes|no [AUDIENCE] [as ROLE] WHY [review WHEN]", does: "Decides whether others are told, and with which words; no is looked at again after a day unless said otherwise.", right: "owner", takesLines: true, read: readInform },
  ...(["started", "detected", "reported", "acknowledged"] as const).map((moment) => momentVerb(moment, "[WHEN|unknown] [TEXT]", `Says when it was ${moment}, which need not be when it was written down.`)),
  momentVerb("mitigated", "[WHEN] [HOW]", "Says that it hurts nobody any more, though it is not mended yet."),
  momentVerb("resolved", "[WHEN] [HOW]", "Says that it is over, and how; a freeze of this incident ends with it."),
  { verb: "reopen", usage: "reopen [WHY]", does: "Says that it is back.", right: "writer", takesLines: true, read: (text) => read({ kind: "reopened", text: orNull(withoutBecause(text)) }) },
  { verb: "resend", usage: "resend [TARGET]", does: "Sends again what this issue lists as not arrived, or as maybe not arrived, outside GitHub; with a name, only to that target.", right: "owner", takesLines: false, read: readResend },
  { verb: "freeze", usage: "freeze [WHY]", does: "Confirms the freeze that was proposed.", right: "owner", takesLines: true, read: (text) => read({ kind: "freeze", to: "on", text: orNull(withoutBecause(text)) }) },
  { verb: "thaw", usage: "thaw [WHY]", does: "Ends the freeze of this incident, and no other.", right: "owner", takesLines: true, read: (text) => read({ kind: "freeze", to: "off", text: orNull(withoutBecause(text)) }) },
  { verb: "lane", usage: "lane #PULL … [RISK]", does: "Lists the fixes that may be merged while the freeze of this incident holds, in place of those listed before, and says what may go wrong with them.", right: "owner", takesLines: false, read: readLane },
];

function momentVerb(moment: Moment, usage: string, does: string): IncidentVerb {
  return { verb: moment, usage: `${moment} ${usage}`, does, right: rightFor({ kind: "moment", moment, when: null, text: null }), takesLines: true, read: (text, context) => readMoment(moment, text, context) };
}

function readMoment(moment: Moment, text: string, context: VerbContext): Reading<IncidentAct> {
  const reading = leadingWhen(text.replace(/^at /i, ""), context);
  return reading.ok ? read({ kind: "moment", moment, when: reading.value.when, text: orNull(withoutBecause(reading.value.rest)) }) : reading;
}

function readOwn(text: string, { login }: VerbContext): Reading<IncidentAct> {
  if (text === "" || /^me$/i.test(text)) return read({ kind: "own", who: login });
  const person = leadingPerson(text);
  return person === null || person.rest !== "" ? misread("not-understood", `${quoted(text)} is nobody.`, "write `/own` to take it, or `/own @login`") : read({ kind: "own", who: person.who });
}

function readSeverity(text: string, { plan }: VerbContext): Reading<IncidentAct> {
  const known = plan.severities.find(({ id }) => id.toLowerCase() === text.toLowerCase());
  if (known !== undefined) return read({ kind: "severity", severity: known.id, light: known.light });
  const ids = plan.severities.map(({ id, means }) => `\`${id}\`${means === null ? "" : ` (${means})`}`);
  return misread("unknown-severity", text === "" ? "It does not say how severe." : `There is no severity ${quoted(text)}.`, `the plan knows ${ids.join(", ")}`);
}

function readTriage(text: string, { repository }: VerbContext): Reading<IncidentAct> {
  const { word: first, rest } = headOf(text);
  const as = ({ "new": "new", "known": "known", "recurrence": "known", "duplicate": "known", "one-time": "one-time", "onetime": "one-time", "false-alarm": "false-alarm" } as const)[first];
  if (as === undefined && first === "false" && /^alarm\b/i.test(rest)) return read({ kind: "triage", as: "false-alarm", known: null, text: orNull(withoutBecause(rest.replace(/^alarm[:,]?\s*/i, ""))) });
  if (as === undefined) return misread("unknown-triage", text === "" ? "It does not say what it is." : `${quoted(first)} is no outcome of triage.`, "write `/triage new`, `/triage known #7`, `/triage one-time WHY` or `/triage false-alarm WHY`");
  if (as !== "known") return read({ kind: "triage", as, known: null, text: orNull(withoutBecause(rest)) });
  const link = leadingLink(rest, repository);
  if (link === null) return misread("no-link", "It does not say which known problem.", "write the issue that knows it: `/triage known #7`");
  return read({ kind: "triage", as, known: link.link, text: orNull(withoutBecause(link.rest)) });
}

function word(text: string, kind: "type" | "component", known: readonly string[]): Reading<IncidentAct> {
  const act = (value: string): Reading<IncidentAct> => read(kind === "type" ? { kind, type: value } : { kind, component: value });
  const found = known.find((one) => one.toLowerCase() === text.toLowerCase());
  if (found !== undefined) return act(found);
  if (known.length === 0 && /^[\w][\w./-]{0,63}$/.test(text)) return act(text);
  const nearest = nearestName(text, known);
  return misread(`unknown-${kind}`, text === "" ? `It does not say which ${kind}.` : `${quoted(text)} is no ${kind} here.`, nearest !== null ? `did you mean \`${nearest}\`?` : known.length > 0 ? `one of ${known.map((one) => `\`${one}\``).join(", ")}` : "write one word");
}

function readVersion(text: string): Reading<IncidentAct> {
  return /^[\w][\w.+/-]{0,63}$/.test(text) ? read({ kind: "version", version: text }) : misread("not-understood", text === "" ? "It does not say which version." : `${quoted(text)} is no version.`, "write one word, such as `/version v5.3.1`");
}

function readInform(text: string, context: VerbContext): Reading<IncidentAct> {
  const { word: answer, rest } = headOf(text);
  if (answer !== "yes" && answer !== "no") return misread("not-understood", "It does not say whether others are told.", "write `/inform yes TEXT` or `/inform no WHY`");
  const inform = answer === "yes";
  const review = REVIEW.exec(rest);
  const reviewAt = review === null ? null : readDue(review[1] ?? "", context);
  if (reviewAt !== null && !reviewAt.ok) return reviewAt;
  const { audience, all, words } = audienceOf(rest.slice(0, review?.index), context);
  const { audiences } = context.plan;
  if (inform && audience === null && !all && audiences.length > 1) return misread("no-audience", "It does not say who is told.", `write ${audiences.slice(0, 10).map(({ id }) => `\`/inform yes ${id} TEXT\``).join(", ")}, or \`/inform yes all TEXT\``);
  const role = /^as ([\w-]{1,40})\s*/i.exec(words);
  const said = withoutBecause(words.slice(role?.[0].length ?? 0));
  if (!inform && said === "") return misread("no-reason", "Silence needs a reason, since others would have liked to know.", "write `/inform no WHY`");
  const at = reviewAt === null ? null : reviewAt.value.precision === "minute" ? reviewAt.value.at : reviewAt.value.precision === "day" ? reviewAt.value.from : null;
  return read({ kind: "inform", inform, audience, role: role?.[1] ?? null, review: at ?? (inform ? null : context.writtenAt + DAY), text: said });
}

function readResend(text: string): Reading<IncidentAct> {
  return /^[\w.-]{0,64}$/.test(text) ? read({ kind: "resend", target: orNull(text) }) : misread("not-understood", `${quoted(text)} is no name of a target.`, "write `/resend`, or `/resend` with a name as this issue shows it");
}

function audienceOf(rest: string, { plan }: VerbContext): { readonly audience: string | null; readonly all: boolean; readonly words: string } {
  const text = rest.replace(/^to /i, "");
  const { word: first, rest: words } = headOf(text);
  const known = plan.audiences.find(({ id }) => id.toLowerCase() === first.replace(/:$/, ""));
  if (known !== undefined) return { audience: known.id, all: false, words };
  return /^all:?$/i.test(first) ? { audience: null, all: true, words } : { audience: null, all: false, words: rest.trim() };
}

function readLane(text: string, { repository }: VerbContext): Reading<IncidentAct> {
  const pulls: IssueLink[] = [];
  let rest = text;
  for (let next = leadingLink(rest, repository); next !== null && pulls.length < MOST_PULLS; next = leadingLink(rest, repository)) {
    pulls.push(next.link);
    rest = next.rest.replace(/^[\s,;]+/, "");
  }
  // A pull request after the words may be meant to pass, or only be spoken of: nobody may guess.
  if (pulls.length === 0 || rest.split(/\s+/).some((one) => leadingLink(one, repository) !== null)) return misread("not-understood", "A lane is a list of pull requests, and then what may go wrong with them.", "write `/lane #12 #13 both are small and reviewed`; `/lane` replaces the list that stood there before");
  const risk = withoutBecause(rest.replace(/^risks?:? /i, "")).slice(0, 500);
  return read({ kind: "lane", pulls, ...(risk === "" ? {} : { text: risk }) });
}
