/** Words at the end of a rehearsal. */
import { describe, expect, test } from "@jest/globals";
import { rehearsalAccount } from "../../src/text/rehearsal-account.ts";
import type { Rehearsed } from "../../src/text/rehearsal-account.ts";
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
