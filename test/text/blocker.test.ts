import { describe, expect, test } from "@jest/globals";
import type { PlannedBlocker } from "../../src/domain/model/plan-record.ts";
import { blockedText, blockerCheckName, blockerText, blockerTitle, isBlockerCheck, liftedNews, liftedText, renderBlockerCheck } from "../../src/text/blocker.ts";
import { checkName } from "../../src/text/check.ts";
import { acceptanceCheckName } from "../../src/text/pull-acceptance-check.ts";
import { documentationCheckName } from "../../src/text/documentation-check.ts";
import { planCheckName } from "../../src/text/plan-check.ts";
import { regressionCheckName } from "../../src/text/regression-check.ts";

const BLOCKER: PlannedBlocker = { id: "cla", title: "No agreement yet", because: "The lawyers look at it.", owner: "ben", see: null, due: null, concerns: "outside", status: "license/cla" };
const EVIL = "](x) @everyone <img> `#1` | a\nb https://evil.example";
const EVIL_BLOCKER: PlannedBlocker = { ...BLOCKER, title: EVIL, because: EVIL.repeat(20), owner: EVIL, see: "https://a.example/)](x)|", status: EVIL };

describe("what is said of something that stands in the way", () => {
  test("under a pull request for which another app has found something", () => {
    expect(blockedText({ blocker: BLOCKER, issue: "acme/plans#3", reported: "failure" })).toMatchInlineSnapshot(`
"Something stands in the way of pull requests from people who have no role in this repository: **No agreement yet**. The lawyers look at it.

ben deals with it, in acme/plans#3. This comment changes when it is out of the way, and a new one tells you.

**\`license/cla\` did not pass on this pull request.** Open its details below and do what they ask; once it passes, this is dealt with here."
`);
  });

  test("by a check", () => {
    expect((["success", "pending", "absent", "failure"] as const).map((state) => renderBlockerCheck({ blocker: BLOCKER, issue: "#3" }, "license/cla", state)).map(({ conclusion, title, summary }) => [conclusion, title, summary])).toMatchInlineSnapshot(`
[
  [
    "success",
    "license/cla passed",
    "**Nothing to do.** \`license/cla\` passed on this commit, so it is dealt with for this pull request.

This is asked while something stands in the way: **No agreement yet** (#3). ben deals with it.",
  ],
  [
    null,
    "Waits for license/cla",
    "**Nothing to do yet.** \`license/cla\` is still looking at this commit; once it passes, so does this. Nothing is broken.

This is asked while something stands in the way: **No agreement yet** (#3). ben deals with it.",
  ],
  [
    null,
    "Waits for license/cla, which has said nothing yet",
    "**Nothing to do yet.** \`license/cla\` has said nothing of this commit; once it passes, so does this. Nothing is broken.

This is asked while something stands in the way: **No agreement yet** (#3). ben deals with it.",
  ],
  [
    "failure",
    "license/cla did not pass",
    "**Open the details of \`license/cla\` and do what they ask.** It did not pass on this commit; once it does, so does this.

This is asked while something stands in the way: **No agreement yet** (#3). ben deals with it.",
  ],
]
`);
  });

  test("its check has a name that no other check of ours has", () => {
    expect(blockerCheckName(BLOCKER)).toBe("Release plan: No agreement yet");
    const others = [checkName, planCheckName, documentationCheckName, acceptanceCheckName, regressionCheckName].map((name) => name(": main"));
    expect(others.filter(isBlockerCheck)).toEqual([]);
  });

  test("names no issue that may not be named", () => {
    for (const text of [blockedText({ blocker: BLOCKER, issue: null, reported: null }), liftedText("x", null), liftedNews("x", null)]) expect(text).not.toContain("#");
  });

  test("what people wrote stays inert", () => {
    const check = renderBlockerCheck({ blocker: EVIL_BLOCKER, issue: null }, EVIL, "failure");
    const texts = [blockerText(EVIL_BLOCKER, "plan.yml"), blockedText({ blocker: EVIL_BLOCKER, issue: null, reported: null }), liftedText(EVIL, null), liftedNews(EVIL, null)];
    for (const text of texts) for (const bad of [/[^\\]\]\(x\)/, /@everyone/, /<img>/, /https:\/\/evil/]) expect([bad.test(text), text]).toEqual([false, text]);
    expect([blockerTitle(EVIL_BLOCKER), check.name, check.title].filter((line) => line.includes("\n"))).toEqual([]);
  });
});
