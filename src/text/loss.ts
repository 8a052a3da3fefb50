/** The alert about a message that did not arrive, or may not have. Plain text, for people outside GitHub. */
import type { MessageWords, OutboxMessage } from "../domain/model/message.ts";
import { plainText } from "./escape.ts";

export function lossWords({ words, audience, home }: OutboxMessage, target: string, { state, why }: { readonly state: "unclear" | "failed"; readonly why: string }): MessageWords {
  const name = plainText(target, 64);
  return {
    title: state === "failed" ? `${plainText(home, 140)}: a message did not reach ${name}` : `${plainText(home, 140)}: a message may not have reached ${name}`,
    lines: [
      `It was for ${plainText(audience, 64)}: ${plainText(words.title, 150)}`,
      `Why: ${plainText(why, 200)}.`,
      state === "failed" ? "Once that is mended, /warden resend in the issue it is about sends it again." : "Look there. If it is missing, /warden resend in the issue it is about sends it again; by itself it is not sent twice.",
    ],
    url: words.url,
  };
}
