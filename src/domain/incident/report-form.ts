/** A report as GitHub's issue form writes it: headings with answers below. What is left empty says nothing, and a time that cannot be read is unknown. */
import type { IncidentAct, Moment } from "../model/incident.ts";
import { isAhead, readWhen } from "./when.ts";
import type { WhenContext } from "./when.ts";

/** The form gives it to its issues; GitHub does so for everybody, also for those who may not label. */
export const REPORT_LABEL = "incident report";

/** As they stand in `templates/incident-form.yml`. */
export const FORM_HEADINGS = { what: "What happens?", started: "When did it start?", detected: "When was it noticed?", component: "Which part is affected?", version: "Which version runs there?", logs: "Logs", who: "Who are you to this network?" } as const;

const NO_ANSWER = /^_?no response_?$/i;
const CAP = 8_000;
const MOST_FILES = 10;

export interface FormReport {
  readonly title: string;
  readonly text: string | null;
  readonly acts: readonly IncidentAct[];
}

export interface FormContext extends WhenContext {
  /** what those who report may be, by the plan */
  readonly partyTypes: readonly string[];
}

/** @param by login of whoever reported it; null = nobody knows */
export function readReportForm(title: string, body: string, by: string | null, context: FormContext): FormReport {
  const answers = answersOf(body.slice(0, 60_000));
  const what = answers.get(FORM_HEADINGS.what) ?? null;
  const who = answers.get(FORM_HEADINGS.who) ?? null;
  // What the plan knows is a part they have; other words stay words.
  const role = by === null ? null : context.partyTypes.find((one) => one.toLowerCase() === who?.toLowerCase()) ?? null;
  const component = /^[\w][\w./-]{0,63}$/.exec(answers.get(FORM_HEADINGS.component) ?? "")?.[0] ?? null;
  const version = /^[\w][\w.+/-]{0,63}$/.exec(answers.get(FORM_HEADINGS.version) ?? "")?.[0] ?? null;
  const text = [what ?? (answers.size === 0 && body.trim() !== "" ? body.slice(0, CAP) : null), who === null || role !== null ? null : `Reported as: ${who}`].filter((part) => part !== null).join("\n\n");
  return {
    title: title.replace(/^\s*(?:incident|\[incident\])\s*:?\s*/i, "").trim() || "An incident without a title", text: text === "" ? null : text,
    acts: [...momentOf("started", answers.get(FORM_HEADINGS.started), context), ...momentOf("detected", answers.get(FORM_HEADINGS.detected), context), ...component === null ? [] : [{ kind: "component", component } as const],
      ...version === null ? [] : [{ kind: "version", version } as const], ...by === null || role === null ? [] : [{ kind: "party", who: by, role } as const],
      ...by === null ? [] : logsIn(answers.get(FORM_HEADINGS.logs) ?? "", by)],
  };
}

function answersOf(body: string): ReadonlyMap<string, string> {
  const parts = body.replaceAll("\r\n", "\n").split(/^### /m).slice(1);
  return new Map(parts.flatMap((part): readonly (readonly [string, string])[] => {
    const [heading = "", ...lines] = part.split("\n");
    const answer = lines.join("\n").trim();
    return answer === "" || NO_ANSWER.test(answer) ? [] : [[heading.trim(), answer.slice(0, CAP)]];
  }));
}

/** Files as GitHub writes them: links, or images of it. Each is a log of whoever reported, told apart by its name. */
function logsIn(answer: string, who: string): readonly IncidentAct[] {
  const found = [...answer.matchAll(/\[([^\]\n]{1,200})\]\((https:\/\/[^\s()<>]{1,480})\)/g)].slice(0, MOST_FILES);
  return found.map(([, name = "", location = ""]) => ({ kind: "logs", step: "received", who, node: null, range: name.slice(0, 120), location, hash: null }));
}

function momentOf(moment: Moment, text: string | undefined, context: WhenContext): readonly IncidentAct[] {
  if (text === undefined) return [];
  const reading = readWhen(text, context);
  // The words stay beside it, so that nothing the reporter knew is lost.
  return reading.ok && !isAhead(reading.value, context.writtenAt) ? [{ kind: "moment", moment, when: reading.value, text: null }] : [{ kind: "moment", moment, when: { precision: "unknown", text: "unknown" }, text: text.slice(0, 200) }];
}
