/** What happened to the gate of a branch during a freeze, one line for each, and what of it is told by a comment. */
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import { markdownCode } from "./escape.ts";
import type { MessageWords } from "../domain/model/message.ts";
import { markdownText } from "./escape.ts";
import { durationText, instantText, shortInstantText } from "./instant.ts";
import { managerOf } from "./tracking-freeze.ts";
import type { TrackedFreeze } from "./tracking-freeze.ts";
import type { TrackedGates } from "./tracking-gates.ts";
import { mentionText } from "./tracking-reference.ts";
import { markdownVoice, terminalVoice } from "./voice.ts";
import type { Voice } from "./voice.ts";

const MARKDOWN = markdownVoice("https://github.com");

const SHOWN = 30;
/** Later than this after it was due, a beginning is said to be late. */
const LATE_AFTER = 60_000;

/** Null when nothing happened. */
export function gateHistoryText({ plan, since }: TrackedFreeze, { events }: TrackedGates): string | null {
  const lines = events.flatMap((event) => {
    const words = eventText(event, MARKDOWN);
    return words === null ? [] : [`- ${shortInstantText(event.at, plan.release.timezone, since)}: ${words}.`];
  });
  if (lines.length === 0) return null;
  const earlier = lines.length - SHOWN;
  return `### How the branch was held\n${[...(earlier > 0 ? [`- ${earlier} earlier`] : []), ...lines.slice(-SHOWN)].join("\n")}`;
}

/** Null for what needs nobody. */
export function gateAlertText(tracked: TrackedFreeze, event: LedgerEntry): string | null {
  const next = remedy(event, MARKDOWN);
  const words = eventText(event, MARKDOWN);
  if (next === null || words === null) return null;
  const { plan, freeze } = tracked;
  return `${mentionText(managerOf(tracked))}, during **${markdownText(freeze.title, 100)}**: ${words} (${instantText(event.at, plan.release.timezone, null)}).\n\n${next}`;
}

/** Does it need somebody? That it was switched off, whoever did it knows. */
export function isAlarming(event: LedgerEntry): boolean {
  return event.kind !== "gate-off" && remedy(event, MARKDOWN) !== null;
}

/** The same for people outside GitHub, as plain text. `freeze` is its title; null = none explains it. */
export function gateAlertWords(event: LedgerEntry, repository: string, freeze: string | null, zone: string): MessageWords {
  const next = remedy(event, terminalVoice);
  const words = eventText(event, terminalVoice) ?? event.kind;
  const during = freeze === null ? "" : `, during ${terminalVoice.text(freeze, 100)}`;
  return { title: `${repository}${during}`, lines: [`${instantText(event.at, zone, null)}: ${words}.`, ...(next === null ? [] : [next])], url: null };
}

function eventText({ kind, at, body }: LedgerEntry, voice: Voice): string | null {
  const branch = voice.code(textOf(body["branch"]), 80);
  const who = typeof body["by"] === "string" ? voice.text(body["by"], 60) : "somebody";
  const did = ({ disabled: "switched off", deleted: "deleted", changed: "changed" } as const)[textOf(body["how"])] ?? "changed";
  switch (kind) {
    case "gate-closed": return `${branch} was closed${lateText(at, body["dueAt"])}`;
    case "gate-opened": return `${branch} was opened${stoppedText(body)}`;
    case "gate-changed": return `${who} ${did} the ruleset that closes ${branch}, and it was put back, once`;
    case "gate-yielded": return `${who} ${did} the ruleset that closes ${branch} again, and it is left so: nothing blocks there any more`;
    case "gate-trouble": return `${branch} could not be ${doingText(body["doing"])}; GitHub answered: ${voice.text(textOf(body["message"]), 300)}`;
    case "gate-recovered": return `what had failed on ${branch} worked${typeof body["since"] === "number" ? `, ${durationText(Math.max(0, at - body["since"]))} later` : ""}`;
    case "gate-orphan": return `${branch} was found closed, and nothing that is known explains it; it is left closed`;
    case "gate-off": return `Release Warden was switched off for ${branch}`;
    default: return null;
  }
}

/** What was armed and is not any more, so that nothing merged by itself. */
function stoppedText({ stopped, lacks }: LedgerEntry["body"]): string {
  const pulls = textOf(stopped) === "" ? "" : `; auto-merge and queue were stopped for ${textOf(stopped).split(" ").slice(0, 20).map((number) => `#${Number(number)}`).join(", ")}: whoever wants one of them merged arms it again`;
  return `${pulls}${textOf(lacks) === "" ? "" : `; not everything that was armed could be stopped, because the app lacks ${markdownCode(textOf(lacks))}`}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function lateText(at: number, due: unknown): string {
  return typeof due === "number" && at - due >= LATE_AFTER ? `, ${durationText(at - due)} after the freeze was due` : "";
}

function doingText(doing: unknown): string {
  return doing === "close" ? "closed" : doing === "open" ? "opened" : "made ready to be closed";
}

function remedy({ kind, body }: LedgerEntry, voice: Voice): string | null {
  switch (kind) {
    case "gate-changed": return `To thaw for good: ${voice.code("/warden thaw")}, or switch it off once more.`;
    case "gate-yielded": return "To freeze again, set the ruleset to Active; to end the freeze properly, thaw it by command.";
    case "gate-trouble": return body["doing"] === "close" ? "It may still be open. It is tried again and again; until then ask people not to merge."
      : body["doing"] === "open" ? "It is tried again and again. To open it now, set the ruleset to Disabled by hand." : null;
    case "gate-recovered": return body["doing"] === "provision" ? null : "Nothing to do.";
    case "gate-orphan": return "If it should be open, set the ruleset to Disabled; if a freeze began early, say so again by command.";
    case "gate-off": return "The freeze informs and does not block there. To switch it on again, delete the ruleset that says so.";
    default: return null;
  }
}
