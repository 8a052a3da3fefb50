import { describe, expect, test } from "@jest/globals";
import type { HealthFacts } from "../../../src/text/page/health.ts";
import { healthView } from "../../../src/text/page/health.ts";

const NOW = Date.UTC(2026, 11, 1);
const facts = (setUp: Partial<HealthFacts["setUp"]>): HealthFacts => ({
  now: NOW, queue: { dirty: 0, oldestDirtyAt: null, leased: 0, faults: 0, lanes: { gate: 0, group: 0, command: 0, changed: 0, "fan-out": 0, sweep: 0 }, messages: { waiting: 0, oldestWaitingAt: null, unclear: 0, failed: 0 }, lastSettledAt: NOW }, faults: [], budgets: [],
  boards: [{ url: null, asked: null, problems: [{ code: "no-right" }], checkedAt: NOW }], content: [{ account: "acme", made: 400, first: NOW }, { account: "quiet", made: 0, first: null }], setUp: { planned: 0, placed: 0, goesOnAt: null, checkedAt: null, unfinished: [], byPeople: [], ...setUp },
});

describe("the health of the Warden", () => {
  test("tells of messages that did not arrive", () => {
    const messages = { waiting: 1, oldestWaitingAt: NOW - 60_000, unclear: 2, failed: 0 };
    expect(healthView(facts({})).messages).toBe("Nothing waits and nothing was lost.");
    expect(healthView({ ...facts({}), queue: { ...facts({}).queue, messages } }).messages)
      .toBe("1 message to be sent, the oldest put in 1 minute ago; 2 messages may not have arrived. The issue that each is about says which, and takes /warden resend.");
  });

  test.each([
    ["no milestones", {}, "The plans have no milestones."],
    ["all standing", { planned: 24, placed: 24 }, "All 24 milestones of the plans stand on GitHub."],
    ["under way", { planned: 252, placed: 130 }, "130 of 252 milestones stand on GitHub."],
    ["held up", { planned: 480, placed: 400, goesOnAt: NOW + 3_000_000 }, "400 of 480 milestones stand on GitHub. GitHub's limits allow no more for now; it goes on in 50 minutes."],
  ])("tells of a set-up with %s", (_name, setUp, text) => {
    expect(healthView(facts(setUp)).setUp.text).toBe(text);
  });

  test("tells what people made of milestones, whether or not the plan has tracking issues", () => {
    const one = { repository: "acme/app", id: "release", title: "Release", isHome: true } as const;
    expect(healthView(facts({ byPeople: [{ ...one, what: "deleted" }, { ...one, what: "deleted", isHome: false, repository: "acme/site" }, { ...one, what: "reopened" }, { ...one, what: "renamed" }, { ...one, what: "doubled" }] })).setUp.byPeople).toEqual([
      "acme/app: Release was deleted, and is not made again. It can still be reached by /warden done release. To have it back, make a milestone of that title there.",
      "acme/site: Release was deleted, and is not made again. To have it back, make a milestone of that title there.",
      "acme/app: Release is reached, and was opened again. It stays open there and counts as reached all the same.",
      "acme/app: Release has another title there, which stays. The milestone follows the plan as before.",
      "acme/app: Release stands more than once there. The others are left alone; delete what is not meant.",
    ]);
  });

  test("says why there is no board", () => {
    expect(healthView(facts({})).boards).toEqual([{ url: null, problems: ["The app may not write projects here: give it the right “organization_projects: write”, as the README's table of rights says."], lastChecked: expect.objectContaining({ iso: "2026-12-01T00:00:00Z" }) }]);
  });

  test("names what is unfinished and why, and how much of the hour's new things is used", () => {
    const view = healthView(facts({ planned: 24, placed: 5, unfinished: [{ repository: "acme/app", planned: 12, placed: 5, refused: false }, { repository: "acme/site", planned: 12, placed: 0, refused: true }] }));
    expect(view.setUp.unfinished).toEqual(["acme/app: 5 of 12", "acme/site: 0 of 12; the app may not write issues there, or they are switched off"]);
    expect(view.content).toEqual(["acme: 400 new things in the last hour of the 500 that GitHub allows"]);
  });
});
