/** What a plan records of the release as a whole, as the issue with all dates shows it below them: what it is about, how it is rolled out, what it must keep to, what may go wrong. */
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { Deployment, PlannedRisk } from "../domain/model/plan-record.ts";
import { markdownText } from "./escape.ts";
import { plannedTimeText } from "./instant.ts";

const WORDS = 2_000;
const CELL = 300;
/** the plan itself has the others */
const SHOWN = 30;

export interface ShownRisk {
  readonly risk: PlannedRisk;
  /** number of its issue; null = there is none */
  readonly issue: number | null;
  /** people closed its issue */
  readonly over: boolean;
}

/** Null where the plan says nothing of all that. */
export function releaseRecordText({ release, constraints }: ReleasePlan, risks: readonly ShownRisk[], now: Instant): string | null {
  const parts = [
    release.description === null ? null : markdownText(release.description, WORDS),
    release.deployment === null ? null : deploymentText(release.deployment, now),
    constraints.length === 0 ? null : `**To be kept to**\n\n${listed(constraints.map((one) => `- ${markdownText(one, CELL)}`))}`,
    risks.length === 0 ? null : risksText(risks),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join("\n\n");
}

function deploymentText({ how, migrations, owner }: Deployment, now: Instant): string {
  const carried = migrations === null ? [] : [`What has to be carried over: ${migrations.unknown === null ? markdownText(migrations.text ?? "", WORDS) : unknownText(migrations.unknown, now)}`];
  const lines = [...(how === null ? [] : [markdownText(how, WORDS)]), ...carried, ...(owner === null ? [] : [`${markdownText(owner)} sees to it.`])];
  return `**How it gets to its users**\n\n${lines.join("\n\n")}`;
}

function unknownText(unknown: NonNullable<NonNullable<Deployment["migrations"]>["unknown"]>, now: Instant): string {
  const late = unknown.resolveBy !== null && unknown.resolveBy <= now;
  return `${plannedTimeText(unknown, null)}${late ? ". 🔴 That day is over: write it under `release.deployment.migrations` in the plan." : "."}`;
}

function risksText(risks: readonly ShownRisk[]): string {
  const rows = risks.map(({ risk, issue, over }) => `| ${over ? "~~" : ""}${markdownText(risk.risk, CELL)}${over ? "~~ over" : ""}${issue === null ? "" : ` #${issue}`} | ${risk.mitigation === null ? "nothing yet" : markdownText(risk.mitigation, CELL)} | ${risk.owner === null ? "nobody yet" : markdownText(risk.owner)} |`);
  return `| What may go wrong | What is done about it | Who watches it |\n|---|---|---|\n${listed(rows)}`;
}

function listed(lines: readonly string[]): string {
  return [...lines.slice(0, SHOWN), ...(lines.length > SHOWN ? [`\nand ${lines.length - SHOWN} more, which the plan lists.`] : [])].join("\n");
}
