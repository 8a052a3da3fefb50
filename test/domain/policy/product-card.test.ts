import { describe, expect, test } from "@jest/globals";
import type { ProductCard } from "../../../src/domain/model/plan-record.ts";
import { BLANK_CARD } from "../../../src/domain/model/plan-record.ts";
import { cardSubjects } from "../../../src/domain/policy/cards.ts";
import { isCardBegun, missingAnswers, productDue } from "../../../src/domain/policy/product-card.ts";
import { at, milestone, plan, product, time } from "../../support/plan-builder.ts";

const NO = { said: "no", note: null } as const;

describe("what the card of a product lacks", () => {
  test.each<[string, Partial<ProductCard>, boolean, number]>([
    ["nothing is said", {}, false, 11], ["what it is for", { description: "x" }, false, 10], ["no", { audit: NO }, true, 10], ["none", { ci: "none" }, true, 10],
    ["no functions", { functionality: [] }, true, 10], ["no user stories", { userStories: [] }, true, 10], ["words", { rollout: { said: "words", lines: ["by vote"] } }, true, 10],
  ])("%s", (_name, said, begun, missing) => {
    const card = { ...BLANK_CARD, ...said };
    expect([isCardBegun(card), missingAnswers(card).length]).toEqual([begun, missing]);
  });

  test("a card is shown where the plan asks for issues and has begun it", () => {
    const products = [product("a", { card: { ...BLANK_CARD, audit: NO } }), product("b", { card: { ...BLANK_CARD, description: "x" } })];
    const tracking = { labels: [], subIssues: false, strict: false, reminders: null };
    expect([cardSubjects(plan({ products })), cardSubjects(plan({ products, tracking }))]).toEqual([[], [{ kind: "product", id: "a" }]]);
  });

  const due = (milestones: Parameters<typeof milestone>[]): string | null => {
    const instant = productDue(plan({ milestones: milestones.map((one) => milestone(...one)) }), product("a"));
    return instant === null ? null : new Date(instant).toISOString();
  };
  test.each<[string, Parameters<typeof milestone>[], string | null]>([
    ["nothing has a date", [["a", null]], null],
    ["the last milestone", [["x", "2026-12-08T00:00Z"], ["y", "2026-12-01T00:00Z"]], "2026-12-08T00:00:00.000Z"],
    ["its own date there", [["x", "2026-12-08T00:00Z", { dueFor: { a: time("2026-12-04T00:00Z") } }]], "2026-12-04T00:00:00.000Z"],
    ["the date of another product", [["x", "2026-12-08T00:00Z", { dueFor: { b: time("2026-12-04T00:00Z") } }]], new Date(at("2026-12-08T00:00Z")).toISOString()],
  ])("is to be said by %s", (_name, milestones, expected) => expect(due(milestones)).toBe(expected));
});
