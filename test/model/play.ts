/**
 * Plays one case: the app's own reconcilers on a memory of their own, a local GitHub, and the list of choices that says who goes next. Afterwards
 * everything is let go, what was lost is looked for, and what must be true then is asked.
 */
import { setImmediate as turn } from "node:timers/promises";
import { FAITHFUL_DELIVERY } from "../../src/sandbox/github/transport/delivery-policy.ts";
import { openPull, pushCommits, seedRepository } from "../../src/sandbox/github/seed.ts";
import { addLabels } from "../../src/sandbox/github/state/issue.ts";
import { createMilestone } from "../../src/sandbox/github/state/milestone.ts";
import { setCollaborator } from "../../src/sandbox/github/state/repository.ts";
import { createRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import type { Rule } from "../../src/sandbox/github/state/ruleset.ts";
import { createScene, deliver } from "../support/scene.ts";
import type { Scene, Staged } from "../support/scene.ts";
import { perform } from "./acts.ts";
import type { Choice, Fate, Mode } from "./choice.ts";
import { History } from "./history.ts";
import { signaturesUnderWay } from "./signatures.ts";
import { PLANS, SCENE_BEGINS } from "./plans.ts";
import type { Sabotage } from "./sabotage.ts";
import { createTurnstile } from "./turnstile.ts";
import type { Turnstile } from "./turnstile.ts";
import { violations } from "./verdict.ts";

export interface Played {
  /** what was not as it must be; empty = all well */
  readonly violations: readonly string[];
  /** what happened, a line each */
  readonly trace: readonly string[];
  readonly calls: number;
  readonly landings: number;
}

const MINUTE = 60_000;

export async function play(mode: Mode, choices: readonly Choice[], sabotage: Sabotage | null = null): Promise<Played> {
  const stage = await begin(mode, sabotage);
  const { scene, history, trace } = stage;
  for (const choice of choices) {
    history.step += 1;
    await choose(stage, choice);
    await stillness(stage);
  }
  await letGo(stage);
  await scene.app.sweep();
  await scene.settle();
  // Nothing begins or ends by the clock while it is asked whether all is at rest.
  if (history.plan.hard !== null && scene.clock.now() < history.plan.hard.until) await scene.passTo(new Date(history.plan.hard.until + MINUTE).toISOString());
  const idleWrites = await writesAtRest(scene);
  const found = await violations(mode, history, idleWrites);
  const played: Played = { violations: [...stage.broken, ...found], trace, calls: scene.app.github.stats().calls, landings: history.landings.length };
  await scene.stop();
  return played;
}

interface Stage {
  readonly scene: Scene;
  readonly history: History;
  readonly turnstile: Turnstile;
  readonly trace: string[];
  readonly broken: string[];
  readonly draining: Set<Promise<unknown>>;
  readonly hand: { pick: number; fate: Fate };
}

async function begin(mode: Mode, sabotage: Sabotage | null): Promise<Stage> {
  const started: { history: History | null } = { history: null };
  const turnstile = createTurnstile((question, answer) => started.history?.heard(question, answer));
  let drawn = 0;
  const scene = await createScene({
    plan: null, gate: mode === "organization" ? "organization" : mode === "gate", now: SCENE_BEGINS, permissions: { pull_requests: "write" }, stage: (place) => stageWorld(place, mode),
    random: sabotage?.random ?? ((bytes) => { drawn += 1; return Uint8Array.from({ length: bytes }, (_, index) => (drawn * 31 + index * 7) % 251); }),
    between: (near) => turnstile.between(sabotage?.between?.(near, started) ?? near),
  });
  const history = new History(scene, PLANS[0] as (typeof PLANS)[number]);
  started.history = history;
  history.watch();
  sabotage?.patch?.(scene);
  await scene.settle();
  // What lands in the very instant in which a freeze becomes known is in no account.
  await pass(scene, 1);
  const hand: Stage["hand"] = { pick: 0, fate: "send" };
  scene.github.deliveries.pause();
  scene.github.deliveries.setPolicy({ ...FAITHFUL_DELIVERY, next: (count) => hand.pick % count });
  scene.github.deliveries.setDoor(async (delivery) => {
    // Who closed a milestone is told by its delivery alone.
    const fate = hand.fate === "lose" && (delivery.event === "milestone" || delivery.event === "issue_comment") ? "fail" : hand.fate;
    if (fate === "fail") throw new Error("the app is away");
    if (fate === "double") await deliver(scene.app, scene.clock, delivery);
    return fate === "lose" ? { status: 202 } : deliver(scene.app, scene.clock, delivery);
  });
  turnstile.shut();
  return { scene, history, turnstile, trace: [], broken: history.broken, draining: new Set(), hand };
}

/** The first of three pull requests is a bugfix, the second a feature, the third changes docs alone. */
function stageWorld({ world, repository, registered, person }: Staged, mode: Mode): void {
  repository.allowAutoMerge = true;
  const rita = person("rita");
  for (const title of ["Code complete", "Release"]) createMilestone(world, repository, { title }, rita);
  pushCommits(world, repository, { branch: "main", by: rita, commits: [{ message: "Plan", files: { ".github/release-plan.yml": (mode === "organization" ? PLANS[0]?.joint : PLANS[0]?.text) ?? "" } }] });
  const pulls = ["Colours", "Sounds", "Shapes"].map((title, index) =>
    openPull(world, repository, { by: person("ann"), title, head: `topic-${index + 1}`, files: { [index === 2 ? "docs/shapes.md" : `src/topic-${index + 1}.ts`]: `${title}\n` } }));
  for (const pull of pulls.slice(0, 1)) addLabels(world, pull.issue, ["bug"], rita);
  if (mode === "organization") stageSite({ world, repository, registered, person });
  if (mode === "gate" || mode === "organization") return;
  const check: Rule = { type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "Release plan (main)", integration_id: registered.id }] } };
  const rules: readonly Rule[] = mode === "queue" ? [{ type: "merge_queue", parameters: {} }, check] : [check];
  createRuleset(world, repository, { name: "Ours", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [], rules }, person("olga"));
}

/** A second repository under the same plan, with a bugfix and a feature of its own. */
function stageSite({ world, repository, person }: Staged): void {
  const { owner } = repository;
  const site = seedRepository(world, { owner, name: "site", defaultBranch: "main", by: person("olga"), files: { "readme.md": "the site\n", ".github/release-plan.yml": "governed_by: acme/app\n" } });
  site.allowAutoMerge = true;
  for (const [login, role] of [["ann", "write"], ["ben", "triage"], ["rita", "maintain"]] as const) setCollaborator(world, site, person(login), role);
  const [fix] = ["Corners", "Edges"].map((title, index) => openPull(world, site, { by: person("ann"), title, head: `site-${index + 1}`, files: { [`src/site-${index + 1}.ts`]: `${title}\n` } }));
  if (fix !== undefined) addLabels(world, fix.issue, ["bug"], person("rita"));
}

async function choose(stage: Stage, choice: Choice): Promise<void> {
  const { scene, history, turnstile, hand } = stage;
  switch (choice.kind) {
    case "release":
      for (let count = 0; count < choice.count; count += 1) {
        const released = turnstile.release(choice.pick + count);
        if (released === null) return;
        say(stage, `  ${released.at === "call" ? "GitHub hears" : "the app is answered"}: ${released.call}`);
        await stillness(stage);
      }
      return;
    case "deliver": {
      Object.assign(hand, { pick: choice.pick, fate: choice.fate });
      const delivery = await scene.github.deliveries.step();
      if (delivery !== null) say(stage, `  webhook ${delivery.event}${delivery.action === null ? "" : `.${delivery.action}`}: ${choice.fate}`);
      return work(stage);
    }
    case "time": {
      await passTime(stage, choice.how);
      return work(stage);
    }
    case "act": {
      const done = perform(history, choice);
      if (done !== null) say(stage, done);
    }
  }
}

async function passTime(stage: Stage, how: number): Promise<void> {
  const { scene, history } = stage;
  const next = how < 5 ? null : await scene.app.nextDueAt();
  const step = [1_000, 3_000, 20_000, MINUTE, 4 * MINUTE][how] ?? 1_000;
  const now = scene.clock.now();
  scene.clock.set(next !== null && next > now && next - now < 60 * MINUTE ? next : now + step);
  history.look();
  say(stage, `it is ${new Date(scene.clock.now()).toISOString().slice(11, 19)}`);
}

function work({ scene, draining, broken }: Stage): void {
  const drained: Promise<unknown> = scene.app.drain().catch((error: unknown) => { broken.push(String(error)); }).finally(() => draining.delete(drained));
  draining.add(drained);
}

function say({ trace }: Stage, line: string): void {
  trace.push(line);
}

/** Until nothing moves but what the scheduler would have to let go. */
async function stillness({ turnstile }: Stage): Promise<void> {
  for (let still = 0, before = -1; still < 2;) {
    await turn();
    const quiet = turnstile.busy() === 0 && signaturesUnderWay() === 0 && turnstile.waiting.length === before;
    still = quiet ? still + 1 : 0;
    before = turnstile.waiting.length;
  }
}

/** The app is left alone with GitHub until it has nothing to do; webhooks that are under way arrive. */
async function letGo(stage: Stage): Promise<void> {
  const { scene, turnstile, draining, hand } = stage;
  turnstile.open();
  Object.assign(hand, { pick: 0, fate: "send" });
  scene.github.deliveries.setPolicy(FAITHFUL_DELIVERY);
  scene.github.deliveries.resume();
  while (draining.size > 0) await Promise.all(draining);
  await scene.settle();
}

/** Looks again until that writes nothing, twice at most; answers how many writes one more look then costs. */
async function writesAtRest(scene: Scene): Promise<number> {
  for (let looks = 0, before = -1; looks < 2 && before !== scene.writes(); looks += 1) {
    before = scene.writes();
    await lookAgain(scene);
  }
  const before = scene.writes();
  await scene.app.resync();
  await pass(scene, 1);
  return scene.writes() - before;
}

async function lookAgain(scene: Scene): Promise<void> {
  await scene.app.sweep();
  await scene.settle();
  await scene.app.resync();
  await pass(scene, 3);
}

async function pass(scene: Scene, minutes: number): Promise<void> {
  await scene.passTo(new Date(scene.clock.now() + minutes * MINUTE).toISOString());
}
