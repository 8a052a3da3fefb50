/** What is said of an incident reaches those who have a part in it, and what is missing in it shows. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene, INCIDENTS, UNCLOCKED } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

const told = (issue: Issue, what: string): readonly string[] => scene.ours(issue).filter((body) => body.includes(`told/${what}`)).map((body) => body.split("\n").slice(1).join("\n"));
const REVIEW = "/inform no nobody noticed\n/report summary nodes panicked\n/report cause a race\n/report well quick\n/report badly late";

describe("people who have a part in it", () => {
  test("hear once that it is over and reviewed, with what is left; only who spoke here or owns incidents is called", async () => {
    scene = await createIncidentScene({ plan: UNCLOCKED });
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/own\n/severity sev1\n/triage new\n/party @ann debugging\n/party \"Factom\" customer\n/party \"a firm\" customer\n/started 08:00\n/follow-up one place for logs @ben");
    await scene.say(issue, "/resolved 08:37 the race is gone");
    await scene.say(issue, REVIEW);
    expect(told(issue, "reviewed")).toEqual([]);
    await scene.say(issue, "/report");
    expect(told(issue, "reviewed")).toEqual(["@ann, Factom and a firm: **this incident is over and reviewed.** Its report and its timeline stand at the head of this issue. It took 37 minutes from start to end. 1 follow-up is still to be done."]);
    await scene.app.resync();
    await scene.settle();
    await scene.forget();
    await scene.passTo("2026-11-27T09:00:00Z");
    expect(told(issue, "reviewed")).toHaveLength(1);
  });

  test("read in the incident what was noted elsewhere, once", async () => {
    scene = await createIncidentScene({ plan: UNCLOCKED });
    const issue = await scene.report("nodes panic");
    const place = createIssue(scene.github.world, scene.repository, { title: "Deposits" }, scene.person("ann"));
    await scene.say(place, `/warden timeline #${issue.number} 08:50 deposits @olga <b>stopped`, "ann");
    expect(told(issue, "noted")).toEqual(["ann noted this in another issue or pull request (Wed 25 November 2026 08:50 UTC): deposits @\u200bolga &lt;b&gt;stopped"]);
    const before = scene.writes();
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(before);
    await scene.forget();
    expect(told(issue, "noted")).toHaveLength(1);
  });
});

describe("what is missing", () => {
  test("a short-term plan at the worst severity shows, until there is one", async () => {
    scene = await createIncidentScene({ plan: UNCLOCKED });
    const issue = await scene.report("nodes panic");
    expect(issue.body).not.toContain("Short-term plan");
    await scene.say(issue, "/severity sev1");
    expect(issue.body).toContain("| Short-term plan | 🔴 **none yet**, at this severity: `/plan hours …` |");
    await scene.say(issue, "/plan hours write the fix @ben 18:00");
    expect(issue.body).not.toContain("none yet");
    await scene.say(await scene.report("the wiki is slow"), "/severity sev2");
    expect(scene.incident("the wiki is slow").body).not.toContain("Short-term plan");
  });

  test("its start is asked for with the report, and nothing waits for it", async () => {
    scene = await createIncidentScene({ plan: INCIDENTS.replace("owners: [rita]", "owners: [rita], clocks: { claim: never, severity: never, inform: never, update: never, report: 1 day }") });
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/own\n/severity sev2\n/triage new\n/resolved restarted");
    await scene.passTo("2026-11-26T10:00:00Z");
    expect(told(issue, "report").at(-1)).toContain("- say when it began, so that its lengths are known: `/started WHEN` or `/started unknown`");
    await scene.say(issue, REVIEW);
    expect(issue.body).toContain("**Next:** say when it began");
    await scene.say(issue, "/report");
    expect(issue.state).toBe("closed");
  });
});
