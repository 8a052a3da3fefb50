/** What became of messages to people outside GitHub: a part of the issue that they are about. */
import type { Sending, ToldMessage } from "../domain/model/message.ts";
import { OWN_AUDIENCES } from "../domain/model/message.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { instantText, shortInstantText } from "./instant.ts";

const SHOWN = 15;

/**
 * Null when nobody was to be told. `resend` is the command as it is written in that issue, null = none is; `zone` of the plan.
 */
export function toldText(told: readonly ToldMessage[], resend: string | null, zone: string): string | null {
  const shown = told.filter(isOfInterest);
  if (shown.length === 0) return null;
  const lines = shown.slice(-SHOWN).map((one) => lineOf(one, zone));
  const earlier = shown.length - lines.length;
  const missing = shown.some(({ sendings }) => sendings.some(isMissing));
  return [
    `### Told outside GitHub\n${[...(earlier > 0 ? [`- ${counted(earlier, "earlier message")}`] : []), ...lines].join("\n")}`,
    ...(missing ? [`Nothing that may have arrived is sent twice by itself. Look there; ${resend === null ? "what is missing is for people to tell" : `what is missing goes out again with ${markdownCode(resend)}, or with the name of one target after it`}.`] : []),
  ].join("\n\n");
}

/** The Warden's own alerts go nowhere where the operator wants none, and that is nothing to report. */
function isOfInterest({ message, addressed, sendings }: ToldMessage): boolean {
  return sendings.length > 0 || !addressed || !(OWN_AUDIENCES as readonly string[]).includes(message.audience);
}

function isMissing({ state }: Sending): boolean {
  return state === "unclear" || state === "failed";
}

function lineOf({ message, addressed, sendings }: ToldMessage, zone: string): string {
  const head = `- ${shortInstantText(message.since, zone, message.since)}, ${markdownText(message.audience, 64)}, ${markdownText(message.words.title, 120)}`;
  if (sendings.length === 0) return `${head}: ${addressed ? "**nobody was told**, since the operator has no target for this audience" : "to be sent"}`;
  const at = (state: Sending["state"]): readonly Sending[] => sendings.filter((one) => one.state === state);
  return [
    head,
    ...(at("sent").length === 0 ? [] : [`  - reached ${names(at("sent"))}`]),
    ...[...at("waiting"), ...at("under-way")].map((one) => `  - to be sent to ${markdownCode(one.target, 64)}${one.why === null ? "" : `, after ${counted(one.attempts, "attempt")} (${markdownText(one.why, 200)})`}`),
    ...at("unclear").map((one) => `  - **may not have arrived** at ${markdownCode(one.target, 64)} (${instantText(one.changedAt, zone, message.since)}): ${markdownText(one.why ?? "", 200)}`),
    ...at("failed").map((one) => `  - **did not arrive** at ${markdownCode(one.target, 64)} (${instantText(one.changedAt, zone, message.since)}): ${markdownText(one.why ?? "", 200)}`),
  ].join("\n");
}

function names(sendings: readonly Sending[]): string {
  const few = sendings.slice(0, 10).map(({ target }) => markdownCode(target, 64));
  return joined(sendings.length > few.length ? [...few, counted(sendings.length - few.length, "more target")] : few);
}
