/** The answer to `/warden why`: what the check says, with the instant at which it was last looked at. */
import type { Instant } from "../domain/model/instant.ts";
import type { DecidedPull } from "./decided-pull.ts";
import { decisionSummary } from "./decision-summary.ts";
import { decisionTitle } from "./decision-title.ts";
import { markdownText } from "./escape.ts";
import { instantText } from "./instant.ts";
import { sentence } from "./enumeration.ts";
import { reasonLine } from "./reason-line.ts";
import type { TemplateValue } from "./template.ts";
import { markdownVoice } from "./voice.ts";

export function whyText(pull: DecidedPull, checkedAt: Instant, web: string): string {
  const { decision } = pull;
  const idle = decision.verdict === "skip" && decision.feeder === null;
  const title = `**${markdownText(idle ? "Nothing to do" : decisionTitle(pull), 200)}.**`;
  const body = idle ? `${sentence(reasonLine(decision.reasons, pull, markdownVoice(web)))}.` : decisionSummary(pull, web);
  return `${title}${idle ? " " : "\n\n"}${body}\n\nLast checked ${instantText(checkedAt, pull.plan.release.timezone, null)}.`;
}

/** For a pull request of which nothing is decided, or an issue that tracks no milestone. */
export function whyNothing(issue = false): string {
  return issue ? "**Nothing to do.** This tracks no milestone of a release plan." : "**Nothing to do.** No release plan governs this pull request.";
}

/** Of a milestone: its three dates and its checklist. `facts` as templates have them. */
export function milestoneWhyText(facts: Readonly<Record<string, TemplateValue>>, checkedAt: Instant | null, zone: string): string {
  const said = (name: string): string => {
    const value = facts[name];
    return typeof value === "string" ? value : "";
  };
  const slip = said("slip") === "" ? "" : `, ${said("slip")} than first planned`;
  const list = said("checklist") === "" ? "The plan gives it no checklist." : `Of its checklist ${said("checklist")} is done.`;
  const decides = facts["reached"] === true || said("manager") === "" ? "" : ` ${said("manager")} decides that it is reached.`;
  const late = Array.isArray(facts["late_parts"]) ? (facts["late_parts"] as readonly { readonly title: string; readonly due: string }[]).map(({ title, due }) => `${title}, due ${due}`) : [];
  const behind = late.length === 0 ? "" : ` Late on the way: ${late.join("; ")}.`;
  const checked = checkedAt === null ? "" : `\n\nLast checked ${instantText(checkedAt, zone, null)}.`;
  return `**${said("title")}** is ${said("state")}${slip}. First planned: ${said("planned")}. Now due: ${said("live")}. Actual: ${said("actual")}. ${list}${behind}${facts["armed"] === true ? ` ${said("fallback")}` : ""}${decides}${checked}`;
}
