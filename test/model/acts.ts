/** What people and bots do in the model; each act names its objects by numbers and does nothing where there is none of them. Answers what was done. */
import { mergePull, openPull, pushCommits } from "../../src/sandbox/github/seed.ts";
import { ApiProblem } from "../../src/sandbox/github/api-problem.ts";
import { disableAutoMerge, enableAutoMerge } from "../../src/sandbox/github/state/auto-merge.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import { addLabels, createIssue, editIssue, removeLabel, setType } from "../../src/sandbox/github/state/issue.ts";
import { enqueue, removeFromQueue } from "../../src/sandbox/github/state/merge-queue.ts";
import { updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import { closePull, isMergeable, openPullsOf, reopenPull, retarget } from "../../src/sandbox/github/state/pull.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import type { Choice } from "./choice.ts";
import { DOCS_BRANCH, labelOf } from "./history.ts";
import type { History } from "./history.ts";
import { PLANS } from "./plans.ts";

type Doing = Extract<Choice, { kind: "act" }>;
const TITLES = ["Colours", "Sounds", "Shapes"];

/** Resolves with a sentence, or null when there was nothing to do it to. GitHub's refusal is a sentence as well. */
export function perform(history: History, doing: Doing): string | null {
  try {
    const done = PULL_ACTS[doing.act] === undefined ? actOnWorld(history, doing) : onPull(history, doing);
    history.look();
    return done;
  } catch (problem) {
    if (problem instanceof ApiProblem) return `${doing.act} is refused: ${problem.message.replaceAll("\n", " ").trim()}`;
    throw problem;
  }
}

function onPull(history: History, doing: Doing): string | null {
  const pulls = history.pulls();
  const pull = pulls.length === 0 ? undefined : pulls[doing.which % pulls.length];
  return pull === undefined ? null : PULL_ACTS[doing.act]?.(history, pull, doing.how) ?? null;
}

type PullAct = (history: History, pull: Pull, how: number) => string | null;

const PULL_ACTS: Partial<Record<Doing["act"], PullAct>> = {
  merge(history, pull) {
    if (!isMergeable(pull)) return null;
    history.scene.merge(pull);
    return `rita merges ${labelOf(pull)}`;
  },
  bypass(history, pull) {
    if (!isMergeable(pull)) return null;
    history.bypassing = true;
    try {
      mergePull(history.scene.github.world, pull, { by: history.scene.person("olga"), bypassRules: true });
    } finally {
      history.bypassing = false;
    }
    return `olga merges ${labelOf(pull)} past the rules`;
  },
  push({ scene }, pull) {
    const path = pull.headRef === DOCS_BRANCH ? "docs" : "src";
    pushCommits(scene.github.world, pull.headRepository, { branch: pull.headRef, by: scene.person("ann"), commits: [{ message: "More", files: { [`${path}/${pull.headRef}-${pull.head.sha.slice(0, 4)}.txt`]: "more\n" } }] });
    return `ann pushes to ${labelOf(pull)}: ${pull.head.sha.slice(0, 7)}`;
  },
  label({ scene }, pull) {
    addLabels(scene.github.world, pull.issue, ["bug"], scene.person("rita"));
    return `rita labels ${labelOf(pull)} as bug`;
  },
  unlabel({ scene }, pull) {
    const bug = pull.issue.labels.find((one) => one.name === "bug");
    if (bug === undefined) return null;
    removeLabel(scene.github.world, pull.issue, bug, scene.person("rita"));
    return `rita takes bug off ${labelOf(pull)}`;
  },
  retitle({ scene }, pull, how) {
    editIssue(scene.github.world, pull.issue, { title: TITLES[how % TITLES.length] }, scene.person("ann"));
    return `ann renames ${labelOf(pull)}`;
  },
  link(history, pull, how) {
    const issue = issueOf(history, pull.issue.repository);
    editIssue(history.scene.github.world, pull.issue, { body: how % 3 === 0 ? null : `Closes #${issue.number}` }, history.scene.person("ann"));
    return how % 3 === 0 ? `${labelOf(pull)} closes nothing` : `${labelOf(pull)} closes #${issue.number}`;
  },
  retarget({ scene }, pull, how) {
    const base = pull.baseRef === "main" ? "next" : "main";
    if (how % 2 === 0 && base === "next") return null;
    retarget(scene.github.world, pull, base, scene.person("ann"));
    return `${labelOf(pull)} is proposed for ${base}`;
  },
  enqueue({ scene }, pull) {
    if (pull.baseRef !== "main" || !isMergeable(pull)) return null;
    enqueue(scene.github.world, pull, scene.person("rita"));
    return `rita queues ${labelOf(pull)}`;
  },
  dequeue({ scene }, pull) {
    removeFromQueue(scene.github.world, pull, "MANUAL", scene.person("rita"));
    return `rita takes ${labelOf(pull)} out of the queue`;
  },
  arm({ scene }, pull) {
    if (!isMergeable(pull)) return null;
    enableAutoMerge(scene.github.world, pull, { method: "merge" }, scene.person("rita"));
    return `rita arms auto-merge of ${labelOf(pull)}`;
  },
  disarm({ scene }, pull) {
    disableAutoMerge(scene.github.world, pull, "Auto-merge was turned off", scene.person("rita"));
    return `rita disarms ${labelOf(pull)}`;
  },
  waive: (history, pull) => say(history, pull, "ann", "/warden waive because the login is broken without it"),
  approve: (history, pull) => say(history, pull, "rita", "/warden approve"),
  revoke: (history, pull) => say(history, pull, "rita", "/warden revoke because it can wait"),
  freeze(history, pull) {
    history.byCommand = true;
    return say(history, pull, "rita", "/warden freeze because the candidate is being tested", false);
  },
  thaw(history, pull) {
    history.byCommand = true;
    return say(history, pull, "rita", "/warden thaw because the candidate is out", false);
  },
  close({ scene }, pull) {
    closePull(scene.github.world, pull, scene.person("ann"));
    return `ann closes ${labelOf(pull)}`;
  },
};

function say(history: History, pull: Pull, login: string, body: string, ofPull = true): string {
  if (ofPull) history.unsure.add(pull.issue);
  createComment(history.scene.github.world, pull.issue, body, history.scene.person(login));
  return `${login} writes on ${labelOf(pull)}: ${body}`;
}

function issueOf({ scene }: History, repository: Repository) {
  return [...repository.issues.values()].find((issue) => issue.pull === null && issue.title === "It is broken") ?? createIssue(scene.github.world, repository, { title: "It is broken" }, scene.person("ben"));
}

function actOnWorld(history: History, { act, which, how }: Doing): string | null {
  const { scene, repositories } = history;
  const { world } = scene.github;
  const repository = repositories[which % repositories.length] ?? scene.repository;
  switch (act) {
    case "direct push":
      history.bypassing = true;
      pushCommits(world, repository, { branch: "main", by: scene.person("olga"), bypassRules: true, commits: [{ message: `Direct change ${history.step}`, files: { [`src/direct-${history.step}.ts`]: "d\n" } }] });
      history.bypassing = false;
      return `olga pushes directly to main of ${repository.name}`;
    case "type":
      history.typings.push(history.step);
      setType(world, issueOf(history, repository), how % 2 === 0 ? "Bug" : "Feature", scene.person("ben"));
      return `ben sets the issue's type to ${how % 2 === 0 ? "Bug" : "Feature"}`;
    case "plan": {
      const plan = PLANS[how % PLANS.length];
      if (plan === undefined || plan === history.plan) return null;
      history.plans.push({ plan, step: history.step, at: history.scene.clock.now() });
      scene.plan(`${history.textOf(plan)}# ${history.step}\n`);
      return `rita puts ${plan.name} in force`;
    }
    case "open": {
      const head = `more-${history.step}`;
      const pull = openPull(world, repository, { by: scene.person("ann"), title: TITLES[which % TITLES.length] ?? head, head, files: { [`src/${head}.txt`]: `${head}\n` } });
      return `ann opens ${labelOf(pull)}`;
    }
    case "reopen": return reopenOne(history, which);
    case "reach begin": case "reach end": return reach(history, act);
    case "unreach": return unreach(history, which);
    default: return null;
  }
}

function reopenOne({ scene, repositories }: History, which: number): string | null {
  const closed = repositories.flatMap(({ issues }) => [...issues.values()]).flatMap((issue) => issue.pull ?? []).filter((pull) => pull.issue.state === "closed" && pull.mergedAt === null && openPullsOf(pull.issue.repository, pull.headRepository, pull.headRef).length === 0);
  const pull = closed[which % Math.max(1, closed.length)];
  if (pull === undefined) return null;
  reopenPull(scene.github.world, pull, scene.person("ann"));
  return `ann opens ${labelOf(pull)} again`;
}

function reach(history: History, act: "reach begin" | "reach end"): string | null {
  const { scene } = history;
  const milestone = scene.milestone(act === "reach begin" ? "Code complete" : "Release");
  if (milestone.state === "closed") return null;
  const now = scene.clock.now();
  if (act === "reach begin") history.beganEarly ??= now;
  else history.ended = now;
  scene.close(milestone, scene.person("rita"));
  return `rita closes the milestone ${milestone.title}`;
}

function unreach(history: History, which: number): string | null {
  const { scene } = history;
  const milestone = scene.milestone(which % 2 === 0 ? "Code complete" : "Release");
  if (milestone.state === "open") return null;
  history.byCommand = true;
  updateMilestone(scene.github.world, scene.repository, milestone, { state: "open" }, scene.person("rita"));
  return `rita opens the milestone ${milestone.title} again`;
}
