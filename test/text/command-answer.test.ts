/** Words that answer commands. */
import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { helpFor, helpTable } from "../../src/domain/command/help.ts";
import { OUTCOMES } from "../../src/domain/command/state.ts";
import type { AskedWaiver } from "../../src/domain/command/state.ts";
import { parsePlan } from "../../src/domain/plan/parse.ts";
import { renderAnswer } from "../../src/text/command-answer.ts";
import { commandTable, helpText } from "../../src/text/command-help.ts";
import { outcomeText } from "../../src/text/command-outcome.ts";
import { refusalText } from "../../src/text/command-refusal.ts";
import { askedAgainText, waiverText } from "../../src/text/command-waiver.ts";
import { at, plan } from "./decided.ts";

const WEB = "https://github.com";
const HOSTILE = "@acme/all [x](http://evil) #1 o/r#2 <img src=x onerror=1> **b** `c` | -->";
const WAIVER: AskedWaiver = {
  id: "9/bugfixes-only", freeze: "bugfixes-only", repository: "o/runtime", number: 7, askedBy: "ann", because: "the wallet is locked", approvedBy: [], diff: "d1", until: null,
  revokedBy: null, comment: 9, askedAt: at("2019-06-20T10:00:00Z"), author: "ann", needed: 2, given: [], asked: { diff: "d1", head: "a".repeat(40) }, replacedBy: null,
};

test("an exception that was asked for says who approves it, and how", () => {
  expect(waiverText({ waiver: WAIVER, status: "asked", plan: plan(), approvers: ["org/release-managers", "bwhm"], head: null }, "o/runtime", WEB)).toMatchInlineSnapshot(`
"**Exception asked for.** @org/release-managers or @bwhm: approve it with \`/warden approve\` (2 approvals to go), or leave it and the pull request waits.

- From: Only bugfixes until Release (\`bugfixes-only\`)
- Why: the wallet is locked
- Asked by: ann
- Ends: with the freeze"
`);
});

test("a changed change calls those who approved the one before, with a link to what is new", () => {
  const given = [{ by: "bwhm", at: 0, diff: "d1", head: "a".repeat(40) }];
  expect(askedAgainText({ waiver: { ...WAIVER, given, approvedBy: ["bwhm"] }, status: "changed", plan: plan(), approvers: ["bwhm"], head: "b".repeat(40) }, "o/runtime", WEB)).toMatchInlineSnapshot(`"@bwhm: this pull request was changed after you approved its exception from Only bugfixes until Release (\`bugfixes-only\`), so it waits again. Look at [what is new](https://github.com/o/runtime/pull/7/files/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb), and approve it as it is now with \`/warden approve\`, or leave it."`);
});

test("a freeze says what it closes, until when, why, and how it is ended", () => {
  const outcome = { code: "frozen", done: true, facts: { freeze: "manual-12", branches: ["master", "release/1"], until: null, milestone: "release", because: "the queue burns", private: true } } as const;
  expect(outcomeText({ outcome, plan: plan(), public: true })).toMatchInlineSnapshot(`
"**Frozen.** \`master\` and \`release/1\` take only bugfixes and the release itself, until Release is reached.

Why: the queue burns

To end it before: \`/warden thaw manual-12 because …\`. For one pull request: \`/warden waive because …\` on it.

**Everybody who can read this page can read the private reason in your comment.** Delete the comment if that is not meant: the freeze stays, and the reason is repeated nowhere."
`);
});

test("help explains one command, and the table lists all", () => {
  expect(helpText(helpTable(), helpFor("thw"), null)).toMatchInlineSnapshot(`
"\`/warden thaw [FREEZE] [drain or stop] because WHY\`

Ends a freeze in this repository before its time. The id of the freeze can be left out where only one holds. With stop, what would then merge by itself is disarmed; with drain it merges. It can be written on pull requests and issues.

May be used by the manager and the approvers that the plan names; maintainers where it names nobody.

For example:
- \`/warden thaw because the release is out\`
- \`/warden thaw bugfixes-only stop because the vote was called off\`"
`);
  expect(commandTable(helpTable()).split("\n")).toHaveLength(helpTable().length + 2);
  expect(helpText(helpTable(), null, "cake")).toContain("There is no command `cake`.");
});

test("the README's table of commands is made from the commands", () => {
  const readme = readFileSync("README.md", "utf8");
  expect(readme.slice(readme.indexOf("<!-- commands:begin -->"), readme.indexOf("<!-- commands:end -->"))).toBe(`<!-- commands:begin -->\n${commandTable(helpTable())}\n`);
});

describe("nothing that people wrote links, mentions or formats", () => {
  const inert = (text: string): void => {
    expect(text).not.toMatch(/@acme\/all|\]\(http:\/\/evil|<img|\*\*b\*\*|(?<![\\\u200b])#1\b(?!`)|-->/);
  };

  test("in an exception", () => {
    for (const status of ["asked", "approved", "changed", "revoked", "replaced", "over"] as const)
      inert(withoutCode(waiverText({ waiver: { ...WAIVER, because: HOSTILE, revokedBy: HOSTILE, askedBy: HOSTILE, freeze: HOSTILE }, status, plan: plan(), approvers: [HOSTILE], head: null }, "o/runtime", WEB)));
  });

  test("in whatever a command comes to, and in every refusal: what is shown as it was written stands in code", () => {
    const facts = { freeze: HOSTILE, freezes: [HOSTILE], who: [HOSTILE], branches: [HOSTILE], because: HOSTILE, nearest: HOSTILE, by: HOSTILE, head: HOSTILE, milestone: HOSTILE, needed: 2, given: 1, private: true };
    const texts = OUTCOMES.map((code) => outcomeText({ outcome: { code, done: true, facts }, plan: plan(), public: true }));
    const refusals = [
      refusalText({ why: "problem", problem: { code: "x", message: `There is no command \`${HOSTILE.replaceAll("`", "'")}\`.`, hint: null } }, 0), refusalText({ why: "no-branch", branch: HOSTILE }, 0),
      refusalText({ why: "old", verb: "waive", line: HOSTILE }, 0), refusalText({ why: "not-allowed", verb: "freeze", right: "manage", who: [HOSTILE] }, 0),
      refusalText({ why: "other-commit", head: "abc", named: HOSTILE }, 0), helpText(helpTable(), null, HOSTILE), renderAnswer([{ text: HOSTILE, said: ["a"] }, { text: HOSTILE, said: ["b"] }]),
    ];
    for (const text of [...texts, ...refusals]) inert(withoutCode(text));
  });

  test("a private reason is never repeated, whatever becomes of the command", () => {
    const line = "/warden freeze because x privately Initech reported it";
    expect(refusalText({ why: "old", verb: "freeze", line }, 0) + renderAnswer([{ text: line, said: ["a"] }, { text: line, said: ["b"] }])).not.toContain("Initech");
  });
});

/** What GitHub would read as Markdown: everything outside code spans. */
function withoutCode(text: string): string {
  return text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/gs, "");
}

test("a line of the plan that no answer could show is named, and the rest is shown", () => {
  const text = `release: { name: x, manager: alice, timezone: UTC, description: ${JSON.stringify("d ".repeat(990))} }\nmilestones:\n  - { id: a, manager: alice, description: ${JSON.stringify("e ".repeat(999))} }\n  - { id: b, manager: alice }\n`;
  const { plan } = parsePlan(new TextEncoder().encode(text), "plan.yml");
  if (plan === null) throw new Error("no plan");
  const facts = { from: "alice", to: "bob", since: "2026-12-01", at: Date.UTC(2026, 11, 1), because: null, over: [] };
  const said = outcomeText({ outcome: { code: "reassign-lines", done: true, facts }, plan, public: true, file: { path: "plan.yml", text } });
  expect(said).toContain("+  - { id: b, manager: bob, handed_over: [{ by: alice, on: 2026-12-01 }] }");
  expect(said).toContain("Too long to be shown, and yours to change: lines 1 and 3.");
});
