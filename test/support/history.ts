/**
 * Histories: what people may do to a repository under a plan, as data that fast-check can make and shrink. Each step names its objects by a
 * number that is taken modulo what is there, so any list of steps can be played, and the same list is the same history in every world.
 *
 * Left out, because what is decided then rests on when the app first looked: release merges (the feeder's tip is recorded when the freeze begins)
 * and plans that break or vanish (the last good one that was seen stays in force).
 */
import { fc } from "./properties.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { addLabels, createIssue, editIssue, removeLabel, setType } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import { closePull, isMergeable, openPullsOf, reopenPull, retarget, setDraft } from "../../src/sandbox/github/state/pull.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { Scene } from "./scene.ts";

const ACTS = [
  "open", "open", "push", "label", "unlabel", "retitle", "retarget", "close", "reopen", "draft", "link", "type", "reach", "reach", "unreach", "plan", "plan", "wait", "wait", "merge",
] as const;

export interface Step {
  readonly act: (typeof ACTS)[number];
  /** which of the objects that are there */
  readonly which: number;
  /** which of the ways to do it */
  readonly how: number;
}

export const step: fc.Arbitrary<Step> = fc.record({ act: fc.constantFrom(...ACTS), which: fc.nat(20), how: fc.nat(20) });

const TITLES = ["Add a button", "Fix the crash on start", "Colours", "docs: say how to install", "fix(menu): close it", "Release 2.4"];
const FILES = ["src/button.ts", "docs/install.md", "test/menu.test.ts", "src/menu.ts", "package.json"];
const BASES = ["main", "main", "main", "next"];
const LABELS = ["bug", "enhancement"];
const PEOPLE = ["ann", "ben", "rita"];
const MILESTONES = ["Code complete", "Release"];
const FIRST_PULL = 101;
const FIRST_ISSUE = 10_001;
const HOURS = [1, 7, 30, 72];
const MINUTE = 60_000;

/** Scenes begin on 25 November at 09:00, so that histories play before, at and after the begin of the freeze. */
export const PLANS = ["", "mode: observe, ", "except: { paths: [docs/**] }, "].flatMap((rule) => ["2026-11-25T12:00", "2026-11-27T09:00"].map((begin) => `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: code-complete, title: Code complete, due: ${begin} }
  - { id: release, title: Release, due: 2026-12-08T09:00 }
freezes:
  - { id: freeze, from: code-complete, until: release, ${rule}allow: [bugfix, release] }
kinds:
  bugfix: { issue_types: [Bug], labels: [bug], accept: wording }
`));

/** Does one step; a step for which there is nothing to do it to does nothing. The clock moves a minute with each, so that instants differ. */
export async function perform(scene: Scene, one: Step, passTime: (hours: number) => Promise<void>): Promise<void> {
  scene.clock.advance(MINUTE);
  const { world } = scene.github;
  const pulls = [...scene.repository.issues.values()].flatMap((issue) => issue.pull ?? []);
  const open = pulls.filter((pull) => pull.issue.state === "open");
  // Issues of the app itself take numbers as well, at a time that depends on the weather: people's own have numbers of their own.
  const issues = [...scene.repository.issues.values()].filter((issue) => issue.pull === null && issue.user.type !== "Bot");
  const pull = pick(open, one.which);
  const person = scene.person(pick(PEOPLE, one.how) ?? "ann");
  switch (one.act) {
    case "open": return openOne(scene, one, pulls.length);
    case "wait": return passTime(pick(HOURS, one.how) ?? 1);
    case "plan": return void scene.plan(`${pick(PLANS, one.how)}# ${world.clock.now()}\n`);
    case "reach": case "unreach": return void updateMilestone(world, scene.repository, scene.milestone(pick(MILESTONES, one.which) ?? ""), { state: one.act === "reach" ? "closed" : "open" }, person);
    case "type": return changeType(scene, pick(issues, one.which), issues.length, one);
    case "reopen": {
      const closed = pick(pulls.filter((each) => each.issue.state === "closed" && each.mergedAt === null && openPullsOf(scene.repository, each.headRepository, each.headRef).length === 0), one.which);
      return closed === undefined ? undefined : reopenPull(world, closed, person);
    }
    default: return pull === undefined ? undefined : change(scene, pull, one);
  }
}

function openOne(scene: Scene, { which, how }: Step, count: number): void {
  const name = `topic-${count + 1}`;
  scene.open({ number: FIRST_PULL + 10 * count, by: scene.person(pick(PEOPLE, which) ?? "ann"), title: pick(TITLES, which) ?? name, head: name, base: base(scene, how), files: { [pick(FILES, how) ?? "a"]: `${name}\n` }, draft: which % 7 === 6 });
}

/** `next` is a branch that no plan governs. */
function base(scene: Scene, how: number): string {
  const name = pick(BASES, how) ?? "main";
  if (!scene.repository.refs.has(`refs/heads/${name}`)) pushCommits(scene.github.world, scene.repository, { branch: name, by: scene.person("rita"), commits: [{ message: "Begin", files: { "next.txt": "n" } }] });
  return name;
}

function changeType(scene: Scene, issue: Issue | undefined, count: number, { how }: Step): void {
  const made = issue ?? createIssue(scene.github.world, scene.repository, { number: FIRST_ISSUE + count, title: "Something is wrong" }, scene.person("ben"));
  setType(scene.github.world, made, how % 3 === 0 ? null : how % 3 === 1 ? "Bug" : "Feature", scene.person("ben"));
}

function change(scene: Scene, pull: Pull, { act, which, how }: Step): void {
  const { world } = scene.github;
  const person = scene.person(pick(PEOPLE, how) ?? "ann");
  const label = pick(LABELS, how) ?? "bug";
  switch (act) {
    case "push": return void pushCommits(world, scene.repository, { branch: pull.headRef, by: person, commits: [{ message: "More", files: { [pick(FILES, how) ?? "a"]: `${world.clock.now()}\n` } }] });
    case "label": return void addLabels(world, pull.issue, [label], person);
    case "unlabel": {
      const there = pull.issue.labels.find((one) => one.name === label);
      return there === undefined ? undefined : removeLabel(world, pull.issue, there, person);
    }
    case "retitle": return editIssue(world, pull.issue, { title: pick(TITLES, how) }, person);
    case "link": return editIssue(world, pull.issue, { body: how % 2 === 0 ? null : `Closes #${which % 2 === 0 ? FIRST_ISSUE : 9_999}` }, person);
    case "retarget": return retarget(world, pull, base(scene, how), person);
    case "close": return closePull(world, pull, person);
    case "draft": return setDraft(world, pull, !pull.draft, person);
    case "merge": return isMergeable(pull) && !pull.draft ? void scene.merge(pull) : undefined;
    default: return undefined;
  }
}

function pick<T>(from: readonly T[], index: number): T | undefined {
  return from.length === 0 ? undefined : from[index % from.length];
}
