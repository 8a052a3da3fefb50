/** The issue that a follow-up of an incident becomes. */
import type { FollowUp } from "../domain/model/incident.ts";
import { called } from "./command-person.ts";
import { markdownText, plainText } from "./escape.ts";
import { whenText } from "./incident-words.ts";

export function followUpTitle({ text }: FollowUp): string {
  return plainText(text, 120);
}

/** `heading`: how the plan calls the section of a feature's acceptance tests; null = it speaks of no features. */
export function followUpIssueText({ text, owner, due, test }: FollowUp, title: string, incident: number, zone: string, heading: string | null): string {
  return [
    `${called(owner === null ? [] : [owner], "Nobody yet")} took this on after the incident “${markdownText(title)}” (#${incident}):`,
    markdownText(text, 2_000), due === null ? "No date was given." : `Due **${whenText(due, zone)}**.`,
    ...!test ? [] : [`It is to be tested by the next release.${heading === null ? "" : `\n\n## ${markdownText(heading, 100)}\n\n`}`],
    `It is done when this issue is closed, or with \`/done\` in #${incident}.`,
  ].join("\n\n");
}
