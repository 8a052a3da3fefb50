import { expect, test } from "@jest/globals";
import type { Asking } from "../../src/domain/policy/result-asking.ts";
import { backText, passedOverText } from "../../src/text/absence.ts";
import { askingText } from "../../src/text/result-asking.ts";
import { at, plan, time } from "../support/plan-builder.ts";

const NOW = at("2026-12-02T12:00Z");
const away = (who: string, to = "2026-12-05T00:00Z") => ({ who, from: at("2026-12-01T00:00Z"), to: at(to), because: "elections" });
const seat = (who: string) => ({ who, organization: null, load: null });
const PLAN = plan({ teams: [{ id: "core", title: "Core", chair: "niels", members: ["niels", "tor", "ann"].map(seat), away: [away("ann"), away("*tor*")] }] });
const RESULT = { id: "calm", title: "Calm", due: time("2026-12-02T00:00Z"), measure: null, score: "confidence", weights: [] } as const;

test("somebody is back after a day, or at an instant", () => {
  expect(backText(at("2026-12-05T00:00Z"), "UTC")).toBe("Fri 4 December 2026");
  expect(backText(at("2026-12-05T12:00Z"), "Europe/Oslo")).toBe("Sat 5 December 2026 13:00 Oslo");
});

test("who is away is named without a call and without a reason", () => {
  expect(passedOverText([], "UTC")).toBe("");
  expect(passedOverText([away("ann"), away("*tor*")], "UTC")).toBe(" ann is away until Fri 4 December 2026 and \\*tor\\* is away until Fri 4 December 2026.");
});

test.each<readonly [string, Asking, RegExp]>([
  ["a duty goes to the manager", { key: "d", kind: "duty", duty: { id: "pay", title: "Pay", rule: null, due: time("2026-12-02T00:00Z"), owner: "ann", from: null, until: null, after: [], see: null }, due: at("2026-12-02T00:00Z"), state: { skippedInARow: 0 } as never, who: "ann" }, /^@rita: ann is away until Fri 4 December 2026\. \*\*Pay\*\* was due/],
  ["scores are asked of those who are there", { key: "s", kind: "scores", until: NOW, results: [RESULT], people: ["ann", "bob"] }, /^@bob: ann is away until Fri 4 December 2026\. how do the key results stand/i],
  ["scores are asked of all where nobody is", { key: "s", kind: "scores", until: NOW, results: [RESULT], people: ["ann"] }, /^@ann: ann is away until/],
])("while somebody is away %s", (_name, asking, expected) => expect(askingText(asking, PLAN, NOW)).toMatch(expected));
