/** Which words of people to send again still ask for something, given what became of the messages. The store makes sure that each counts once. */
import type { Instant } from "../model/instant.ts";
import type { Resend, ToldMessage } from "../model/message.ts";

export interface AskedResend {
  /** null = to each that may not have got it */
  readonly target: string | null;
  readonly at: Instant;
}

/** GitHub tells when a comment was written to the second; what went wrong within it was known by then. */
const WITHIN = 999;

/** `about` is the key text of what the messages are about. */
export function resendsDue(asked: readonly AskedResend[], about: string, told: readonly ToldMessage[]): readonly Resend[] {
  return asked.filter(({ target, at }) => told.some((one) => isMissing(one, target, at))).map(({ target, at }) => ({ about, target, at }));
}

function isMissing({ addressed, sendings }: ToldMessage, target: string | null, at: Instant): boolean {
  if (addressed && sendings.length === 0) return target === null;
  return sendings.some((one) => (one.state === "unclear" || one.state === "failed") && one.changedAt <= at + WITHIN && (target === null || one.target.toLowerCase() === target.toLowerCase()));
}
