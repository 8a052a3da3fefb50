import { describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { COMMANDS } from "../../src/cli/main.ts";
import { NO_SERVICES } from "../../src/cli/services.ts";
import type { PreviewedRepository, Services } from "../../src/cli/services.ts";
import { parsePlan } from "../../src/domain/plan/parse.ts";
import { decision, plan } from "../text/decided.ts";
import { PLAN, run } from "./console.ts";

const WRONG = "release: { name: x, timezon: Europe/Oslo }\n";

describe("validate", () => {
  test("exits 0 for a plan without errors", async () => {
    expect(await run(["validate", "plan.yml"], { "plan.yml": PLAN })).toEqual({ code: 0, out: "plan.yml: no problems\n", err: "" });
  });

  test("exits 0 for warnings only, and tells them", async () => {
    const outcome = await run(["validate", "plan.yml"], { "plan.yml": `${PLAN}\nsupport: [rain]\n` });
    expect(outcome.code).toBe(0);
    expect(outcome.out).toContain("accepted, not yet acted on");
    expect(outcome.out).toMatch(/plan\.yml: 1 warning\n$/);
  });

  test("exits 1 for errors, with place, line and remedy", async () => {
    const outcome = await run(["validate", "plan.yml"], { "plan.yml": WRONG });
    expect(outcome.code).toBe(1);
    expect(outcome.out).toMatch(/^plan\.yml:1:\d+ error .*timezon/);
    expect(outcome.out).toMatch(/\n {2}fix: .*timezone/);
  });

  test("looks at every file, and exits 2 when one cannot be read", async () => {
    const outcome = await run(["validate", "a.yml", "missing.yml", "b.yml"], { "a.yml": PLAN, "b.yml": WRONG });
    expect(outcome.code).toBe(2);
    expect(outcome.out).toContain("a.yml: no problems");
    expect(outcome.out).toContain("b.yml: 1 error");
    expect(outcome.err).toBe("error: missing.yml: there is no such file.\n");
  });

  test("prints one JSON array with exactly these fields", async () => {
    const outcome = await run(["validate", "b.yml", "a.yml", "--json"], { "a.yml": PLAN, "b.yml": WRONG });
    const problems = JSON.parse(outcome.out) as readonly Readonly<Record<string, unknown>>[];
    expect(outcome.code).toBe(1);
    expect(problems.map((problem) => Object.keys(problem))).toEqual(problems.map(() => ["file", "line", "column", "severity", "path", "message", "hint"]));
    expect(problems[0]).toMatchObject({ file: "b.yml", line: 1, severity: "error" });
    expect((await run(["validate", "a.yml", "--json"], { "a.yml": PLAN })).out).toBe("[]\n");
  });

  test("accepts a file that only names its home", async () => {
    expect((await run(["validate", "g.yml"], { "g.yml": "governed_by: o/home\n" })).out).toBe("g.yml: no problems; this repository is governed by o/home\n");
  });

  test("colours only where it may", async () => {
    const plain = await run(["validate", "plan.yml"], { "plan.yml": WRONG });
    const coloured = await run(["validate", "plan.yml"], { "plan.yml": WRONG }, { colour: true });
    expect(plain.out).not.toContain("\u001b");
    expect(coloured.out).toContain("\u001b[31merror\u001b[39m");
  });
});

describe("calendar", () => {
  test("prints every date with weekday and both zones", async () => {
    const outcome = await run(["calendar", "plan.yml"], { "plan.yml": PLAN });
    expect(outcome.code).toBe(0);
    expect(outcome.out).toMatchInlineSnapshot(`
"Two
What           When                                     Who  Title
-------------  ---------------------------------------  ---  ----------------------------------------------------------
Due            Fri 14 June 2019 24:00 Oslo (22:00 UTC)       Test (Colossus)
Freeze begins  Fri 14 June 2019 24:00 Oslo (22:00 UTC)       Bugfixes only (Colossus), or earlier, once Test is reached
Due            Mon 17 June 2019 24:00 Oslo (22:00 UTC)       Test
Freeze begins  Mon 17 June 2019 24:00 Oslo (22:00 UTC)       Bugfixes only, or earlier, once Test is reached
Due            Mon 24 June 2019 24:00 Oslo (22:00 UTC)       Release
Freeze ends    Mon 24 June 2019 24:00 Oslo (22:00 UTC)       Bugfixes only, only once Release is reached
"
`);
  });

  test("prints iCalendar with instants in UTC, the same each time but for its stamp", async () => {
    const ics = (await run(["calendar", "plan.yml", "--ics"], { "plan.yml": PLAN })).out;
    expect(ics).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(ics).toMatch(/END:VCALENDAR\r\n$/);
    expect(ics).toContain("DTSTART:20190617T220000Z");
    expect(ics).toContain("DTSTAMP:20190501T100000Z");
    expect(ics).toContain("SUMMARY:Freeze begins: Bugfixes only");
    const identifiers = ics.match(/^UID:.*(?:\r\n .*)*/gm) ?? [];
    expect(identifiers.length).toBeGreaterThan(4);
    expect(new Set(identifiers).size).toBe(identifiers.length);
    expect((await run(["calendar", "plan.yml", "--ics"], { "plan.yml": PLAN })).out).toBe(ics);
  });

  test("of a wrong plan is a clear error", async () => {
    const outcome = await run(["calendar", "plan.yml"], { "plan.yml": WRONG });
    expect([outcome.code, outcome.out]).toEqual([1, ""]);
    expect(outcome.err).toContain("error: plan.yml has 1 error, so it is not a plan yet.");
  });
});

test("schema prints JSON Schema that knows the plan's sections", async () => {
  const outcome = await run(["schema"]);
  const schema = JSON.parse(outcome.out) as { readonly $schema?: string; readonly properties?: Readonly<Record<string, unknown>> };
  expect([outcome.code, outcome.err]).toEqual([0, ""]);
  expect(schema.$schema).toMatch(/^https?:\/\/json-schema\.org\//);
  expect(Object.keys(schema.properties ?? {})).toEqual(expect.arrayContaining(["release", "milestones", "freezes", "products"]));
});

describe("init", () => {
  test("prints a plan that is right to standard output, and where it goes to standard error", async () => {
    const outcome = await run(["init", "--repo", "https://github.com/o/r.git", "--timezone", "Europe/Oslo", "--release", "2.4"], {}, { apiUrl: "https://github.corp.example/api/v3" });
    const { plan: first, problems } = parsePlan(new TextEncoder().encode(outcome.out), "plan.yml", Date.parse("2019-05-01T10:00:00Z"));
    expect([outcome.code, problems.filter((problem) => problem.severity === "error")]).toEqual([0, []]);
    expect([first?.release.name, first?.release.timezone, first?.freezes[0]?.mode]).toEqual(["2.4", "Europe/Oslo", "observe"]);
    expect(outcome.err).toContain("Put this in .github/release-plan.yml on the default branch");
    expect(outcome.err).toContain("https://github.corp.example/o/r/new/main?filename=.github/release-plan.yml&value=release%3A");
  });

  test("lists what is there where credentials are set", async () => {
    const services: Services = {
      ...NO_SERVICES,
      installed: async () => [{ account: "o", repositories: [{ repository: "o/r", defaultBranch: "trunk", private: false, archived: false, plan: { state: "none" }, branches: [] }] }],
    };
    const outcome = await run(["init"], {}, {}, services);
    expect(outcome.err).toContain("o/r         no plan yet  nothing");
    expect(outcome.err).toContain("https://github.com/o/r/new/trunk?filename=");
  });

  test.each([
    [["--timezone", "Oslo"], "--timezone Oslo is not a time zone."],
    [["--repo", "just-a-name"], "--repo just-a-name is not a repository."],
    [["--branch", "main"], "--branch needs --repo"],
  ])("refuses %j", async (args, said) => {
    const outcome = await run(["init", ...args]);
    expect([outcome.code, outcome.out]).toEqual([2, ""]);
    expect(outcome.err).toContain(said);
  });
});

describe("preview", () => {
  const args = ["preview", "--repo", "o/r", "--at", "2019-06-20"];
  const previewing = (answer: PreviewedRepository): Services => ({ ...NO_SERVICES, preview: async (_repository, at) => { at(plan()); return answer; } });

  test("prints what would hold and writes nothing", async () => {
    const outcome = await run(args, {}, {}, previewing({ governed: true, complete: false, pulls: [{ number: 7, base: "master", decision: decision(), plan: plan() }] }));
    expect(outcome).toEqual({
      code: 0, err: "",
      out: "waits        #7  Waits for Release (due Mon 24 June 24:00 Oslo): only bugfixes until then\n\n1 open pull request, 1 not let in. Nothing was written.\nNot all open pull requests could be read, so there may be more.\n",
    });
  });

  test("reads the instant in the plan's zone", async () => {
    let asked = 0;
    await run(args, {}, {}, { ...NO_SERVICES, preview: async (_repository, at) => { asked = at(plan()); return { governed: true, complete: true, pulls: [] }; } });
    expect(new Date(asked).toISOString()).toBe("2019-06-20T22:00:00.000Z");
  });

  test("without credentials says which are missing", async () => {
    const outcome = await run(args);
    expect([outcome.code, outcome.err]).toEqual([2, "error: preview reads a live installation, and no credentials are set.\nset APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, or decide from files with release-warden decide\n"]);
  });

  test("of a repository that no plan governs says so", async () => {
    expect((await run(args, {}, {}, previewing({ governed: false, complete: true, pulls: [] }))).err).toContain("No release plan governs o/r");
  });
});

describe("the command line", () => {
  test("without a command shows the commands and exits 2", async () => {
    const outcome = await run([]);
    expect([outcome.code, outcome.out]).toEqual([2, ""]);
    for (const command of COMMANDS) expect(outcome.err).toContain(`\n  ${command.name}`);
  });

  test.each(["help", "--help", "-h"])("%s shows the commands and exits 0", async (word) => {
    const outcome = await run([word]);
    expect([outcome.code, outcome.err]).toEqual([0, ""]);
    expect(outcome.out).toContain("usage: release-warden COMMAND");
  });

  test.each(COMMANDS)("help $name names its usage and every option", async (command) => {
    const { name } = command;
    const [asked, flagged] = [await run(["help", name]), await run([name, "--help"])];
    expect(asked).toEqual(flagged);
    expect([asked.code, asked.err]).toEqual([0, ""]);
    expect(asked.out).toContain(`usage: release-warden ${command.usage}`);
    for (const option of command.options) expect(asked.out).toContain(`--${option.name}`);
  });

  test("--version prints the version", async () => {
    expect(await run(["--version"])).toEqual({ code: 0, out: "1.2.3\n", err: "" });
  });

  test.each([
    [["valdate", "x"], 'There is no command "valdate". Did you mean validate?'],
    [["validate"], "validate needs a file."],
    [["validate", "a.yml", "--jsn"], "validate has no option --jsn. Did you mean --json?"],
    [["validate", "a.yml", "--json=yes"], "--json takes no value."],
    [["decide", "--plan", "--json"], "--plan needs a value: --plan FILE"],
    [["decide", "--plan", "a", "--plan", "b"], "--plan is given twice."],
    [["decide", "--plan", "a"], "--pulls FILE.json is missing"],
    [["calendar", "a", "b"], 'calendar takes 1 file, and was also given "b".'],
    [["decide", "--plan", "a", "--pulls", "b", "--at", "merged", "c"], 'decide takes no operand, and was given "c".'],
  ])("%j is wrong usage, said in a sentence", async (args, said) => {
    const outcome = await run(args);
    expect([outcome.code, outcome.out]).toEqual([2, ""]);
    expect(outcome.err).toContain(said);
  });

  test("a fault of the program is a sentence too, never a stack trace", async () => {
    const outcome = await run(["init"], {}, {}, { ...NO_SERVICES, installed: async () => { throw new Error("socket\u001b[31m hang up"); } });
    expect(outcome).toEqual({ code: 70, out: "", err: "error: this is a fault of release-warden, not of your input: socket hang up\nPlease report it with the command that you ran.\n" });
  });
});

describe("the program", () => {
  const program = (args: readonly string[], input = "") => spawnSync(process.execPath, ["src/bin.ts", ...args], { input, encoding: "utf8" });

  test("reads standard input, writes without colour to a pipe, and sets the exit code", () => {
    const { status, stdout } = program(["validate", "-"], WRONG);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^-:1:\d+ error /);
    expect(stdout).not.toContain("\u001b");
  });

  test("ends quietly when its reader has seen enough", () => {
    const pulls = Array.from({ length: 2_000 }, (_, number) => ({ repository: "o/r", number: number + 1, title: "Add", base: { ref: "master" } }));
    const folder = mkdtempSync(join(tmpdir(), "release-warden-"));
    writeFileSync(join(folder, "plan.yml"), PLAN);
    const command = `"${process.execPath}" src/bin.ts decide --plan "${folder}/plan.yml" --pulls - --at 2019-06-20 --json | head -c 10`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command], { input: JSON.stringify(pulls), encoding: "utf8" });
    rmSync(folder, { recursive: true });
    expect([status, stdout.length, stderr]).toEqual([0, 10, ""]);
  });
});
