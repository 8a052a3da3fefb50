import { describe, expect, test } from "@jest/globals";
import type { AccountEntry } from "../../src/domain/model/account.ts";
import { accountSectionText, leakAlertText, measurementText } from "../../src/text/account.ts";
import { comingText, endedText, overdueText, readyNoticeText, removedText } from "../../src/text/freeze-notice.ts";
import { freezeSectionText } from "../../src/text/tracking-freeze.ts";
import type { TrackedFreeze } from "../../src/text/tracking-freeze.ts";
import { pullsSectionText } from "../../src/text/tracking-pulls.ts";
import type { TrackedPulls, WaitingPull } from "../../src/text/tracking-pulls.ts";
import { at, freeze, plan } from "../support/plan-builder.ts";

const PLAN = plan({ release: { ...plan().release, timezone: "Europe/Oslo" } });
const EVIL = "x | <img src=x> [a](http://e) @acme/everyone #1 --> ``` <!-- release-warden:end pulls -->";

function tracked(more: Partial<TrackedFreeze> = {}): TrackedFreeze {
  return {
    plan: PLAN, freeze: freeze({ title: "Bugfixes only", because: "the final test has begun" }), home: "acme/app", state: "in-force",
    since: at("2026-12-01T08:00:00Z"), until: at("2026-12-08T23:00:00Z"), overdue: false, notGoverned: ["acme/old"],
    places: [
      { repository: "acme/app", branch: "main", products: [], exempt: false, level: "repository-gate", effectiveAt: at("2026-12-01T08:00:02Z"), trouble: null },
      { repository: "acme/web", branch: "main", products: [], exempt: false, level: "advisory", effectiveAt: null, trouble: "GitHub answered 403" },
    ], ...more,
  };
}

function waiting(more: Partial<WaitingPull> = {}): WaitingPull {
  return { repository: "acme/app", number: 7, sha: null, title: "Add a button", private: false, author: "ann", ready: false, autoMerge: false, queued: false, because: "Waits for Release", ...more };
}

const NOBODY: TrackedPulls = { waiting: [], judged: 0, feeders: [], waivers: [] };

function entry(more: Partial<AccountEntry> = {}): AccountEntry {
  return {
    id: "x", freeze: "freeze", mode: "enforce", repository: "acme/app", repositoryId: 1, branch: "main", sha: "b".repeat(40), number: 7, title: "Add a button", at: at("2026-12-03T10:00:00Z"),
    by: "rita", products: [], outcome: "allowed", verdict: "allow", stood: true, kind: "bugfix", because: "Allowed: bugfix (label by ben)", offending: [], forgedBy: null, private: false, ...more,
  };
}

describe("a tracking issue says", () => {
  test("what holds where, since and until when in both zones, how firmly, and the ways in", () => {
    expect(freezeSectionText(tracked())).toMatchInlineSnapshot(`
"**This freeze is in force.**

- Why: the final test has begun
- Since: Tue 1 December 2026 09:00 Oslo (08:00 UTC), with code-complete
- Until: release is reached (due Tue 8 December 2026 24:00 Oslo (23:00 UTC))
- Lets in: only bugfixes
- Managed by: rita
- Not governed, because they have not consented: acme/old

| Repository | Branch | Took effect | How firmly it holds |
|---|---|---|---|
| acme/app | \`main\` | Tue 1 December 2026 09:00 Oslo (08:00 UTC) | closed by a ruleset of the repository |
| acme/web | \`main\` | not yet | advisory: it informs and blocks nothing; **not closed:** GitHub answered 403 |

### Ways in
- A bugfix shows that it is one by an issue of type \`Bug\` that it closes or the label \`bug\`, given by a maintainer or by somebody other than its author.
- For an exception write \`/warden waive because …\` under the pull request; rita can approve it.
- Else it waits until the freeze ends; its check names what is missing."
`);
  });

  test("who waits, what would stop the release, what merges by itself, and which exceptions there are", () => {
    const feeder = { repository: "acme/app", feeder: "development", branch: "main", changes: [{ number: 9, sha: null, title: "Add a menu", kind: "feature" as const, enteredAt: null }], complete: false, private: false };
    const waiver = { repository: "acme/app", number: 8, sha: null, title: null, private: false, because: "the tester needs it", askedBy: "ann", approvedBy: ["rita"] };
    expect(pullsSectionText(tracked(), { waiting: [waiting({ ready: true, autoMerge: true }), waiting({ repository: "acme/secret", number: 3, private: true, title: null })], judged: 12, feeders: [feeder], waivers: [waiver] })).toMatchInlineSnapshot(`
"### Waiting
2 pull requests of 12 open, those that are approved and ready first:

- #7 Add a button (ann, ready; Waits for Release)
- acme/secret (private)

### Will merge by themselves when the freeze ends
Auto-merge is armed on #7. To keep one back, disarm its auto-merge before then; to keep all of them back, write \`thaw: stop\` in the plan.

### Already in \`development\`, would stop the release
A release merge into \`main\` would wait because of:

- #9 Add a menu (feature)

Not everything in it could be listed.

### Exceptions
- #8: the tester needs it (asked by ann, approved by rita)"
`);
  });

  test("what landed and by what right, and what leaked", () => {
    const leak = entry({ id: "y", number: null, title: "Quick change", outcome: "direct-push", verdict: "block", stood: false, by: "olga" });
    const results = [{ title: "Nothing but bugfixes", measurement: { value: null, unit: "pull requests" as const, target: null, met: null, from: [], missing: "not-read" as const } }];
    expect(accountSectionText(tracked(), { entries: [entry(), leak], left: 3, results })).toMatchInlineSnapshot(`
"### Leaks
1 change landed that nothing had let in:

- bbbbbbbbbbbb Quick change: pushed past any pull request by olga, Thu 3 December 11:00 Oslo

### Account
2 changes landed: 1 let in and 1 pushed past any pull request.

| What landed | When | By | Right |
|---|---|---|---|
| #7 Add a button | Thu 3 December 11:00 Oslo | rita | let in: bugfix (label by ben) |
| bbbbbbbbbbbb Quick change | Thu 3 December 11:00 Oslo | olga | pushed past any pull request |
| and 3 earlier | | | |

### Key result
**Nothing but bugfixes**: no data"
`);
  });
});

describe("what is told once", () => {
  test("a leak, to the manager", () => {
    expect(leakAlertText(tracked(), entry({ outcome: "forged", verdict: "block", forgedBy: "ann" }))).toMatchInlineSnapshot(`
"@rita: a change landed during **Bugfixes only** without being let in.

#7 Add a button: merged on a check that was not ours by rita, Thu 3 December 2026 11:00 Oslo (10:00 UTC); the check had been set by ann.

If it should not be there, revert the pull request; if it should, say why here. It is in the account either way."
`);
  });

  test("that it comes, that it is over, that its end is overdue, that a section was taken out", () => {
    const coming = comingText(tracked({ state: "notice" }), 24 * 3_600_000, { ...NOBODY, waiting: [waiting({ ready: true })], judged: 4 });
    const ended = endedText(tracked({ state: "over" }), { entries: [entry()], left: 0, results: [] }, { ...NOBODY, waiting: [waiting({ autoMerge: true })] });
    const overdue = overdueText(tracked(), { id: "x", freeze: "freeze", milestone: "release", products: null, dueAt: at("2026-12-08T23:00:00Z"), manager: "acme/managers", called: { names: ["acme/managers"], away: [] } });
    expect([coming, ended, overdue, removedText(["pulls"])].join("\n\n=====\n\n")).toMatchInlineSnapshot(`
"**Bugfixes only** begins within 24 hours: Tue 1 December 2026 09:00 Oslo (08:00 UTC). It lets in only bugfixes.

As things stand it would stop 1 open pull request, of which 1 is approved and ready.

What must go in is merged before then; for the rest, the ways in stand above.

Ready now:
- #7 Add a button

=====

**Bugfixes only** is over since Tue 8 December 2026 24:00 Oslo (23:00 UTC).

1 change landed: 1 let in. Nothing leaked.

Auto-merge is armed on #7: they merge by themselves as their checks turn green. To keep one back, disarm it.

=====

@acme/managers: **release** was due Tue 8 December 2026 24:00 Oslo (23:00 UTC) and is not reached, so the freeze holds on.

To end it, close the milestone release in acme/app, or say \`/warden done release\` here. If it has slipped, move its \`due\` in the release plan.

=====

The section \`pulls\` of this issue was taken out or torn, and is no longer kept up to date. To have it back, put these lines where you want it:

\`\`\`html
<!-- release-warden:begin pulls -->
<!-- release-warden:end pulls -->
\`\`\`"
`);
  });

  test("a pull request that is ready hears when, for how long, and what would let it in", () => {
    const notice = { title: "Bugfixes only", base: "main", since: at("2026-12-01T08:00:00Z"), zone: "Europe/Oslo", until: "Release is reached", lets: "only bugfixes", tracking: "acme/app#12", waysIn: ["Link a bug."] };
    expect([readyNoticeText({ ...notice, observes: false }), readyNoticeText({ ...notice, observes: true, tracking: null, waysIn: [] })].join("\n\n=====\n\n")).toMatchInlineSnapshot(`
"This pull request is approved. **Bugfixes only** begins on \`main\` at Tue 1 December 2026 09:00 Oslo (08:00 UTC) and lets in only bugfixes; as it stands, it would then wait until Release is reached.

Next step: merge it before then, or:
- Link a bug.

The freeze is followed in acme/app#12.

=====

This pull request is approved. **Bugfixes only** begins on \`main\` at Tue 1 December 2026 09:00 Oslo (08:00 UTC) and lets in only bugfixes; as it stands, it would be listed as one that would wait, and could still merge, since the freeze only observes.

Next step: merge it before then."
`);
  });
});

describe("what strangers wrote", () => {
  const pages = [
    pullsSectionText(tracked(), { waiting: [waiting({ title: EVIL, because: EVIL, author: EVIL })], judged: 1, feeders: [], waivers: [{ repository: "acme/app", number: 1, sha: null, title: null, private: false, because: EVIL, askedBy: EVIL, approvedBy: [EVIL] }] }),
    accountSectionText(tracked(), { entries: [entry({ title: EVIL, by: EVIL, because: EVIL }), entry({ outcome: "bypass", title: EVIL, by: EVIL })], left: 0, results: [] }),
    freezeSectionText(tracked({ freeze: freeze({ title: EVIL, because: EVIL }) })), leakAlertText(tracked(), entry({ title: EVIL, by: EVIL, forgedBy: EVIL, outcome: "forged" })),
  ];
  test.each(pages.map((page, index) => [index, page] as const))("mentions, links, formats and closes nothing (%i)", (_index, page) => {
    expect(page).not.toMatch(/@acme|<img|(?<!\\)\]\(http|<!--|(?<!\\)\[a/);
    for (const row of page.split("\n").filter((line) => line.startsWith("|"))) expect([5, 6]).toContain(row.replace(/\\[\\|]/g, "").split("|").length);
  });

  test("of a private repository nothing but its name is shown", () => {
    const hidden = accountSectionText(tracked(), { entries: [entry({ repository: "acme/secret", private: true, title: null, because: "", number: 77 })], left: 0, results: [] });
    expect(hidden).toContain("acme/secret (private)");
    expect(hidden).not.toContain("77");
  });
});

test("a measurement without data gives no number, and one with data its arithmetic", () => {
  const none = { value: null, unit: "pull requests" as const, target: null, met: null, from: [], missing: "not-begun" as const };
  expect([measurementText(none), measurementText({ ...none, missing: "not-read" })]).toEqual(["no data yet, the freeze has not begun", "no data"]);
});
