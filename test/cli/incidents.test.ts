import { describe, expect, test } from "@jest/globals";
import { NO_SERVICES } from "../../src/cli/services.ts";
import { incidentLog } from "../../src/domain/incident/incident-log.ts";
import type { IncidentLog, LoggedIncident } from "../../src/domain/incident/incident-log.ts";
import { incidentLogText, minutesText } from "../../src/text/incident-log.ts";
import { run } from "./console.ts";

const AT = Date.parse("2018-07-10T08:00:00Z");

function logged(number: number, title: string, over: Partial<LoggedIncident> = {}): LoggedIncident {
  return {
    repository: "acme/app", number, url: `https://github.com/acme/app/issues/${number}`, title, state: "reviewed", severity: "sev1", type: "crash", component: "node", version: null, fingerprint: null, triage: "new", known: null, recurrences: 0, owner: "ann",
    openedAt: AT + number * 86_400_000, startedAt: AT, resolvedAt: AT + 5_700_000, reopened: false, minutes: { toDetect: 5, toAcknowledge: 10, toMitigate: null, toResolve: 95 }, ...over,
  };
}
const LOG = incidentLog([
  logged(5, "Nodes panic, \"all\" of them"), logged(7, "=HYPERLINK(\"https://evil.example\")", { severity: "sev3", component: null, state: "reported", minutes: { toDetect: null, toAcknowledge: null, toMitigate: null, toResolve: null }, resolvedAt: null, recurrences: 1 }),
  logged(9, "@everyone <b>| slow #1", { severity: "sev1", triage: "false-alarm", known: "acme/app#5", minutes: { toDetect: -3, toAcknowledge: 1, toMitigate: 2, toResolve: 3_000 } }),
], ["sev1", "sev2", "sev3"]);

async function printed(options: readonly string[], log: IncidentLog | null = LOG) {
  return run(["incidents", "--repo", "acme/app", ...options], {}, {}, { ...NO_SERVICES, incidents: async () => log });
}

describe("the incident log is printed", () => {
  test("as lines", async () => {
    const { out, code } = await printed([]);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
"incident    opened      state        severity  component  to resolve  title
----------  ----------  -----------  --------  ---------  ----------  ----------------------------------
acme/app#9  2018-07-19  false alarm  sev1      node       2 d 2 h     @everyone <b>| slow #1
acme/app#7  2018-07-17  reported     sev3      not said   not known   =HYPERLINK("https://evil.example")
acme/app#5  2018-07-15  reviewed     sev1      node       1 h 35 min  Nodes panic, "all" of them

severity  incidents  open  to detect  to acknowledge  to mitigate  to resolve
--------  ---------  ----  ---------  --------------  -----------  ----------
sev1      2          0     5 min      10 min          not known    1 h 35 min
sev3      1          1     not known  not known       not known    not known

component  incidents  open  to detect  to acknowledge  to mitigate  to resolve
---------  ---------  ----  ---------  --------------  -----------  ----------
node       2          0     5 min      10 min          not known    1 h 35 min
not said   1          1     not known  not known       not known    not known

Medians of what is known; in brackets how many incidents of the row say it, where not all do.
"
`);
  });

  test("as CSV, in which no title is a formula", async () => {
    const { out } = await printed(["--csv"]);
    const lines = out.split("\r\n");
    expect(lines[0]).toBe("repository,number,title,state,triage,severity,type,component,version,fingerprint,owner,known,recurrences,reopened,opened_at,started_at,resolved_at,minutes_to_detect,minutes_to_acknowledge,minutes_to_mitigate,minutes_to_resolve,url");
    expect(lines[2]).toBe("acme/app,7,\"'=HYPERLINK(\"\"https://evil.example\"\")\",reported,new,sev3,crash,,,,ann,,1,no,2018-07-17T08:00:00Z,2018-07-10T08:00:00Z,,,,,,https://github.com/acme/app/issues/7");
    expect(lines[1]).toContain(",-3,1,2,3000,");
    expect(lines[3]).toContain('"Nodes panic, ""all"" of them"');
  });

  test("as JSON, with counts and medians", async () => {
    const read = JSON.parse((await printed(["--json"])).out) as { incidents: unknown[]; all: unknown };
    expect(read.incidents).toHaveLength(3);
    expect(read.all).toMatchObject({ incidents: 3, open: 1, falseAlarms: 1, medians: { toResolve: { minutes: 95, known: 1, unknown: 1 } } });
  });

  test("as JSON, planned maintenance apart from incidents, whatever is looked for", async () => {
    const time = (at: number) => ({ text: "", precision: "minute", zone: "UTC", at, start: null, after: null, resolveBy: null }) as const;
    const maintenance = [{ id: "db-move", title: "Database moves", from: time(AT), to: time(AT + 3_600_000), components: ["database"], owner: "ben", audiences: [], notice: [], because: null }];
    for (const options of [["--json"], ["--json", "--find", "nothing"]]) {
      const read = JSON.parse((await printed(options, { ...LOG, maintenance })).out) as { readonly maintenance: unknown };
      expect(read.maintenance).toEqual([{ id: "db-move", title: "Database moves", from: "2018-07-10T08:00:00Z", to: "2018-07-10T09:00:00Z", components: ["database"], owner: "ben", because: null }]);
    }
    expect(JSON.parse((await printed(["--json"])).out)).toMatchObject({ maintenance: [] });
  });

  test("only those in which the words stand: of title, version, component or error", async () => {
    const log = incidentLog([logged(1, "Nodes panic", { version: "v5.3.1", fingerprint: "0a1b2c3d4e" }), logged(2, "Wallet slow", { version: "v5.3.1", component: "wallet" }), logged(3, "Nodes panic", { version: "v5.2.0" })], ["sev1"]);
    const found = async (words: string): Promise<readonly number[]> => (JSON.parse((await printed(["--find", words, "--json"], log)).out) as { readonly incidents: readonly { readonly number: number }[] }).incidents.map(({ number }) => number);
    expect([await found("v5.3.1"), await found("panic V5.3.1"), await found("0a1b2c"), await found("wallet"), await found("nothing")]).toEqual([[2, 1], [1], [1], [2], []]);
    expect((await printed(["--find", "wallet"], log)).out).toContain("wallet     1          0");
  });

  test("says so when there is nothing, and what is missing", async () => {
    expect((await printed([], incidentLog([], []))).out).toBe("No incident was ever reported.\n");
    expect(await printed([], null)).toMatchObject({ code: 1, err: expect.stringContaining("acme/app holds no release plan") });
    expect(await printed(["--json", "--csv"])).toMatchObject({ code: 2, err: expect.stringContaining("cannot be printed together") });
    expect(await run(["incidents", "--repo", "acme/app"], {}, {}, NO_SERVICES)).toMatchObject({ code: 2, err: expect.stringContaining("no credentials are set") });
  });
});

describe("the incident log as an issue", () => {
  test("lists and sums up, and strangers' words are harmless", () => {
    expect(incidentLogText(LOG, "UTC", 2, 50_000)).toMatchInlineSnapshot(`
"3 incidents, 1 open, 1 false alarm. 2 more in private repositories are not listed here.

| Severity | Incidents | Open | To detect | To acknowledge | To mitigate | To resolve |
|---|---|---|---|---|---|---|
| sev1 | 2 | 0 | 5 min | 10 min | not known | 1 h 35 min |
| sev3 | 1 | 1 | not known | not known | not known | not known |

| Component | Incidents | Open | To detect | To acknowledge | To mitigate | To resolve |
|---|---|---|---|---|---|---|
| node | 2 | 0 | 5 min | 10 min | not known | 1 h 35 min |
| not said | 1 | 1 | not known | not known | not known | not known |

Medians of what is known; in brackets how many incidents of the row say it, where not all do. False alarms measure nothing. A minus means that it happened in the other order.

### Every incident

| | Incident | State | Severity | Component | Day | To resolve |
|---|---|---|---|---|---|---|
| [acme/app 9](https://github.com/acme/app/issues/9) | @​everyone &lt;b&gt;\\| slow \\#​1, known as acme/app\\#​5 | false alarm | sev1 | node | Thu 19 July 2018 | 2 d 2 h |
| [acme/app 7](https://github.com/acme/app/issues/7) | =HYPERLINK("https:​//evil.example"), came back once | reported | sev3 | not said | Tue 17 July 2018 | not known |
| [acme/app 5](https://github.com/acme/app/issues/5) | Nodes panic, "all" of them | reviewed | sev1 | node | Sun 15 July 2018 | 1 h 35 min |"
`);
  });

  test("keeps within its room: the oldest give way and are counted", () => {
    const many = incidentLog(Array.from({ length: 400 }, (_, index) => logged(index + 1, "x".repeat(200))), ["sev1"]);
    const text = incidentLogText(many, "UTC", 0, 20_000);
    expect(text.length).toBeLessThan(20_300);
    expect(text).toMatch(/And \d+ earlier incidents: `release-warden incidents` lists all\.$/);
  });
});

test.each([[null, "not known"], [0, "0 min"], [35, "35 min"], [125, "2 h 5 min"], [120, "2 h"], [1_440, "1 d"], [4_560, "3 d 4 h"], [-12, "−12 min"], [-0.2, "0 min"]])("%p minutes are said as %s", (minutes, said) => {
  expect(minutesText(minutes)).toBe(said);
});
