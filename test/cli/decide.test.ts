import { describe, expect, test } from "@jest/globals";
import { PLAN, run, type Outcome } from "./console.ts";

interface Row {
  readonly repository: string;
  readonly number: number;
  readonly verdict: string;
  readonly rule: string | null;
  readonly mode: string | null;
  readonly kind: string;
  readonly title: string;
  readonly reasons: unknown;
  readonly evidence: readonly Readonly<Record<string, unknown>>[];
  readonly offending: readonly Readonly<Record<string, unknown>>[];
  readonly next_step: string | null;
  readonly valid_until: string | null;
}

const DURING = "2019-06-20T12:00:00Z";

function pull(over: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { repository: "o/runtime", number: 7, title: "Add staking", base: { ref: "master" }, ...over };
}

function decide(pulls: unknown, args: readonly string[] = ["--at", DURING], milestones?: unknown): Promise<Outcome> {
  const files = { "plan.yml": PLAN, "pulls.json": JSON.stringify(pulls), "reached.json": JSON.stringify(milestones) };
  const given = milestones === undefined ? [] : ["--milestones", "reached.json"];
  return run(["decide", "--plan", "plan.yml", "--pulls", "pulls.json", ...given, ...args], files);
}

async function rows(pulls: readonly unknown[], args: readonly string[] = ["--at", DURING], milestones?: unknown): Promise<readonly Row[]> {
  const outcome = await decide(pulls, [...args, "--json"], milestones);
  expect([outcome.err, outcome.code]).toEqual(["", 0]);
  return JSON.parse(outcome.out) as readonly Row[];
}

describe("decide prints JSON that other programs rely on", () => {
  test("with exactly these fields, in the order of the input", async () => {
    const [first, second] = await rows([pull(), pull({ number: 8, repository: "o/apps" })]);
    expect(Object.keys(first ?? {})).toEqual(["repository", "number", "verdict", "rule", "mode", "kind", "title", "reasons", "evidence", "offending", "next_step", "valid_until"]);
    expect(first).toMatchObject({
      repository: "o/runtime", number: 7, verdict: "block", rule: "bugfixes-only", mode: "enforce", kind: "feature",
      title: "Waits for Release (due Mon 24 June 24:00 Oslo): only bugfixes until then", evidence: [{ source: "wording", says: "feature", by_author: null }], offending: [], valid_until: "2019-06-24T22:00:00Z",
    });
    expect(second).toMatchObject({ number: 8, verdict: "allow", rule: "bugfixes-only", title: "Allowed: Pioneer is exempt from this freeze", next_step: null });
  });

  test("skips where no freeze is in force", async () => {
    expect(await rows([pull()], ["--at", "2019-06-01T00:00:00Z"])).toMatchObject([{ verdict: "skip", rule: null, mode: null, next_step: null, valid_until: "2019-06-17T22:00:00Z" }]);
  });

  test("counts a label whose supplier is not given, and says so", async () => {
    const [row] = await rows([pull({ title: "Something", labels: [{ name: "bug" }] })]);
    expect(row).toMatchObject({ verdict: "allow", kind: "bugfix", evidence: [{ source: "label", detail: "bug", supplied_by: null, counts: true, remark: "supplier-unknown" }] });
  });

  test("lets no path exempt what gives no files", async () => {
    const [without, outside, inside] = await rows([
      pull(), pull({ files: [{ filename: "docs/a.md" }, { filename: "src/b.ts", previous_filename: "docs/b.ts" }] }), pull({ files: [{ filename: "docs/a.txt" }] }),
    ]);
    expect([without?.verdict, outside?.verdict, inside?.verdict]).toEqual(["block", "block", "allow"]);
    expect(JSON.stringify(without?.reasons)).toContain("the files it touches were not given, so exempt paths cannot let it in");
    expect(JSON.stringify(outside?.reasons)).toContain("1 file outside the exempt paths `docs/**`: `src/b.ts`");
  });

  test("takes a file list that is shorter than GitHub's count for cut short", async () => {
    const [row] = await rows([pull({ changed_files: 4000, files: [{ filename: "docs/a.txt" }] })]);
    expect(row?.verdict).toBe("block");
    expect(row?.title).toBe("Waits for Release (due Mon 24 June 24:00 Oslo): cannot tell if all its files are exempt");
  });

  test("judges a release merge by what it carries, and names what is late with the commands to leave it out", async () => {
    const contains = [
      pull({ repository: "o/colossus", number: 80, base: { ref: "development" }, merged_at: "2019-06-10T08:00:00Z" }),
      pull({ repository: "o/colossus", number: 81, base: { ref: "development" }, merged_at: "2019-06-19T08:00:00Z" }),
      { repository: "o/colossus", sha: "abcdef0123456789", title: "fix: a crash", entered_at: "2019-06-19T09:00:00Z" },
    ];
    const [row] = await rows([pull({ repository: "o/colossus", number: 82, title: "Release", head: { ref: "development" }, contains })]);
    expect(row).toMatchObject({
      verdict: "block", kind: "release", title: "Holds up the release: carries #81, which is not a bugfix", next_step: "Leave #81 out of this release merge.",
      offending: [{ repository: "o/colossus", number: 81, title: "Add staking", kind: "feature", entered_at: "2019-06-19T08:00:00Z" }],
    });
    expect(row?.offending[0]?.["leave_out"]).toEqual(expect.arrayContaining([expect.stringContaining("git revert")]));
  });

  test("tells a feeder early and does not stop it", async () => {
    const [row] = await rows([pull({ repository: "o/colossus", base: { ref: "development" } })]);
    expect(row).toMatchObject({ verdict: "allow", title: "Can merge to development, but would hold up the release" });
    expect(row?.next_step).not.toBeNull();
  });

  test("reads GitHub's own fields and ignores what it does not know", async () => {
    const full = pull({
      body: null, user: { login: "ann", type: "User", id: 1 }, author_role: "write", draft: false, state: "closed", html_url: "https://github.com/o/runtime/pull/7",
      head: { ref: "fix-x", sha: "0123456789", repo: null }, labels: ["bug", { name: "bug", added_by: "bwhm", added_by_role: "triage", color: "red" }], milestone: { title: "x" },
      closing_issues: [{ repository: "o/runtime", number: 3, type: { name: "Bug" }, labels: ["bug"], labelled_by: "bwhm" }], contains: null, merged_at: null,
    });
    const [row] = await rows([full]);
    expect(row).toMatchObject({ verdict: "allow", kind: "bugfix", title: "Allowed: bugfix (linked issue o/runtime#3 by bwhm)" });
  });
});

describe("decide knows when", () => {
  test("each is judged at its own merge, and what was not merged is skipped", async () => {
    const judged = await rows([pull({ merged_at: "2019-06-20T10:00:00Z" }), pull({ merged_at: "2019-06-10T10:00:00Z" }), pull()], ["--at", "merged"]);
    expect(judged.map(({ verdict, title }) => [verdict, title])).toEqual([
      ["block", "Waits for Release (due Mon 24 June 24:00 Oslo): only bugfixes until then"],
      ["skip", "No freeze is in force here; the next, Bugfixes only, begins Mon 17 June 2019 24:00 Oslo (22:00 UTC)"],
      ["skip", "Not merged, so there is no instant to judge it at"],
    ]);
  });

  test("a milestone counts as reached when it is due, for each product by its own date", async () => {
    const at = ["--at", "2019-06-16T12:00:00Z"];
    const judged = await rows([pull(), pull({ repository: "o/colossus" })], at);
    expect(judged.map(({ verdict }) => verdict)).toEqual(["skip", "block"]);
    expect((await rows([pull()], ["--at", "2019-06-24T21:59:59Z"]))[0]?.verdict).toBe("block");
    expect((await rows([pull()], ["--at", "2019-06-24T22:00:00Z"]))[0]?.verdict).toBe("skip");
  });

  test("with milestones given only they count, so a release that slipped does not thaw itself", async () => {
    const late = ["--at", "2019-06-30T12:00:00Z"];
    const [waits] = await rows([pull()], late, []);
    expect(waits).toMatchObject({ verdict: "block", title: "Waits for Release (was due Mon 24 June 24:00 Oslo): only bugfixes until then", valid_until: null });
    const [free] = await rows([pull()], late, [{ id: "release", reached_at: "2019-06-29T10:00:00+02:00" }]);
    expect(free?.verdict).toBe("skip");
  });

  test("a date or time without zone is read in the plan's zone, and a date is when that day ends", async () => {
    const verdicts = await Promise.all(["2019-06-16", "2019-06-17", "2019-06-17T23:59", "2019-06-24T00:00"].map(async (at) => (await rows([pull()], ["--at", at]))[0]?.verdict));
    expect(verdicts).toEqual(["skip", "block", "skip", "block"]);
  });
});

test("decide prints a line each with the next step, and exits 0 although something may not merge", async () => {
  const outcome = await decide([pull({ title: "\u001b[31mAdd" }), pull({ repository: "o/apps", number: 8 }), pull({ title: "Fix crash", number: 9 })]);
  expect(outcome.code).toBe(0);
  expect(outcome.out).toMatchInlineSnapshot(`
"waits        o/runtime#7  Waits for Release (due Mon 24 June 24:00 Oslo): not shown to be a bugfix
             next: Give the list of files it touches, so that the exempt paths can be judged.
allowed      o/apps#8  Allowed: Pioneer is exempt from this freeze
allowed      o/runtime#9  Allowed: bugfix (wording \`fix, crash\`)

3 pull requests: 2 allowed, 1 not let in
"
`);
});

test("decide takes an author without a login for one that is not known", async () => {
  expect((await rows([pull({ user: { login: null, type: "User" } })]))[0]?.evidence).toMatchObject([{ supplied_by: null, by_author: null }]);
});

describe("decide explains a wrong file", () => {
  const wrong = async (text: string | Uint8Array): Promise<Outcome> => run(["decide", "--plan", "plan.yml", "--pulls", "pulls.json", "--at", DURING], { "plan.yml": PLAN, "pulls.json": text });

  test.each<readonly [string, string | Uint8Array, string]>([
    ["that is not JSON", '[\n  {"repository": oops}\n]', "pulls.json:2:18 is not JSON"],
    ["that ends early", '[{"repository": "o/r"', "pulls.json"],
    ["that holds no list", "{}", "pulls.json must hold one JSON array, and it holds an object."],
    ["that is not text", new Uint8Array([0xff, 0xfe, 0x00]), "pulls.json is not text in UTF-8."],
    ["without a required field", JSON.stringify([pull(), { repository: "o/r", number: 3, base: { ref: "master" } }]), "pulls.json: [1].title is missing"],
    ["with a text for a number", JSON.stringify([pull({ number: "7" })]), "pulls.json: [0].number must be a number, and is a text"],
    ["with null for a text", JSON.stringify([pull({ base: { ref: null } })]), "pulls.json: [0].base.ref must be a text, and is null"],
    ["with a text for an object", JSON.stringify([pull({ base: "master" })]), "pulls.json: [0].base must be an object, and is a text"],
    ["with a number among the pull requests", "[7]", "pulls.json: [0] must be an object, and is a number"],
    ["with a role that GitHub does not have", JSON.stringify([pull({ author_role: "boss" })]), "pulls.json: [0].author_role: must be one of none, read, triage, write, maintain, admin"],
    ["with a label that is none", JSON.stringify([pull({ labels: [7] })]), "pulls.json: [0].labels[0]: must be a text or {name, added_by?, added_by_role?}"],
    ["with a wrong field deep inside", JSON.stringify([pull({ labels: [{ name: "bug", added_by_role: "boss" }] })]), "pulls.json: [0].labels[0]"],
    ["with a wrong carried change", JSON.stringify([pull({ contains: [pull({ title: 7 })] })]), "pulls.json: [0].contains[0].title must be a text, and is a number"],
    ["with a carried commit without a name", JSON.stringify([pull({ contains: [{ repository: "o/r", title: "x" }] })]), "pulls.json: [0].contains[0].sha is missing"],
    ["with an instant without a zone", JSON.stringify([pull({ merged_at: "2019-06-20T10:00:00" })]), "[0].merged_at: must be an instant with its zone, as 2019-06-24T22:00:00Z"],
    ["with a repository that is no name", JSON.stringify([pull({ repository: "runtime" })]), "[0].repository: must be owner/name"],
  ])("%s", async (_name, text, said) => {
    const outcome = await wrong(text);
    expect(outcome.err).toContain(said);
    expect([outcome.code, outcome.out]).toEqual([1, ""]);
    expect(outcome.err).not.toMatch(/ {4}at |node:internal/);
  });

  test("of a plan with errors, by its lines", async () => {
    const outcome = await run(["decide", "--plan", "plan.yml", "--pulls", "pulls.json", "--at", DURING], { "plan.yml": "release: { nam: x }\n", "pulls.json": "[]" });
    expect(outcome.code).toBe(1);
    expect(outcome.err).toMatch(/^plan\.yml:1:\d+ error /);
    expect(outcome.err).toMatch(/so it is not a plan yet\.\n$/);
  });

  test("of milestones that the plan does not have", async () => {
    const outcome = await decide([], ["--at", DURING], [{ id: "relese", reached_at: DURING }]);
    expect([outcome.code, outcome.err]).toEqual([1, 'error: reached.json: [0].id: the plan has no milestone "relese".\ndid you mean "release"?\n']);
  });

  test("and an instant that is none, as wrong usage", async () => {
    const outcome = await decide([], ["--at", "2019-06-31"]);
    expect(outcome.code).toBe(2);
    expect(outcome.err).toMatch(/^error: --at 2019-06-31: `2019-06-31` does not exist: .*30 days\.\n/);
    expect((await decide([], ["--at", "3 days after release"])).err).toContain("is not one instant");
  });
});

test("ten thousand pull requests are decided from one file", async () => {
  const many = Array.from({ length: 10_000 }, (_, index) => pull({ number: index + 1 }));
  const outcome = await decide(many, ["--at", DURING, "--json"]);
  expect((JSON.parse(outcome.out) as readonly unknown[]).length).toBe(10_000);
});
