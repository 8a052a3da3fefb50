/** What stands in the issue of a risk. */
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PlannedRisk } from "../domain/model/plan-record.ts";
import { markdownCode, markdownText, plainText } from "./escape.ts";
import { plannedTimeText } from "./instant.ts";

const TITLE_CAP = 250;
const WORDS = 1_000;

export function riskTitle({ release }: ReleasePlan, { risk }: PlannedRisk): string {
  return plainText(`${release.name}: risk: ${risk}`, TITLE_CAP);
}

export function riskText({ risk, mitigation, owner, likelihood, impact, review }: PlannedRisk, path: string): string {
  const rows = [
    ["What is done about it", mitigation === null ? "nothing yet" : markdownText(mitigation, WORDS)],
    ["Who watches it", owner === null ? "nobody yet" : markdownText(owner)],
    ...(likelihood === null ? [] : [["How likely", likelihood]]),
    ...(impact === null ? [] : [["How bad", impact]]),
    ...(review === null ? [] : [["Looked at again", plannedTimeText(review, null)]]),
  ];
  return [
    `${markdownText(risk, WORDS)}\n`, "| | |", "|---|---|", ...rows.map(([what, says]) => `| ${what} | ${says} |`),
    `\nClose this issue once it cannot happen any more, or has happened; what is agreed about it stands in ${markdownCode(path)}.`,
  ].join("\n");
}
