import { expect, test } from "@jest/globals";
import type { Sending, ToldMessage } from "../../src/domain/model/message.ts";
import { toldText } from "../../src/text/told.ts";

const AT = Date.parse("2026-12-01T10:00:00Z");

function told(audience: string, sendings: readonly Partial<Sending>[], over: { readonly addressed?: boolean; readonly title?: string } = {}): ToldMessage {
  return {
    addressed: over.addressed ?? true, sendings: sendings.map((one) => ({ target: "ops", state: "sent", attempts: 1, changedAt: AT, notBefore: AT, why: null, ...one })),
    message: { id: "m", audience, targets: [], about: { kind: "incident", repository: 1, number: 5 }, installation: 10, home: "acme/app", since: AT, notBefore: null, words: { title: over.title ?? "Nodes panic", lines: [], url: null }, facts: {} },
  };
}
const text = (...all: readonly ToldMessage[]) => toldText(all, "/resend", "UTC");

test("nothing is said where nobody was to be told, or only the Warden's own alerts had nowhere to go", () => {
  expect([text(), text(told("alert", []), told("manager", []))]).toEqual([null, null]);
});

test("each message says where it got, where it did not, and what to do", () => {
  expect(text(
    told("operators", [{}, { target: "team" }]), told("customers", []), told("public", [], { addressed: false }),
    told("operators", [{ state: "waiting", attempts: 2, why: "it answered 429" }, { target: "team", state: "failed", why: "it answered 404" }]),
  )).toBe(`### Told outside GitHub
- Tue 1 December 10:00 UTC, operators, Nodes panic
  - reached \`ops\` and \`team\`
- Tue 1 December 10:00 UTC, customers, Nodes panic: **nobody was told**, since the operator has no target for this audience
- Tue 1 December 10:00 UTC, public, Nodes panic: to be sent
- Tue 1 December 10:00 UTC, operators, Nodes panic
  - to be sent to \`ops\`, after 2 attempts (it answered 429)
  - **did not arrive** at \`team\` (Tue 1 December 10:00 UTC): it answered 404

Nothing that may have arrived is sent twice by itself. Look there; what is missing goes out again with \`/resend\`, or with the name of one target after it.`);
});

test("strangers' words are harmless, and many messages are counted", () => {
  const said = text(...Array.from({ length: 40 }, () => told("operators", [{}], { title: "@everyone <img src=x> **x** #7" }))) ?? "";
  expect(said).toContain("- 25 earlier messages\n");
  expect(said).not.toMatch(/@everyone|<img|[^\\]\*\*x|#7/);
});
