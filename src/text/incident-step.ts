/** Steps of an incident's short-term plan: as its issue lists them, and the issue that one becomes. */
import type { PlannedStep, StepIssue } from "../domain/model/incident-action.ts";
import { called } from "./command-person.ts";
import { markdownText, plainText } from "./escape.ts";
import { dueText, ownerText, whenText } from "./incident-words.ts";

export function stepTitle({ text }: PlannedStep): string {
  return plainText(text, 120);
}

export function stepIssueText({ number, horizon, text, owner, due }: PlannedStep, title: string, incident: number, zone: string): string {
  return [
    `${called(owner === null ? [] : [owner], "Nobody yet")} does this in the next ${horizon}, for the incident “${markdownText(title)}” (#${incident}):`,
    markdownText(text, 2_000), due === null ? "No date was given." : `Due **${whenText(due, zone)}**.`,
    `It is done when this issue is closed, or with \`/done step ${number}\` in #${incident}.`,
  ].join("\n\n");
}

export function stepLines(steps: readonly PlannedStep[], issues: Readonly<Record<string, StepIssue>>, zone: string): readonly string[] {
  return steps.map(({ number, horizon, text, owner, due, done }) => {
    const issue = issues[String(number)];
    return `${number}. **${horizon}**: ${markdownText(text, 300)}${issue === undefined ? "" : ` (#${issue.number})`}${ownerText(owner)}${dueText(due, zone)}${done ? " — **done**" : ""}`;
  });
}
