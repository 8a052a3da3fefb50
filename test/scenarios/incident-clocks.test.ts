import { afterEach, describe, expect, test } from "@jest/globals";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene, INCIDENTS } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

/** First words of what the clocks said. */
function said(issue: Issue): readonly string[] {
  return scene.ours(issue).filter((body) => body.startsWith("<!-- release-warden:told/")).map((body) => body.split("\n").slice(1).join("\n"));
}

describe("each clock reminds once in a new comment, and then tells the owners", () => {
  test("who owns it, how severe it is, whether others are told", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    await scene.passTo("2026-11-25T09:40:00Z");
    expect(said(issue)).toEqual(["@rita: Nobody owns this incident yet. `/own` takes it."]);
    await scene.passTo("2026-11-25T10:20:00Z");
    expect(said(issue).slice(1)).toEqual(expect.arrayContaining([
      expect.stringContaining("**Escalated.** @rita: a reminder was not answered. Nobody owns this incident yet."), expect.stringContaining("@rita: Nobody has said how severe this is"),
    ]));
    const before = said(issue).length;
    await scene.passTo("2026-11-25T10:40:00Z");
    expect(said(issue)).toHaveLength(before);
    await scene.passTo("2026-11-25T18:00:00Z");
    expect(said(issue).filter((text) => text.includes("Nobody has decided whether others are told"))).toHaveLength(2);
    expect(said(issue).filter((text) => text.includes("Nobody owns this incident"))).toHaveLength(2);
  });

  test("an update sets its clock back, and a report is asked for when it is over", async () => {
    scene = await createIncidentScene({ plan: INCIDENTS.replace("owners: [rita]", "owners: [rita], clocks: { claim: never, severity: never, inform: never, update: 2 hours, report: 1 day }, severities: [{ id: major }]") });
    const issue = await scene.report("nodes panic");
    await scene.passTo("2026-11-25T10:50:00Z");
    await scene.say(issue, "/timeline still looking");
    await scene.passTo("2026-11-25T12:40:00Z");
    expect(said(issue)).toEqual([]);
    await scene.passTo("2026-11-25T13:00:00Z");
    expect(said(issue)).toEqual([expect.stringContaining("Nothing new has been written here for a while.")]);
    await scene.say(issue, "/resolved it healed itself");
    await scene.passTo("2026-11-26T14:00:00Z");
    expect(said(issue).at(-1)).toContain("It is over, and its report is not written.");
    expect(said(issue).at(-1)).toContain("/report summary …");
  });

  test("silence is looked at again when it says, and logs that were asked for are chased", async () => {
    scene = await createIncidentScene({ plan: INCIDENTS.replace("owners: [rita]", "owners: [rita], clocks: { claim: never, severity: never, update: 3 hours }") });
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/inform no nobody noticed review 2 hours\n/logs request @eve node n7 08:00..09:00");
    await scene.passTo("2026-11-25T11:10:00Z");
    expect(said(issue).some((text) => text.includes("was to be looked at again by now"))).toBe(true);
    await scene.passTo("2026-11-25T12:10:00Z");
    expect(said(issue).some((text) => text.includes("Logs that were asked for have not been received. eve, node `n7`"))).toBe(true);
    await scene.say(issue, "/logs received @eve node n7 https://logs.example/n7.gz sha256:00112233445566778899aabb", "rita");
    expect(issue.body).toContain("**received** eve, `n7`");
  });
});

describe("severity decides who is woken", () => {
  const NIGHT = INCIDENTS.replace("owners: [rita]", "owners: [rita], quiet_hours: { from: \"22:00\", to: \"07:00\" }");
  test.each([["sev1", [null]], ["sev2", [Date.parse("2026-11-26T07:00:00Z")]], ["sev3", []]] as const)("%s at three in the morning", async (severity, notBefore) => {
    scene = await createIncidentScene({ plan: NIGHT, now: "2026-11-26T02:20:00Z" });
    const issue = await scene.report("nodes panic");
    await scene.say(issue, `/severity ${severity}`);
    await scene.passTo("2026-11-26T03:00:00Z");
    const told = await scene.app.store.told(`incident:${scene.repository.id}/${issue.number}`);
    expect(told.map(({ message }) => message.notBefore)).toEqual(notBefore);
  });
});
