import { afterEach, expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { closeIssue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

async function template(text: string): Promise<void> {
  pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Our template", files: { ".github/release-warden/incident.md.hbs": text } }] });
  await scene.settle();
}

test("a known problem is linked from both sides, once", async () => {
  scene = await createIncidentScene();
  const first = await scene.report("nodes panic");
  await scene.say(first, "/triage one-time a disk was full\n/resolved freed it");
  const second = await scene.report("the network stands still");
  await scene.say(second, `/triage known #${first.number} the same race`);
  expect(second.body).toContain(`| What it is | a known problem: #${first.number} |`);
  expect(first.body).toContain(`| Came back as | #${second.number} |`);
  const [writes, body] = [scene.writes(), first.body];
  await scene.app.resync();
  await scene.settle();
  expect([scene.writes(), first.body]).toEqual([writes, body]);
});

test("whoever closes the issue of a follow-up has done it", async () => {
  scene = await createIncidentScene();
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/follow-up better alarms @ben 2026-12-20\n/follow-up an idea");
  const follow = [...scene.repository.issues.values()].find(({ title }) => title === "better alarms");
  if (follow === undefined) throw new Error("no follow-up");
  expect([...scene.repository.issues.values()].some(({ title }) => title === "an idea")).toBe(false);
  closeIssue(scene.github.world, follow, "completed", scene.person("ben"));
  await scene.settle();
  expect(issue.body).toContain("due Sun 20 December 2026 — **done**");
});

test("a repository's own template is used, and one that cannot be is said so", async () => {
  scene = await createIncidentScene();
  await template("# Our way\n\n{{{incident}}}\n\n{{#if text}}{{{text}}}{{/if}}by {{reporter}}");
  const ours = await scene.report("nodes panic");
  expect(ours.body).toContain("# Our way");
  await scene.say(ours, "/own");
  expect(ours.body).toContain("| Owner | rita |");
  expect(ours.body).toContain("### Timeline");
  await template("{{#if text}}never closed");
  const other = await scene.report("the wiki is slow");
  expect(other.body).toContain("### What was reported");
  const place = [...scene.repository.issues.values()].filter(({ title }) => title === "Something is wrong").at(-1);
  expect(place === undefined ? [] : scene.ours(place).join("\n")).toContain("own template was not used");
});
