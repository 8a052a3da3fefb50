/** Earlier incidents that a new one looks like: whoever says what it is may find the answer there. */
import type { IncidentRecord } from "../domain/model/incident.ts";
import { markdownText } from "./escape.ts";

/** Null when it looks like none. */
export function similarText(similar: readonly Pick<IncidentRecord, "number" | "title" | "state" | "severity" | "fingerprint">[], fingerprint: string | null): string | null {
  const [first] = similar;
  if (first === undefined) return null;
  const lines = similar.map(({ number, title, state, severity, ...one }) => `- #${number} ${markdownText(title, 150)} (${state}${severity === null ? "" : `, ${markdownText(severity, 64)}`}${fingerprint !== null && one.fingerprint === fingerprint ? ", the same error" : ""})`);
  return `**It looks like**\n\n${lines.join("\n")}\n\nIf it is that again: \`/triage known #${first.number}\`.`;
}
