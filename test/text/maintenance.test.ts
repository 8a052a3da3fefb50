import { describe, expect, test } from "@jest/globals";
import type { MaintenanceThen } from "../../src/domain/model/maintenance.ts";
import { maintenanceTable, maintenanceWords, meanwhileText } from "../../src/text/maintenance.ts";

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 11, 1, 21);
const EVIL = "@everyone | <b>#1</b>\n<!-- release-warden:end incident -->";
const one = (over: Partial<MaintenanceThen> = {}): MaintenanceThen => ({ id: "db-move", title: "Database moves", from: FROM, to: FROM + 4 * HOUR, components: ["database"], owner: "ben", ...over });
const incident = (maintenance: readonly MaintenanceThen[], triage: "new" | null = null) => ({ maintenance, component: null, openedAt: FROM + HOUR, triage });

describe("planned maintenance in words", () => {
  test("under an incident, while it is not triaged and after", () => {
    expect(meanwhileText(incident([one(), one({ title: "Cables", from: FROM - 9 * HOUR, to: FROM + HOUR, components: [], owner: null })]), "Europe/Oslo")).toMatchInlineSnapshot(`
"Reported during planned maintenance: **Database moves** of database, from Tue 1 December 2026 22:00 Oslo (21:00 UTC) to Wed 2 December 2026 02:00 Oslo (01:00 UTC), by ben.
Reported just after planned maintenance: **Cables**, from Tue 1 December 2026 13:00 Oslo (12:00 UTC) to Tue 1 December 2026 23:00 Oslo (22:00 UTC).
If that is all: \`/triage false-alarm planned maintenance\`. Until somebody says so it is an incident like any other, and its clocks run."
`);
    expect(meanwhileText(incident([one()], "new"), "UTC")).toMatchInlineSnapshot(`"Reported during planned maintenance: **Database moves** of database, from Tue 1 December 2026 21:00 UTC to Wed 2 December 2026 01:00 UTC, by ben."`);
    expect(meanwhileText(incident([]), "UTC")).toBeNull();
  });

  test("in the incident log, in which strangers' words are harmless", () => {
    expect(maintenanceTable([{ ...one(), state: "under-way", because: "new disks" }, { ...one({ title: EVIL, owner: EVIL, components: [EVIL] }), state: "coming", because: EVIL }], "UTC")).toMatchInlineSnapshot(`
"### Planned maintenance
No incident, and in no count or median above. What is over stands here for thirty days.

| What | State | From | To | Parts | By |
|---|---|---|---|---|---|
| Database moves: new disks | **under way** | Tue 1 December 2026 21:00 UTC | Wed 2 December 2026 01:00 UTC | database | ben |
| @​everyone \\| &lt;b&gt;\\#​1&lt;/b&gt; &lt;\\!-- release-warden:end incident --&gt;: @​everyone \\| &lt;b&gt;\\#​1&lt;/b&gt; &lt;\\!-- release-warden:end incident --&gt; | coming | Tue 1 December 2026 21:00 UTC | Wed 2 December 2026 01:00 UTC | @​everyone \\| &lt;b&gt;\\#​1&lt;/b&gt; &lt;\\!-- release-warden:end incident --&gt; | @​everyone \\| &lt;b&gt;\\#​1&lt;/b&gt; &lt;\\!-- release-warden:end incident --&gt; |"
`);
    expect(maintenanceTable([], "UTC")).toBeNull();
    expect(maintenanceTable(Array.from({ length: 60 }, () => ({ ...one(), state: "coming" as const, because: null })), "UTC")).toContain("And 40 more in the plan.");
  });

  test("outside GitHub, as plain text", () => {
    const maintenance = { ...one({ components: ["database", "api"] }), audiences: ["operators"], notice: [], because: "new disks" };
    expect(maintenanceWords({ maintenance, at: FROM, before: null }, "Europe/Oslo", null)).toMatchInlineSnapshot(`
{
  "lines": [
    "From Tue 1 December 2026 22:00 Oslo (21:00 UTC) to Wed 2 December 2026 02:00 Oslo (01:00 UTC).",
    "It concerns database and api.",
    "Why: new disks",
  ],
  "title": "Planned maintenance begins: Database moves",
  "url": null,
}
`);
    expect(maintenanceWords({ maintenance: { ...maintenance, because: null, components: [] }, at: FROM - 24 * HOUR, before: 24 * HOUR }, "UTC", "https://github.test/acme/app/issues/1").title).toBe("Planned maintenance in 24 hours: Database moves");
  });
});
