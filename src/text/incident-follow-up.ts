/** The issue that a follow-up of an incident becomes. */
import type { FollowUp } from "../domain/model/incident.ts";
import { called } from "./command-person.ts";
import { markdownCode, markdownText, plainText } from "./escape.ts";
import { isoText } from "./instant.ts";
import { whenText } from "./incident-words.ts";

export function followUpTitle({ text }: FollowUp): string {
  return plainText(text, 120);
}

/** How the plan tells a feature of the release from other issues, and how it calls the section of its acceptance tests. */
export interface ReleaseFeatures {
  readonly heading: string;
  readonly labels: readonly string[];
  readonly types: readonly string[];
}

/** `features`: null = the plan speaks of none. The section of the tests stands last, since all in it counts as one. */
export function followUpIssueText({ text, owner, due, test }: FollowUp, title: string, incident: number, zone: string, features: ReleaseFeatures | null): string {
  return [
    `${called(owner === null ? [] : [owner], "Nobody yet")} took this on after the incident “${markdownText(title)}” (#${incident}):`,
    markdownText(text, 2_000), due === null ? "No date was given." : `Due **${whenText(due, zone)}**.`,
    `It is done when this issue is closed, or with \`/done\` in #${incident}.`,
    ...test ? [testedText(features), ...features === null ? [] : [`## ${markdownText(features.heading, 100)}`]] : [],
  ].join("\n\n");
}

function testedText(features: ReleaseFeatures | null): string {
  if (features === null) return "It is to be tested by the next release. The release plan speaks of no features, so nothing sees to that by itself. No release waits for it.";
  const counts = "It counts as a feature of the next release: the last candidate waits until its test is linked below, the release until that has passed.";
  const [type] = features.types;
  return features.labels.length > 0 || type === undefined ? counts : `Give this issue the type ${markdownCode(type, 60)}, and it counts as a feature of the next release: the last candidate waits until its test is linked below, the release until that has passed.`;
}

/** What to commit, so that the plan itself says it: no command changes a plan behind its back. */
export function riskLinesText({ text, owner, due }: FollowUp): string {
  const review = due === null || due.precision === "unknown" ? "" : `, review: ${due.precision === "day" ? due.day : JSON.stringify(isoText(due.at))}`;
  const risk = `risk: ${JSON.stringify(text.replace(/\s+/g, " ").slice(0, 500))}${owner === null ? "" : `, owner: ${JSON.stringify(owner)}`}${review}`;
  return `It stands among the risks of the plan once these lines are committed:\n\n\`\`\`\`yaml\nrisks:\n  - { ${risk} }\n\`\`\`\``;
}
