/** `/warden timeline #7 …` in comments anywhere: a line of the incident's record, that follows its comment as one written in the incident does. */
import { afterEach, expect, test } from "@jest/globals";
import { deleteComment, editComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

function elsewhere(): Issue {
  return createIssue(scene.github.world, scene.repository, { title: "A talk" }, scene.person("ann"));
}

test("an edit changes its entry and leaves the first words beside it, and a deleted comment leaves the entry", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("nodes panic");
  const note = await scene.say(elsewhere(), `/warden why\n/warden timeline #${issue.number} 08:30 deposits have stopped`, "ann");
  scene.clock.advance(60_000);
  editComment(scene.github.world, note, `/warden why\n/warden timeline #${issue.number} 08:35 deposits were slow`, scene.person("ann"));
  await scene.settle();
  expect(issue.body).toContain("**Wed 25 November 2026 08:35 UTC** deposits were slow — ann");
  expect(issue.body).toContain("edited; first: “08:30 deposits have stopped”");
  const [writes, body] = [scene.writes(), issue.body];
  await scene.app.resync();
  await scene.settle();
  expect([scene.writes(), issue.body]).toEqual([writes, body]);
  deleteComment(scene.github.world, note, scene.person("ann"));
  await scene.settle();
  expect(issue.body).toContain("deposits were slow — ann");
  expect(issue.body).toContain("its comment was deleted");
});

test("an edit that speaks of another incident moves nothing, and says so in the first", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("nodes panic");
  const other = await scene.report("the wiki is slow");
  const note = await scene.say(elsewhere(), `/warden timeline #${issue.number} it began`, "ann");
  scene.clock.advance(60_000);
  editComment(scene.github.world, note, `/warden timeline #${other.number} it began`, scene.person("ann"));
  await scene.settle();
  expect(issue.body).toContain("edited; first: “it began”");
  expect(other.body).not.toContain("it began");
});

test("a time that has not come is refused, and nothing is said to be noted", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("nodes panic");
  const note = await scene.say(elsewhere(), `/warden timeline #${issue.number} 2027-01-01T10:00Z it will be over`, "ann");
  expect(scene.answer(note)).toContain("that time has not come yet");
  expect(scene.answer(note)).not.toContain("**Noted**");
  expect(issue.body).not.toContain("it will be over");
});

test("in the incident's own issue it takes no place of a command in the same comment", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("nodes panic");
  const both = await scene.say(issue, `/own\n/timeline it begins\n/warden timeline #${issue.number} the hub is down`);
  expect(issue.body).toContain("| Owner | rita |");
  expect(issue.body).toContain("the hub is down");
  scene.clock.advance(60_000);
  editComment(scene.github.world, both, `/own\n/timeline it began\n/warden timeline #${issue.number} the hub was slow`, scene.person("rita"));
  await scene.settle();
  for (const said of ["it began — rita *(edited; first: “it begins”)*", "the hub was slow — rita *(edited; first: “the hub is down”)*"]) expect(issue.body).toContain(said);
});

test("memory that was lost days later comes back with it", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("nodes panic");
  await scene.say(elsewhere(), `/warden timeline #${issue.number} deposits have stopped`, "ann");
  await scene.passTo("2026-11-28T12:00:00Z");
  await scene.forget();
  await scene.settle();
  await scene.say(issue, "/own");
  expect(issue.body).toContain("deposits have stopped — ann");
});
