/** The same thing, reported twice before anybody could be offered the first. */
import { afterEach, expect, test } from "@jest/globals";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;
/** how many faults were made to happen, each of which the app complains of once */
let faults = 0;

afterEach(async () => {
  expect(scene.complaints).toHaveLength(faults);
  faults = 0;
  await scene.stop();
});

function incidents(): readonly Issue[] {
  return [...scene.repository.issues.values()].filter(({ title, user }) => title.startsWith("Incident: ") && user.login === "release-warden[bot]").sort((a, b) => a.number - b.number);
}

function reportAtOnce(by: Account, what: string): Issue {
  const place = createIssue(scene.github.world, scene.repository, { title: "Something is wrong" }, by);
  createComment(scene.github.world, place, `/warden incident ${what}`, by);
  return place;
}

/**
 * The first incident stands on GitHub and is not known yet when the second is reported, as where two workers open one each: GitHub's answer to the
 * first was lost, and it is found again a little later.
 */
async function reportTogether(first: string, second: string): Promise<void> {
  faults += 1;
  scene.github.faults.add({ kind: "lost-response", match: { method: "POST", path: "*/app/issues" } });
  reportAtOnce(scene.person("ann"), first);
  await scene.settle();
  reportAtOnce(scene.person("ben"), second);
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + 600_000).toISOString());
}

function told(issue: Issue): readonly string[] {
  return scene.ours(issue).filter((body) => body.includes("was reported before this one"));
}

test("of two reports that arrive together the later incident is offered the first, once, and the first nothing", async () => {
  scene = await createIncidentScene();
  await reportTogether("nodes panic when balances are checked", "node panics, balance check");
  const [first, second] = incidents();
  if (first === undefined || second === undefined) throw new Error("they were not opened together");
  expect(told(second)).toEqual([expect.stringMatching(new RegExp(`@(?:ann|ben): \\*\\*#${first.number} was reported before this one and looks like the same\\.\\*\\* .*\`/triage known #${first.number}\``, "s"))]);
  expect(told(first)).toEqual([]);
  await scene.say(second, `/timeline it is on`);
  await scene.app.resync();
  await scene.settle();
  await scene.forget();
  await scene.settle();
  expect([told(first).length, told(second).length]).toEqual([0, 1]);
  await scene.say(second, `/triage known #${first.number}`);
  expect(first.body).toContain(`| Came back as | #${second.number} |`);
});

test("what was said to be another is not told so", async () => {
  scene = await createIncidentScene();
  await reportTogether("the hub stands still", "new: the hub stands still");
  expect(incidents()).toHaveLength(2);
  expect(incidents().flatMap(told)).toEqual([]);
});

test("a report whose issue was made and then forgotten in a crash is not lost to one that came meanwhile", async () => {
  scene = await createIncidentScene();
  await reportTogether("the hub stands still", "the hub stands still");
  const [first, second] = incidents();
  expect(incidents()).toHaveLength(2);
  expect(first?.body).toContain("**Next:**");
  expect(second === undefined ? [] : told(second)).toHaveLength(1);
});
