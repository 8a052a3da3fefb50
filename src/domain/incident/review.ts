/** What an incident still lacks before it can be closed as reviewed, in the order in which it is asked for. */
import type { Incident, ReportPart } from "../model/incident.ts";
import { REPORT_PARTS } from "../model/incident.ts";

export type ReviewGap = "severity" | "triage" | "owner" | "inform" | ReportPart;

/** Words that fill a place without saying anything. */
const PLACEHOLDER = /^(?:[\s\p{P}]*|tbd|tba|todo|n\/?a|none yet|later|\?+|x+)[\s\p{P}]*$/iu;

/** Nothing is asked of a light one, nor of what was none. */
export function missingForReview({ severity, triage, owner, informs, report, light, hypotheses }: Pick<Incident, "severity" | "triage" | "owner" | "informs" | "report" | "light" | "hypotheses">): readonly ReviewGap[] {
  if (triage === "false-alarm" || (light && triage !== null)) return [];
  const decided: readonly (readonly [ReviewGap, boolean])[] = [["severity", severity !== null], ["triage", triage !== null], ["owner", owner !== null], ["inform", informs.length > 0]];
  const confirmed = hypotheses.some(({ state }) => state === "confirmed");
  const written = REPORT_PARTS.map((part) => [part, saysSomething(report[part]) || (part === "cause" && confirmed)] as const);
  return [...decided, ...written].filter(([, there]) => !there).map(([gap]) => gap);
}

export function saysSomething(text: string | undefined): boolean {
  return text !== undefined && !PLACEHOLDER.test(text.trim());
}
