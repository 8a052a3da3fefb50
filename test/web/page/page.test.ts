import { afterEach, describe, expect, test } from "@jest/globals";
import { request } from "node:http";
import { VIEWS } from "../../../src/text/page/pages.ts";
import { ledgerEntry } from "../../../src/domain/incident/ledger.ts";
import type { CardRecord } from "../../../src/domain/model/card.ts";
import type { IncidentRecord } from "../../../src/domain/model/incident.ts";
import type { RecordChange } from "../../../src/domain/model/settlement.ts";
import { entries, OWN, when } from "../../support/incident-builder.ts";
import { spokenEntry } from "../../support/spoken.ts";
import { NOW, openPull, PLAN, serve, tested, VAULT } from "./served.ts";
import type { Served, World } from "./served.ts";

let open: Served | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function served(world: World = {}): Promise<Served> {
  open = await serve(world);
  return open;
}

async function json(here: Served, view: string): Promise<Record<string, unknown>> {
  const reply = await here.get(`${here.planUrl}/${view}.json`);
  expect([reply.status, reply.headers["content-type"]]).toEqual([200, "application/json; charset=utf-8"]);
  return JSON.parse(reply.body) as Record<string, unknown>;
}

const BUGFIX = { closingIssues: [{ repository: "acme/app", number: 3, title: null, type: "Bug", labels: [], author: "zoe", labelledBy: "rita", link: "github" as const }] };

describe("what a release manager sees", () => {
  test("the first page leads to the one release there is, and says how long it is until then", async () => {
    const here = await served();
    expect((await here.get("/")).headers.location).toBe(`${here.planUrl}/overview`);
    const view = await json(here, "overview");
    expect(view).toMatchObject({ release: "2.4", home: "acme/app", countdown: { lead: "5 days to go", what: "Release", when: { iso: "2026-12-08T08:00:00Z", text: "Tue 8 December 09:00 Oslo (08:00 UTC)" } } });
    expect((view["cards"] as { title: string; value: string }[]).map(({ title, value }) => [title, value])).toEqual([["Frozen now", "1"], ["Waiting", "0"], ["Late milestones", "0"], ["In feeders", "0"], ["Slipped through", "0"]]);
    expect((view["calendar"] as { rows: { what: string }[] }).rows.map(({ what }) => what)).toContain("Due: Code complete, first planned for Mon 30 November 24:00 Oslo (23:00 UTC)");
  });

  test("what is frozen, since and until when, and what was agreed beforehand", async () => {
    expect((await json(await served(), "freezes"))["freezes"]).toMatchObject([{
      title: "Only bugfixes", stateText: "in force", since: { text: "Tue 1 December 09:00 Oslo (08:00 UTC)" }, ends: "It ends when Release is reached, not before.", passes: "Bugfixes",
      agreed: [{ what: "acme/app#1", because: "settled in November", by: "rita" }],
    }]);
  });

  test("a product whose freeze begins at another time says when", async () => {
    const plan = PLAN.replace("due: 2026-12-01T09:00, manager: rita }", "due: 2026-12-01T09:00, due_for: { vault: 2026-12-04T09:00 }, manager: rita }");
    expect((await json(await served({ plan, record: { reached: [] } }), "freezes"))["freezes"]).toMatchObject([{ products: [{ stateText: "in force" }, { title: "The vault", stateText: "not begun (begins Fri 4 December 09:00 Oslo (08:00 UTC))" }] }]);
  });

  test("who waits, and what would let them in; who may merge is only counted", async () => {
    const here = await served({ pulls: [openPull(7, { title: "Colours" }), openPull(8, BUGFIX), openPull(9, { base: { ref: "topic", sha: null } })] });
    const view = await json(here, "waiting");
    expect(view).toMatchObject({ counts: { waits: 1, allowed: 1 }, pulls: { total: 1, rows: [{ reference: "acme/app#7", url: "https://github.com/acme/app/pull/7", title: "Colours", verdictText: "waits", opened: { relative: "24 hours ago" } }] } });
    expect(JSON.stringify(view)).toMatch(/Fixes #NUMBER/);
  });

  test("what is already in a feeder and would stop the release", async () => {
    const feeder = { kind: "feeder" as const, key: "1/development/main", value: { feederTip: "a", branchTip: "b", readAt: NOW, complete: true, offending: { freeze: [{ number: 65, sha: null, title: "A feature", kind: "feature", enteredAt: NOW }] } } };
    const here = await served({ records: [feeder], pulls: [openPull(10, { base: { ref: "development", sha: null } })] });
    expect(await json(here, "feeders")).toMatchObject({ feeders: [{ feeder: "development", branch: "main", changes: [{ reference: "#65", kind: "feature" }] }], pulls: { rows: [{ reference: "acme/app#10", verdictText: "would stop the release" }] } });
  });

  test("the account with leaks first, and the key result that counts them", async () => {
    const here = await served({ account: [{ id: "a", number: 5 }, { id: "b", number: 6, outcome: "bypass", verdict: "block", kind: "feature", at: NOW - 86_400_000 }] });
    expect(await json(here, "account")).toMatchObject({ leaks: 1, landed: 2, entries: { rows: [{ reference: "acme/app#6", leak: true, outcomeText: "merged although it waited" }, { reference: "acme/app#5", leak: false }] } });
    expect(await json(here, "key-results")).toMatchObject({ results: [{ measured: { value: "1 pull request", verdict: "not met" }, mode: "confidence", dueText: "expected to be measured on" }], duties: [{ title: "Payouts", next: { text: "Mon 7 December 10:00 Oslo (09:00 UTC)" } }] });
  });

  test("what is dated by a milestone follows when it was really reached: duties, calendar and file", async () => {
    const late = [{ milestone: "code-complete", product: null, at: NOW - 3_600_000, by: "rita" }];
    const here = await served({ plan: `${PLAN}  - { id: thank, title: Thank all, due: 2 days after code-complete, owner: ben }\nmessages: [{ id: told, title: Told, due: 5 hours after code-complete, author: ben }]\n`, record: { reached: late } });
    expect((await json(here, "key-results"))["duties"]).toMatchObject([{}, { title: "Thank all", next: { text: "Sat 5 December 12:00 Oslo (11:00 UTC)" } }]);
    expect(JSON.stringify((await json(here, "overview"))["calendar"])).toContain("Thu 3 December 2026 17:00 Oslo (16:00 UTC), 5 hours after code-complete");
    expect((await here.get(`${here.planUrl}/calendar.ics`)).body).toContain("20261203T160000Z");
  });

  test("scores of people stand beside the measure, with their arithmetic", async () => {
    const view = await json(await served({ ledger: [spokenEntry(11, "ann", NOW - 3_600_000, "score calm 3/5"), spokenEntry(12, "ben", NOW - 3_600_000, "score calm abstain")] }), "key-results");
    expect(view["results"]).toMatchObject([{ weeks: [{ day: "2026-11-30", week: "Week from Mon 30 November", score: "0.60", exact: "3/5", arithmetic: "1 × 3/5 (ann) = 3/5; without ben (abstained)" }, { score: "no score" }, {}, {}, {}] }]);
  });

  test("milestones with three dates and what is outstanding, and what one person owes", async () => {
    const here = await served();
    expect(await json(here, "milestones")).toMatchObject({ total: expect.stringMatching(/^The last milestone /), milestones: { rows: [{ state: "reached", slip: "on time" }, { state: "coming", manager: "olga", openSlots: ["Tester"], outstanding: [{ what: "Write the notes", who: "ben" }] }] } });
    const mine = await here.get(`${here.planUrl}/next.json?person=BEN`);
    expect((JSON.parse(mine.body) as { items: { rows: unknown[] } }).items.rows).toMatchObject([
      { what: "Score: Nothing slips through", who: "ben", late: true, say: "/warden score calm …" }, { what: "Task: Write the notes, for Release", who: "ben", late: false }, { what: "Score: Nothing slips through" }, { what: "Score: Nothing slips through" },
    ]);
  });

  test("milestones with what people said of them: partly done, or done on or before a day", async () => {
    const here = await served({ record: { reached: [{ milestone: "code-complete", product: null, at: NOW - 3_600_000, by: "rita" }] }, ledger: [spokenEntry(11, "olga", NOW - 7_200_000, "partial release on 2026-12-01"), spokenEntry(12, "rita", NOW - 3_600_000, "done code-complete by 2026-12-01")] });
    expect(await json(here, "milestones")).toMatchObject({ milestones: { rows: [{ state: "reached", actual: expect.stringMatching(/^on or before Tue 1 December 2026 24:00 Oslo/) }, { actual: expect.stringMatching(/^partly, Tue 1 December 2026 24:00 Oslo/), state: "coming" }] } });
    expect((await here.get(`${here.planUrl}/milestones`)).body).toContain("<dt>Actual</dt><dd>partly, Tue 1 December 2026 24:00 Oslo (23:00 UTC)</dd>");
  });

  test("who owes nothing just now is told so, and a name that the plan does not know is nobody's", async () => {
    const here = await served({ plan: PLAN.replace("  - { id: payouts, every: Monday 10:00, manager: bwhm }", "  - { id: payouts, due: 2027-03-01, manager: quinn }") });
    const mine = await here.get(`${here.planUrl}/next?person=Quinn`);
    expect(mine.body).toContain("Nothing is due from quinn in the next 14 days.");
    const unknown = await here.get(`${here.planUrl}/next?person=nobody-here`);
    expect([unknown.body.includes("from nobody-here"), unknown.body.includes("Write the notes")]).toEqual([false, true]);
  });

  test("who is away in the next fourteen days", async () => {
    const here = await served({ plan: `${PLAN}teams: [{ id: core, chair: zoe, members: [tor], away: [{ who: zoe, from: 2026-12-01, to: 2026-12-04, because: elections }, { who: tor, from: 2027-03-01, to: 2027-03-02 }] }]\n` });
    expect((await json(here, "next"))["away"]).toEqual([{ who: "zoe", from: "Tue 1 December", until: "Fri 4 December", because: "elections" }]);
    expect((await here.get(`${here.planUrl}/next`)).body).toContain("<strong>zoe</strong>, Tue 1 December to Fri 4 December: elections.");
  });

  test("who stands in for people who are away when something is due", async () => {
    const busy = await served({ plan: `${PLAN}teams: [{ id: core, chair: zoe, members: [ben], away: [{ who: ben, from: 2026-12-01, to: 2026-12-31 }] }]\n` });
    const { items } = JSON.parse((await busy.get(`${busy.planUrl}/next.json?person=ben`)).body) as { items: { rows: { what: string; who: string }[] } };
    expect(items.rows.find(({ what }) => what.startsWith("Task: Write the notes"))?.who).toMatch(/^ben \(away until Thu 31 December 2026; in their place \w+\)$/);
  });

  test("which risks are looked at again soon, without those that people closed", async () => {
    const card = (id: string, open: boolean): RecordChange => ({
      kind: "card", key: `1/.github/release-plan.yml/risk/${id}`,
      value: { key: "", number: 9, id: 9, url: null, title: "", deleted: false, closed: false, home: 1, path: ".github/release-plan.yml", subject: { kind: "risk", id }, open, told: [], reminded: {} } satisfies CardRecord,
    });
    const here = await served({ plan: `${PLAN}risks: [{ risk: rain, owner: ben, review: 2026-12-05 }, { risk: snow, owner: ben, review: 2026-12-05 }, { risk: hail, owner: ben, review: 2026-12-01 }]
`, records: [card("snow", false), card("rain", true)] });
    const mine = JSON.parse((await here.get(`${here.planUrl}/next.json?person=ben`)).body) as { items: { rows: { what: string }[] } };
    expect(mine.items.rows.map(({ what }) => what).filter((what) => what.includes("risk"))).toEqual(["Another look at the risk: rain"]);
  });

  test("which feature's tests passed on which candidate, and what changed since the one before", async () => {
    const here = await served({ plan: `${PLAN}features: { select: { labels: [feature] }, groups: [{ id: core, title: The core }] }\nenvironments: [{ id: lab, title: The lab }]\n`, records: tested() });
    expect(await json(here, "acceptance")).toMatchObject({
      tags: [{ tag: "v2.4.0-rc1", accepted: 0, total: 3 }, { tag: "v2.4.0-rc2", accepted: 1, total: 3 }], changes: { from: "v2.4.0-rc1", to: "v2.4.0-rc2", list: [{ words: "fixed", reference: "acme/app#31", test: "join.test.ts", place: "The lab" }] },
      features: { rows: [
        { reference: "acme/app#31", title: "Joining", group: "The core", accepted: true, tags: [{ cells: [{ place: "The lab", text: "failed 0/1".replace(" 0/1", ""), tone: "bad" }] }, { cells: [{ text: "passed", tone: "good" }] }] },
        { reference: "acme/app#32", title: "Leaving", group: "In no group", accepted: false, tags: [{ cells: [] }, { cells: [] }] }, { reference: "acme/vault#33" },
      ] },
    });
    expect((await here.get(`${here.planUrl}/acceptance`)).body).toContain("not accepted");
  });

  test("open incidents with who has them and what is owed, which stands in the next fourteen days too", async () => {
    const record: IncidentRecord = { repository: 1, number: 7, home: 1, path: ".github/release-plan.yml", title: "Nodes panic", url: "", continues: null, before: null, origin: "", continuedIn: null, closed: false, followUps: {}, told: [], state: "mitigated", severity: "sev1", openedAt: NOW - 3_600_000 };
    const said = entries(OWN, { kind: "follow-up", text: "Test it with two nodes", link: null, owner: "ben", due: when("2026-12-10"), test: true });
    const here = await served({
      plan: `${PLAN}incidents: { owners: [rita] }\n`, ledger: said.map(ledgerEntry),
      records: [record, { ...record, number: 6, title: "Older", state: "reviewed" as const }].map((value) => ({ kind: "incident", key: `1/${value.number}`, value })),
    });
    expect(await json(here, "incidents")).toMatchObject({
      open: { total: 1, rows: [{ reference: "acme/app#7", title: "Nodes panic", state: "mitigated", severity: "sev1", owner: "ann", owed: [{ what: "Test it with two nodes", who: "ben" }] }] }, over: [{ reference: "acme/app#6", title: "Older", owner: null }],
    });
    expect((await here.get(`${here.planUrl}/incidents`)).body).not.toContain("Nobody has it yet");
    const mine = JSON.parse((await here.get(`${here.planUrl}/next.json?person=ben`)).body) as { items: { rows: { what: string }[] } };
    expect(mine.items.rows.map(({ what }) => what)).toContain("After acme/app#7: Test it with two nodes");
    expect((await json(here, "overview"))["cards"]).toContainEqual(expect.objectContaining({ title: "Open incidents", value: "1", tone: "bad" }));
  });

  test("how the Warden itself is, without what a fault said", async () => {
    expect(await json(await served(), "health")).toMatchObject({ state: "well", waiting: 0, failing: 0, lastChecked: { iso: "2026-12-03T12:00:00Z" } });
  });

  test("the calendar as a file, and numbers for Prometheus", async () => {
    const here = await served();
    const calendar = await here.get(`${here.planUrl}/calendar.ics`);
    expect([calendar.headers["content-type"], calendar.body.match(/^SUMMARY.*Release/m)?.[0]]).toEqual(["text/calendar; charset=utf-8", expect.stringContaining("Release")]);
    expect((await here.get("/metrics")).body).toContain("release_warden_keys_failing 0");
  });

  test("an empty store says what to do", async () => {
    const here = await served({ record: { text: null, commit: null, state: "unreachable" } });
    expect((await here.get(`${here.planUrl}/overview`)).body).toContain("could not be read. No plan is in force.");
  });

  test("a view without rows says what would fill it", async () => {
    const here = await served({ plan: `release: { name: bare, timezone: UTC }\n` });
    for (const view of VIEWS.filter((one) => one !== "health")) expect((await here.get(`${here.planUrl}/${view}`)).body).toMatch(/class="empty"/);
  });
});

describe("names with script in them", () => {
  const EVIL = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`;
  test("are text on every page", async () => {
    const plan = PLAN.replace("title: Release,", `title: ${JSON.stringify(EVIL)},`).replace("title: Only bugfixes", `title: ${JSON.stringify(EVIL)}`).replace("settled in November", EVIL.replaceAll(/["'{},]/g, "")).replace('name: "2.4"', `name: ${JSON.stringify(EVIL)}`);
    const here = await served({ plan, pulls: [openPull(7, { title: EVIL, author: { login: EVIL, bot: false } })], account: [{ id: "a", title: EVIL, by: EVIL, because: EVIL, outcome: "bypass" }] });
    for (const view of VIEWS) {
      const { status, body } = await here.get(`${here.planUrl}/${view}`);
      expect([view, status, body.match(/<script>alert|<img|onerror=alert\(2\)>/)]).toEqual([view, 200, null]);
    }
    expect((await here.get(`${here.planUrl}/waiting`)).body).toContain("&lt;script&gt;alert(1)");
  });

  test("the browser is told to run and to load nothing but our own files", async () => {
    const here = await served();
    for (const path of [...VIEWS.map((view) => `${here.planUrl}/${view}`), "/nothing", "/plans/x/y"]) {
      const { headers, body } = await here.get(path);
      if (headers["content-security-policy"] === undefined) continue;
      expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(headers["content-security-policy"]).not.toContain("unsafe");
      expect(body).not.toMatch(/<style|<script(?! src="\/assets\/page-[0-9a-f]{12}\.js" defer><\/script>)| style="| on\w+="/);
    }
  });

  test("style and script are named by their content and kept for good", async () => {
    const here = await served();
    const { body } = await here.get(`${here.planUrl}/overview`);
    for (const path of [/href="(\/assets\/[^"]+\.css)"/, /src="(\/assets\/[^"]+\.js)"/].map((pattern) => pattern.exec(body)?.[1] ?? "")) {
      expect((await here.get(path)).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    }
    expect((await here.get("/assets/../../package.json")).status).toBe(404);
  });
});

test.each([
  ["wrong", [{ severity: "error" as const, code: "x", file: "f", line: 1, column: 1, endLine: null, endColumn: null, path: "", message: "m", hint: null }], ".github/release-plan.yml has 1 problem. The last good plan stays in force"],
  ["vanished", [], ".github/release-plan.yml is gone. The last good plan stays in force"],
  ["unreachable", [], ".github/release-plan.yml could not be read."],
] as const)("a plan that turns %s while the page is open is said on every page, and the last good one is shown", async (state, problems, said) => {
  const here = await served();
  await here.get(`${here.planUrl}/overview`);
  await here.write({ record: { state, problems } });
  for (const view of VIEWS) {
    const { status, body } = await here.get(`${here.planUrl}/${view}`);
    expect([status, body.includes(said), body.includes("Release Warden")]).toEqual([200, true, true]);
  }
});

test("an open page hears that its plan has turned wrong", async () => {
  const here = await served();
  const events = listen(here, await eventsOf(here));
  await events.opened;
  await here.write({ record: { state: "wrong" } });
  expect(await events.next).toMatch(/^event: changed/);
  events.end();
});

test("only GET and HEAD are answered", async () => {
  const here = await served();
  expect((await here.get(`${here.planUrl}/overview`, {}, "POST")).status).toBe(405);
  for (const path of ["overview", "overview.json", "calendar.ics", "events"]) expect(await here.get(`${here.planUrl}/${path}`, {}, "HEAD")).toMatchObject({ status: 200, body: "" });
  expect(here.page.listening).toBe(0);
});

describe("live updates", () => {
  test("a browser hears that something changed, and nothing of what", async () => {
    const here = await served();
    const events = listen(here, await eventsOf(here));
    await events.opened;
    await here.write({ pulls: [openPull(7, { title: "Secret colours" })] });
    expect(await events.next).toMatch(/^event: changed\ndata: \d+\n\n$/);
    events.end();
  });

  test("what changed between reading the page and listening is told at once", async () => {
    const here = await served();
    const address = await eventsOf(here);
    await here.write({ pulls: [openPull(7)] });
    const events = listen(here, address);
    expect(await events.next).toMatch(/^event: changed/);
    events.end();
  });

  test("a thousand connections opened and closed leave nothing behind", async () => {
    const here = await served();
    for (let round = 0; round < 20; round += 1) {
      const fifty = Array.from({ length: 50 }, () => listen(here));
      await Promise.all(fifty.map(({ opened }) => opened));
      expect(here.page.listening).toBe(50);
      for (const one of fifty) one.end();
      await Promise.all(fifty.map(({ closed }) => closed));
      while (here.page.listening > 0) await new Promise((resolve) => { setImmediate(resolve); });
    }
    expect(here.page.listening).toBe(0);
  });
});

/** Where the page itself says that it listens. */
async function eventsOf(here: Served): Promise<string> {
  return /data-events="([^"]+)"/.exec((await here.get(`${here.planUrl}/overview`)).body)?.[1]?.replaceAll("&#x3D;", "=") ?? "";
}

function listen(here: Served, address = `${here.planUrl}/events`): { readonly opened: Promise<void>; readonly next: Promise<string>; readonly closed: Promise<void>; end(): void } {
  const sent = request(`${here.url}${address}`, { agent: false });
  sent.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => { sent.once("close", resolve); });
  let told: (text: string) => void = () => undefined;
  const next = new Promise<string>((resolve) => { told = resolve; });
  const opened = new Promise<void>((resolve) => {
    sent.once("response", (response) => response.on("data", (chunk: Buffer) => {
      if (chunk.toString().startsWith("retry")) resolve();
      else told(chunk.toString());
    }));
  });
  sent.end();
  return { opened, next, closed, end: () => { sent.destroy(); } };
}

test("a private repository beside others: whoever sits at this machine sees all of it", async () => {
  const here = await served({ pulls: [openPull(4, { title: "Vault door" }, VAULT)] });
  expect((await here.get(`${here.planUrl}/waiting`)).body).toContain("Vault door");
});
