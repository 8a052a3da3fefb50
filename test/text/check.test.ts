import { describe, expect, test } from "@jest/globals";
import { checkName, renderCheck, renderNothingHolds } from "../../src/text/check.ts";
import { renderGroupCheck, type GroupMember } from "../../src/text/group-check.ts";
import { SUMMARY_CAP } from "../../src/text/decision-summary.ts";
import { allowed, at, decided, decision, evidence, freeze, offending, plan, reason } from "./decided.ts";

describe("the check is", () => {
  const bugfix = allowed(reason("kind-allowed", true, { kind: "bugfix" }), { kind: "bugfix", evidence: [evidence()] });
  test.each([
    ["green for what may merge", decided(bugfix), "success"],
    ["green for what may merge, also where the freeze only observes", decided({ ...bugfix, mode: "observe" }), "success"],
    ["in progress for what waits, which nobody reads as broken", decided(), null],
    ["in progress for what cannot be told", decided({ verdict: "wait" }), null],
    ["neutral where the freeze only observes", decided({ mode: "observe" }), "neutral"],
    ["neutral for a feeder", decided({ verdict: "allow", feeder: { into: "master", freeze: "bugfixes-only" } }), "neutral"],
  ])("%s", (_name, pull, conclusion) => {
    const check = renderCheck(pull);
    expect(check?.name).toBe("Release plan (master)");
    expect(check?.conclusion).toBe(conclusion);
  });

  test("not there at all where nothing is to be said", () => {
    expect(renderCheck(decided({ verdict: "skip", rule: null, reasons: reason("no-freeze", true) }))).toBeNull();
  });

  test("released once nothing holds any more", () => {
    expect(renderNothingHolds({ base: "master" })).toMatchObject({ name: checkName("master"), conclusion: "success", title: "No freeze is in force here" });
  });
});

test("its words do not follow the clock, so nothing is written while nothing changes", () => {
  const first = renderCheck(decided());
  const later = renderCheck(decided({ decidedAt: at("2019-06-23T10:00:00Z"), takenAt: at("2019-06-23T09:00:00Z") }, { now: at("2019-06-23T10:00:00Z") }));
  expect(later).toEqual(first);
});

test("the page of a feature says the next step first, then the freeze, and what was looked for", () => {
  expect(renderCheck({ ...decided({ waysIn: [{ code: "ask-waiver", facts: { approvers: ["org/release-managers"], approvals: 2 } }, { code: "wait-for-end", facts: {} }, { code: "link-bug-issue", facts: {} }] }),
  plan: plan({ freezes: [freeze({ because: "testers need a week of quiet" })] }) })?.summary).toMatchInlineSnapshot(`
"**Next step:** Ask for an exception with the comment \`/warden waive because …\`; org/release-managers approves it (2 approvals) with \`/warden approve\`.

Or:
- Wait until Release is reached (due Mon 24 June 24:00 Oslo).
- If it repairs a reported bug, write \`Fixes #NUMBER\` in the description, naming an issue that has the type \`Bug\` or the label \`bug\` or \`type: bug\`.

Until then this pull request waits; nothing is broken.

### The freeze
**Only bugfixes until Release** holds on \`master\` and lets in only bugfixes.

- Why: testers need a week of quiet
- Since: Mon 17 June 2019 24:00 Oslo (22:00 UTC), with Sub-system Test
- Until: Release is reached (due Mon 24 June 2019 24:00 Oslo (22:00 UTC))
- Managed by: mnaamani

### What was seen

Judged to be a feature.

Not found: an issue that it closes, of type \`Bug\` or labelled \`bug\` or \`type: bug\`; the label \`bug\` or \`type: bug\` on the pull request itself.

### What would change this
Another title, description, label, linked issue, commit or target branch, a change of the release plan, or Release being reached. It is judged again at Mon 24 June 2019 24:00 Oslo (22:00 UTC) in any case."
`);
});

test("the page of a self-labelled fix says that its own author labelled it, and which files break the exemption", () => {
  const files = reason("paths-exempt", false, { patterns: ["docs/**"], breaking: ["src/a.ts", "src/b|`c`.ts"], total: 12 });
  const pull = decided({
    kind: "unknown", evidence: [evidence({ counts: false, byAuthor: true, suppliedBy: "mal", remark: "labelled-by-author" })],
    reasons: reason("freeze", false, {}, [files, reason("kind-unknown", false, { allowed: ["bugfix", "release"] })]),
    waysIn: [{ code: "split-paths", facts: { breaking: ["src/a.ts", "src/b|`c`.ts"], total: 12 } }, { code: "label-by-other", facts: { labels: ["bug"] } }],
  });
  expect(renderCheck(pull)?.summary).toMatchInlineSnapshot(`
"**Next step:** Move \`src/a.ts\`, \`\`src/b|\`c\`.ts\`\` and 10 more to a pull request of their own; the rest touches only exempt paths and can merge.

Or:
- If it is a bugfix, have someone other than the author put the label \`bug\` on it.

Until then this pull request waits; nothing is broken.

### The freeze
**Only bugfixes until Release** holds on \`master\` and lets in only bugfixes.

- Since: Mon 17 June 2019 24:00 Oslo (22:00 UTC), with Sub-system Test
- Until: Release is reached (due Mon 24 June 2019 24:00 Oslo (22:00 UTC))
- Managed by: mnaamani

### What was seen

Nothing that counts shows what kind of change this is.

- label \`bug\` by mal: bugfix, but it does not count (labelled by its own author)

Not found: an issue that it closes, of type \`Bug\` or labelled \`bug\` or \`type: bug\`.

### Files outside the exempt paths

It would pass if it touched only \`docs/**\`. Outside:

- \`src/a.ts\`
- \`\`src/b|\`c\`.ts\`\`
- and 10 more files

### What would change this
Another title, description, label, linked issue, commit or target branch, a change of the release plan, or Release being reached. It is judged again at Mon 24 June 2019 24:00 Oslo (22:00 UTC) in any case."
`);
});

test("the page of a release merge tells what it carries and how to leave the late ones out", () => {
  const late = [reason("kind-not-allowed", false, { kind: "feature", allowed: ["bugfix", "release"] })];
  const carried = [
    reason("contained-before", true, { change: "o/runtime#60", title: "Tidy up", how: "tip", enteredAt: null }),
    reason("contained-after", true, { change: "o/runtime#66", title: "Start state", enteredAt: at("2019-06-19T09:00:00Z"), kind: "feature" }, [reason("agreed", true, { because: "initialise the new state", by: "bwhm", see: "https://x.example/a" })]),
    reason("contained-unknown", null, { change: "o/runtime@0123456789abcdef", title: "wip", enteredAt: null, kind: "unknown" }, [reason("kind-unknown", false, { allowed: ["bugfix"] })]),
    reason("contained-after", false, { change: "o/runtime#65", title: "Add | staking", enteredAt: at("2019-06-19T08:00:00Z"), kind: "feature" }, late),
  ];
  const pull = decided({
    kind: "release", waysIn: [{ code: "leave-out", facts: {} }, { code: "wait-for-end", facts: {} }],
    offending: [offending({ title: "Add | staking" }), offending({ number: null, sha: "0123456789abcdef", title: "wip", kind: "unknown", enteredAt: null, leaveOut: [] })],
    reasons: reason("freeze", false, {}, [reason("contains", false, { total: 4 }, carried)]),
  });
  expect(renderCheck(pull)?.summary).toMatchInlineSnapshot(`
"**Next step:** Leave [#65](https://github.com/o/runtime/issues/65) and [\`0123456789\`](https://github.com/o/runtime/commit/0123456789abcdef) out of this release merge.

Or:
- Wait until Release is reached (due Mon 24 June 24:00 Oslo).

Until then this pull request waits; nothing is broken.

### The freeze
**Only bugfixes until Release** holds on \`master\` and lets in only bugfixes.

- Since: Mon 17 June 2019 24:00 Oslo (22:00 UTC), with Sub-system Test
- Until: Release is reached (due Mon 24 June 2019 24:00 Oslo (22:00 UTC))
- Managed by: mnaamani

### What it carries

| Change | Entered | Kind | Passes |
|---|---|---|---|
| [#65](https://github.com/o/runtime/issues/65) Add \\| staking | Wed 19 June 10:00 Oslo (08:00 UTC) | feature | no |
| [\`0123456789\`](https://github.com/o/runtime/commit/0123456789abcdef) wip | not known | unknown | cannot tell, so no |
| [#66](https://github.com/o/runtime/issues/66) Start state | Wed 19 June 11:00 Oslo (09:00 UTC) | feature | yes: agreed beforehand by bwhm: initialise the new state, [see the agreement](https://x.example/a) |

1 change had entered before the freeze began and passes.

### Leaving them out

Take each back on the branch that this merge comes from, by a pull request like any other. This release merge then updates itself.

[#65](https://github.com/o/runtime/issues/65):

\`\`\`sh
git revert -m 1 abc1234
\`\`\`

### What would change this
Another title, description, label, linked issue, commit or target branch, a change of the release plan, or Release being reached. It is judged again at Mon 24 June 2019 24:00 Oslo (22:00 UTC) in any case."
`);
});

test("the page of what only observes says that nothing is asked", () => {
  expect(renderCheck(decided({ mode: "observe" }, { plan: plan({ freezes: [freeze({ mode: "observe" })] }) }))?.summary.split("\n\n")[0])
    .toBe("**Nothing to do.** The freeze only observes, so this pull request can merge. If the freeze were enforced, it would wait.");
});

test("the page of an exempt product does not speak of evidence", () => {
  expect(renderCheck(decided(allowed(reason("product-exempt", true, { product: "pioneer" }))))?.summary).not.toContain("What was seen");
});

test("a commit that heads several pull requests says which one is judged", () => {
  expect(renderCheck({ ...decided(), shared: { judged: 7, others: [9, 12] } })?.summary)
    .toContain("This commit is also the last one of #9 and #12, and GitHub shows one check for all of them. What is said here is about #7, the strictest.");
});

test("links lead where the pull request itself is", () => {
  const pull = { repository: "o/runtime", url: "https://github.example.com/o/runtime/pull/7" };
  expect(renderCheck({ ...decided({ waysIn: [{ code: "leave-out", facts: {} }], offending: [offending()] }), pull })?.summary).toContain("(https://github.example.com/o/runtime/issues/65)");
});

test("no size of release merge passes the limit that GitHub sets", () => {
  const many = Array.from({ length: 5_000 }, (_, index) => index + 1);
  const wide = "`|<script>@org ".repeat(50);
  const pull = decided({
    kind: "release", waysIn: [{ code: "leave-out", facts: {} }],
    offending: many.map((number) => offending({ number, title: wide, leaveOut: [wide, wide, wide] })),
    reasons: reason("freeze", false, {}, [reason("contains", false, { total: 5_000 }, many.map((number) => reason("contained-after", false, { change: `o/runtime#${number}`, title: wide, enteredAt: 0, kind: "feature" })))]),
  });
  const summary = renderCheck({ ...pull, shared: { judged: 1, others: [2] } })?.summary ?? "";
  expect(summary.length).toBeGreaterThan(10_000);
  expect(summary.length).toBeLessThanOrEqual(SUMMARY_CAP);
  expect((summary.match(/^`{3,}/gm) ?? []).length % 2).toBe(0);
});

describe("a merge group", () => {
  const member = (number: number, over: Parameters<typeof decision>[0] = {}): GroupMember => ({ number, title: `Change ${number}`, decision: decision(over), plan: plan() });
  const good = (number: number): GroupMember => member(number, allowed(reason("kind-allowed", true, { kind: "bugfix" }), { kind: "bugfix", evidence: [evidence()] }));
  const group = (members: readonly GroupMember[], complete = true): ReturnType<typeof renderGroupCheck> =>
    renderGroupCheck({ members, complete, base: "master", now: at("2019-06-20T10:00:00Z"), repository: "o/runtime", detailsUrl: null });

  test("fails at once with the culprit's name", () => {
    const check = group([good(11), member(12)]);
    expect([check.name, check.conclusion, check.title]).toEqual(["Release plan (master)", "failure", "#12 stops this group: Waits for Release (due Mon 24 June 24:00 Oslo): only bugfixes until then"]);
    expect(check.summary).toContain("## #12 Change 12");
    expect(check.summary).not.toContain("Change 11");
  });

  test("passes when all in it may merge", () => {
    expect(group([good(11), good(12)])).toMatchObject({ conclusion: "success", title: "Allowed: all 2 pull requests in this group may merge" });
  });

  test("fails when not all in it could be named", () => {
    expect(group([good(11)], false)).toMatchObject({ conclusion: "failure", title: "Cannot tell which pull requests are in this group, so it does not merge" });
  });

  test("is not stopped by a freeze that only observes", () => {
    expect(group([member(12, { mode: "observe" })])).toMatchObject({ conclusion: "neutral", title: "1 pull request would wait (observe mode: nothing is blocked)" });
  });

  test("gets an answer where no plan governs the branch", () => {
    const free = { ...member(12, { verdict: "skip", rule: null, reasons: reason("not-governed", null) }), plan: null };
    expect(group([free])).toMatchObject({ conclusion: "success", title: "No freeze is in force here" });
  });
});
