/** What the page says of milestones beside their dates: what is out of order, what was forced, what is done where one does not come about. */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "@jest/globals";
import { at } from "../../support/plan-builder.ts";
import type { Served, World } from "./served.ts";
import { APP, serve } from "./served.ts";

let here: Served;
afterEach(() => here.close());

async function rows(world: World): Promise<readonly Record<string, unknown>[]> {
  here = await serve(world);
  const { body } = await here.get(`${here.planUrl}/milestones.json`);
  return ((JSON.parse(body) as { milestones: { rows: Record<string, unknown>[] } }).milestones).rows;
}
const page = async (): Promise<string> => (await here.get(`${here.planUrl}/milestones`)).body;

test("a milestone whose turn comes before what it waits for is said to be out of order", async () => {
  const plan = `release: { name: Acropolis, manager: rita, timezone: UTC }
milestones:
  - { id: spec, title: Spec Release, due: 2026-12-19 }
  - { id: test, title: Sub-system Test, due: 2026-12-17, after: [spec] }
  - { id: release, title: Release, due: 2026-12-24, after: [test] }
`;
  expect((await rows({ plan })).map(({ title, outOfOrder }) => [title, outOfOrder])).toEqual([["Spec Release", []], ["Sub-system Test", ["Spec Release"]], ["Release", []]]);
  expect(await page()).toContain("<dt>Out of order</dt><dd>should come after Spec Release, and does not</dd>");
});

const FALLBACK = `release: { name: Acropolis, manager: rita, timezone: UTC }
milestones:
  - { id: proposal, title: Runtime Proposal, due: 2026-12-01T12:00, manager: ben, fallback: { task: Force the proposal, after: 1 day, unless: criticism } }
  - { id: release, title: Release, due: 2026-12-24T12:00, after: [proposal], fallback: { task: Release what there is, after: 2 days } }
`;

test("what is done where a milestone does not come about stands there, and since when that may be", async () => {
  expect((await rows({ plan: FALLBACK, record: { reached: [] } })).map(({ fallback }) => fallback)).toEqual([
    "Force the proposal: may be forced since Wed 2 December 12:00 UTC unless an issue labelled criticism is open", "Release what there is: may be forced from Sat 26 December 12:00 UTC",
  ]);
  expect(await page()).toContain("<dt>Otherwise</dt><dd>Force the proposal: may be forced since");
});

test("open criticism that stands against it is said instead", async () => {
  const records = [{ kind: "progress" as const, key: `${APP}/.github/release-plan.yml/proposal`, value: { home: APP, path: ".github/release-plan.yml", milestone: "proposal", against: [12, 13] } }];
  const [proposal] = await rows({ plan: FALLBACK, record: { reached: [] }, records });
  expect(proposal?.["fallback"]).toBe("Force the proposal: open criticism keeps it from being forced, #12 and #13");
});

test("what was forced is shown as forced, and by whom", async () => {
  const said = at("2026-12-03T09:00Z");
  const body = {
    number: 3, comment: 41, standing: { login: "ben", role: "triage", author: false, named: ["ben"] }, stranger: false, pull: null,
    plans: [{ plan: `${APP}/.github/release-plan.yml`, holding: [], announced: [], branches: [], milestone: "proposal", fallbacks: [{ milestone: "proposal", from: said - 1, before: [], armed: true, unless: "criticism", against: [] }] }],
    lines: [{ text: "/warden force because the vote had no quorum", refusal: null }],
  };
  const world: World = { plan: FALLBACK, record: { reached: [{ milestone: "proposal", product: null, at: said, by: "ben" }] }, ledger: [{ id: "comment:41", kind: "command", repository: APP, about: "x", at: said, by: "ben", body }] };
  const [proposal] = await rows(world);
  expect(proposal).toMatchObject({ state: "reached", actual: expect.stringMatching(/^Thu 3 December 2026 09:00 UTC, forced by ben$/) as unknown, fallback: null });
});

test("what was due on the way to a milestone and is not done is listed as late, as in NuNet's plan, whose launches have their own dates", async () => {
  const plan = readFileSync("src/sandbox/rehearsal/nunet/release-plan.yml", "utf8");
  const late = (await rows({ plan, record: { reached: [] } })).find(({ id }) => id === "test-management");
  expect((late?.["outstanding"] as readonly Record<string, unknown>[]).map(({ what, late: isLate }) => [what, isLate])).toEqual([["CI/CD pipeline", true], ["Feature environment", true], ["Portal for test results", true]]);
  expect(await page()).toContain('<li><span class="mark late">late</span> CI/CD pipeline');
  const overview = JSON.parse((await here.get(`${here.planUrl}/overview.json`)).body) as { cards: { title: string; value: string }[]; next: { what: string; state: string }[] };
  expect(overview.cards.find(({ title }) => title === "Late on the way")).toMatchObject({ value: "3", tone: "bad" });
  expect(overview.next.filter(({ state }) => state === "late").map(({ what }) => what)).toContainEqual(expect.stringContaining("CI/CD pipeline"));
});

test("what is done on the way is not outstanding, and what is ready says whose review it waits for", async () => {
  const plan = `release: { name: Acropolis, manager: rita, timezone: UTC }
milestones:
  - { id: spec, title: Spec Release, due: 2026-12-19, parts: [{ title: Outline, due: 2026-12-01 }, { title: Draft, due: 2026-12-02, review: [bedeho] }] }
`;
  const path = ".github/release-plan.yml";
  const parts = { outline: { ready: true, done: true, reviewers: [] }, draft: { ready: true, done: false, reviewers: ["bedeho"] } };
  const [spec] = await rows({ plan, record: { reached: [] }, records: [{ kind: "progress", key: `${APP}/${path}/spec`, value: { home: APP, path, milestone: "spec", parts } }] });
  expect(spec?.["outstanding"]).toEqual([expect.objectContaining({ what: "Draft", late: true, waits: "bedeho" })]);
  expect(await page()).toContain("; ready, waits for the review of bedeho</li>");
  const next = JSON.parse((await here.get(`${here.planUrl}/next.json`)).body) as { items: { rows: { what: string; who: string }[] } };
  expect(next.items.rows.filter(({ what }) => what.includes("Outline") || what.includes("Draft")).map(({ what, who }) => [what, who])).toEqual([[expect.stringContaining("Draft"), "bedeho"]]);
});
