/** Words at the end of a rehearsal. */
import { describe, expect, test } from "@jest/globals";
import { rehearsalAccount } from "../../src/text/rehearsal-account.ts";
import type { Rehearsed } from "../../src/text/rehearsal-account.ts";
import { unpainted } from "../../src/text/decision-line.ts";
import { dateLines } from "../../src/text/rehearsal-dates.ts";
import { rehearsalGuide } from "../../src/text/rehearsal-guide.ts";
import { at, plan, pull } from "../support/plan-builder.ts";

const CHECK = { status: "in_progress", conclusion: null, title: "Waits for release (due Tue 8 December 00:00 UTC): only bugfixes until then", summary: "" };

function rehearsed(more: Partial<Rehearsed> = {}): Rehearsed {
  return { plan: plan(), home: "acme/app", reached: [], merges: [], open: [], idleWrites: 0, ...more };
}

describe("the account of a rehearsal", () => {
  test("names each merge, the result, and what is still open", () => {
    const merges = [
      { pull: pull({ number: 5, title: "Before" }), mergedAt: at("2026-11-20T10:00:00Z"), check: null },
      { pull: pull({ number: 7, title: "Add a button" }), mergedAt: at("2026-12-02T10:00:00Z"), check: CHECK },
      { pull: pull({ number: 8, title: "Colours" }), mergedAt: at("2026-12-02T11:00:00Z"), check: { status: "completed", conclusion: "success", title: "Allowed: bugfix (label `bug` by ben)", summary: "" } },
    ];
    expect(rehearsalAccount(rehearsed({ merges, open: [{ pull: pull({ number: 9 }), check: CHECK }] }), null).join("\n")).toMatchInlineSnapshot(`
"Merges to governed branches while a freeze held
Pull request  Merged                    To      Verdict     Reason
------------  ------------------------  ------  ----------  --------------------------------------------------------------------------
app#7         Wed 2 December 10:00 UTC  master  would wait  Waits for release (due Tue 8 December 00:00 UTC): only bugfixes until then
app#8         Wed 2 December 11:00 UTC  master  allowed     bugfix (label \`bug\` by ben)
2 merges: 1 allowed, 1 would wait. Without a freeze in force: 1 before, 0 later.

Key result: Freeze: only bugfixes
Product  Result  Why
-------  ------  ----------------------------------------
all      broken  2 merges during the freeze; broken by #7

Open at the end:
  acme/app#9  Waits for release (due Tue 8 December 00:00 UTC): only bugfixes until then

Everything was looked at again, during the freeze and at the end: nothing had to be written."
`);
  });

  test("says when no merge fell into a freeze", () => {
    const merges = [{ pull: pull(), mergedAt: at("2026-11-20T10:00:00Z"), check: null }];
    expect(rehearsalAccount(rehearsed({ merges }), null)[0]).toBe("No merge to a governed branch fell into a freeze (1 merge outside).");
  });

  test("shows milestones as the issue on GitHub says them, what was refused, and nothing where there is no such issue", () => {
    const body = (live: string, state: string, after = ""): string => ["Words of people", "<!-- release-warden:begin live-milestones -->", "| Milestone | First planned | Now due | Actual | State | Slip | Decides | Checklist |", "|---|---|---|---|---|---|---|---|",
      `| A \\| \\[b\\] #3 | Tue 1 December 2026 24:00 Oslo (23:00 UTC) | ${live} | not yet | ${state} |  | rita |  |`, "", after, "<!-- release-warden:end live-milestones -->"].join("\n");
    const dates = [
      { at: at("2026-11-20T10:00:00Z"), number: 4, body: body("Tue 1 December 2026 24:00 Oslo (23:00 UTC)", "to come") },
      { at: at("2026-12-04T10:00:00Z"), number: 4, body: body("Thu 3 December 2026 24:00 Oslo (23:00 UTC)", "late", "**Out of order**: A should come after \u001b[2Jz, and does not.") },
    ];
    const proposals = [{ at: at("2026-11-30T10:00:00Z"), before: { status: "completed", conclusion: "failure", title: "The plan has 1 error", summary: "- plan.yml:3:5 error: A moves \\[…\\] Fix: add `see`\n- plan.yml:9:1 warning: other" }, after: { status: "completed", conclusion: "success", title: "The plan is right", summary: "" } }];
    expect(dateLines({ proposals, dates }, "acme/app", "UTC", null, unpainted).join("\n")).toMatchInlineSnapshot(`
"Milestones, as acme/app#4 shows them
Milestone  First planned                   Live                            Actual   State  Slip
---------  ------------------------------  ------------------------------  -------  -----  ----
A | [b]    Tue 1 December 2026 24:00 Oslo  Thu 3 December 2026 24:00 Oslo  not yet  late   none
Out of order: A should come after z, and does not.

How they came about
  20 November: 1 milestone, each with its tracking issue; the dates are as first planned
  30 November: a change of the plan moves the dates and does not say where that was decided: refused (The plan has 1 error)
    A moves […]
  with the address of the minutes it passes (The plan is right)
  4 December: the live dates move: A | [b] to 3 December
  4 December: Out of order: A should come after z, and does not.
  4 December: A | [b] is late"
`);
    expect(dateLines({ proposals, dates: [] }, "acme/app", "UTC", null, unpainted)).toEqual([]);
  });

  test("writes that nothing called for are not passed over", () => {
    expect(rehearsalAccount(rehearsed({ idleWrites: 2 }), null).at(-1)).toBe("Everything was looked at again, and 2 writes followed although nothing had happened: please report that.");
  });

  test("what people named cannot steer the terminal", () => {
    const merges = [{ pull: pull({ title: "\u001b[2Jx" }), mergedAt: at("2026-12-02T10:00:00Z"), check: { ...CHECK, title: "\u001b[2Jx" } }];
    expect(rehearsalAccount(rehearsed({ merges }), null).join("")).not.toContain("\u001b");
  });
});

describe("the guide to a world that stays open", () => {
  const WORLD = { apiUrl: "http://127.0.0.1:1", appUrl: "http://127.0.0.1:2", token: "ghp_x", login: "rita", now: at("2026-12-10T10:00:00Z"), repository: "acme/app", branch: "main", nextNumber: 9, again: null };

  test("brings the freeze back by the milestone, or by the clock, or not at all", () => {
    const lines = (again: Parameters<typeof rehearsalGuide>[0]["again"]): string => rehearsalGuide({ ...WORLD, again }).join("\n");
    expect(lines({ kind: "reopen", home: "acme/app", milestone: 2, title: "Release" })).toContain(`-X PATCH $API/repos/acme/app/milestones/2 -d '{"state":"open"}'`);
    expect(lines({ kind: "clock", to: at("2026-12-01T00:00:00Z") })).toContain(`-d '{"set":"2026-12-01T00:00:00Z"}'`);
    expect(lines(null)).not.toMatch(/PATCH|"set"/);
  });

  test("leads GitHub's own command line to this world", () => {
    const text = rehearsalGuide(WORLD);
    expect(text).toContain("  export HTTP_PROXY=$API GH_HOST=github.localhost GH_TOKEN=ghp_x GH_REPO=github.localhost/acme/app");
    expect(text).toContain('  gh pr create --head try-9 --base main --title "Add a button" --body ""');
  });

  test("a title cannot leave its comment line", () => {
    const text = rehearsalGuide({ ...WORLD, again: { kind: "reopen", home: "acme/app", milestone: 2, title: "x\n$(rm -rf /)" } });
    expect(text.filter((line) => line.includes("rm -rf"))).toEqual(["  # take back that xrm -rf  was reached: its freeze holds again"]);
  });
});
