import { describe, expect, test } from "@jest/globals";
import { parsePlan } from "../../../src/domain/plan/parse.ts";
import type { ReleasePlan } from "../../../src/domain/model/plan.ts";
import { withActualDates } from "../../../src/domain/policy/actual-dates.ts";
import { dutyStanding } from "../../../src/domain/policy/duty.ts";
import type { DutyState, DutyWord } from "../../../src/domain/policy/duty.ts";
import { measurementDeadline } from "../../../src/domain/policy/key-result-grade.ts";
import { at } from "../../support/plan-builder.ts";

const TEXT = `release: { name: "1.0", timezone: UTC, manager: rita }
milestones: [{ id: release, due: 2026-12-08T12:00 }]
operations:
  - { id: thank, due: first weekday 7..9 days after release, owner: ben }
  - { id: rehearse, due: 2 days before release, owner: ben }
  - { id: payouts, every: Monday 10:00, owner: ben, from: 1 days after release, until: 15 days after release }
messages: [{ id: released, due: 3 hours after release, author: rita }]
key_results: [{ id: calm, title: Calm, score: naive, due: 7 days after release, weights: [{ from: 2026-11-02, of: { ben: 1 } }] }]
`;

function planned(): ReleasePlan {
  const { plan } = parsePlan(new TextEncoder().encode(TEXT), "p.yml");
  if (plan === null) throw new Error("no plan");
  return plan;
}

/** The plan as it stands at an instant; `release` null = it is not out yet. */
function seen(now: string, release: string | null): ReleasePlan {
  return withActualDates(planned(), release === null ? [] : [{ milestone: "release", product: null, at: at(release), by: "rita" }], at(now));
}

function standing(id: string, now: string, release: string | null, words: readonly DutyWord[] = []): DutyState {
  const duty = seen(now, release).operations.find((one) => one.id === id);
  if (duty === undefined) throw new Error(id);
  return dutyStanding(duty, at("2026-11-01T00:00Z"), words, at(now));
}

const iso = (instant: number | null | undefined): string | null => (instant == null ? null : new Date(instant).toISOString().slice(0, 16));

describe("dates counted from a milestone", () => {
  test("a duty is due so long after the release as it really happened, a week late as it was", () => {
    // live: Tue 8 December, so Tue 15; the release came on Thu 17, so Thu 24
    expect(iso(standing("thank", "2026-12-09T00:00Z", null).next)).toBe("2026-12-16T00:00");
    expect(iso(standing("thank", "2026-12-18T00:00Z", "2026-12-17T09:30Z").next)).toBe("2026-12-25T00:00");
    expect(standing("thank", "2026-12-24T12:00Z", "2026-12-17T09:30Z").past).toEqual([]);
    expect(standing("thank", "2026-12-26T12:00Z", "2026-12-17T09:30Z")).toMatchObject({ past: [{ state: "open", due: at("2026-12-25T00:00Z") }], reminder: { due: at("2026-12-25T00:00Z") } });
  });

  test("nobody is reminded of what follows a release that is late: its date is not known", () => {
    expect(standing("thank", "2026-12-20T00:00Z", null)).toMatchObject({ past: [], next: null, reminder: null });
    expect(seen("2026-12-20T00:00Z", null).operations[0]?.due).toMatchObject({ at: null, text: "first weekday 7..9 days after release" });
  });

  test("what comes before a milestone is due by the live date, whether that is late or not", () => {
    expect(standing("rehearse", "2026-12-09T00:00Z", null).past).toMatchObject([{ state: "open", due: at("2026-12-06T12:00Z") }]);
  });

  test("what comes again begins and ends with the release as it happened", () => {
    expect(standing("payouts", "2026-12-15T00:00Z", null)).toMatchObject({ past: [], next: null, reminder: null });
    expect(iso(standing("payouts", "2026-12-07T00:00Z", null).next)).toBe("2026-12-14T10:00");
    const after = standing("payouts", "2027-02-01T00:00Z", "2026-12-17T09:30Z");
    expect([after.past.map(({ due }) => iso(due)), after.next]).toEqual([["2026-12-21T10:00", "2026-12-28T10:00"], null]);
  });

  test("messages and measurements follow as well, and a later milestone is not known before it is reached", () => {
    const { messages, keyResults } = seen("2026-12-18T00:00Z", "2026-12-17T09:30Z");
    expect([iso(messages[0]?.due.at), iso(keyResults[0]?.due?.at)]).toEqual(["2026-12-17T12:30", "2026-12-24T09:30"]);
    expect(iso(seen("2026-12-16T00:00Z", "2026-12-17T09:30Z").messages[0]?.due.at)).toBe("2026-12-08T15:00");
    const reached = [{ milestone: "release", product: null, at: at("2026-12-17T09:30Z"), by: "rita" }];
    const [calm] = planned().keyResults;
    expect(calm === undefined ? null : iso(measurementDeadline(planned(), calm, reached, at("2026-12-18T00:00Z")).at)).toBe(iso(keyResults[0]?.due?.at));
  });
});
