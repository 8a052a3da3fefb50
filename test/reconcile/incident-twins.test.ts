import { describe, expect, test } from "@jest/globals";
import type { IncidentRecord } from "../../src/domain/model/incident.ts";
import type { RunContext } from "../../src/reconcile/ports.ts";
import { twinsOf } from "../../src/reconcile/incident-links.ts";

function record(number: number, openedAt: number, more: Partial<IncidentRecord> = {}): IncidentRecord {
  return { repository: 1, number, continues: null, before: null, home: 1, path: "plan.yml", origin: `comment-${number}`, title: "nodes panic", url: "", continuedIn: null, state: "reported", severity: null, openedAt, closed: false, followUps: {}, told: [], ...more };
}

function twins(one: IncidentRecord, ...others: readonly IncidentRecord[]): { readonly first: number | null; readonly lookedAt: readonly unknown[] } {
  const { first, marks } = twinsOf(one, others, { installation: 5 } as RunContext);
  return { first: first?.number ?? null, lookedAt: marks.map(({ key }) => ("number" in key ? key.number : null)) };
}

describe("two incidents that tell of the same thing, opened in the same moment", () => {
  const [early, late] = [record(3, 100), record(4, 101)];
  test("the later is offered the first", () => expect(twins(late, early)).toEqual({ first: 3, lookedAt: [] }));
  test("the first brings the later to be looked at, which may have been before it was known", () => expect(twins(early, late)).toEqual({ first: null, lookedAt: [4] }));
  test("only when it is new itself", () => expect(twins({ ...early, logged: "digest" }, late).lookedAt).toEqual([]));
  test("in the same second the lower number was first", () => expect(twins(record(4, 100), early).first).toBe(3));
  test("of several it is the first of all", () => expect(twins(record(9, 300), record(7, 200), early, late).first).toBe(3));
  test.each<[string, Partial<IncidentRecord>, Partial<IncidentRecord>]>([
    ["said to be another", { separate: true }, {}], ["told before", { told: ["same/3"] }, {}], ["read back after memory was lost", { rebuiltAt: 500 }, {}],
    ["about something else", { title: "the wiki is slow" }, {}], ["of which the first is over", {}, { state: "resolved" }],
  ])("one that is %s is offered nothing", (_why, ofLater, ofFirst) => expect(twins({ ...late, ...ofLater }, { ...early, ...ofFirst }).first).toBeNull());
});
