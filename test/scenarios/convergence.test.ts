/**
 * Laws of convergence: whatever happens to the deliveries of a history, GitHub ends in the same state, and looking again writes nothing.
 *
 * Compared is what people see on open pull requests: the newest check of the app on their commit for their branch. A check that says that no
 * freeze is in force is the same as none: it stands only where one had been waiting. Deliveries about milestones may fail and are asked
 * for again, but none is lost without a trace: who closed a milestone is told by its delivery alone, and GitHub cannot be asked later.
 */
import { expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import type { Delivery } from "../../src/sandbox/github/transport/deliveries.ts";
import type { DeliveryFate, DeliveryPolicy } from "../../src/sandbox/github/transport/delivery-policy.ts";
import { FAITHFUL_DELIVERY, seededDelivery } from "../../src/sandbox/github/transport/delivery-policy.ts";
import { randomSequence } from "../../src/sandbox/github/transport/random-sequence.ts";
import { latestRuns } from "../../src/sandbox/github/state/check.ts";
import { renderNothingHolds } from "../../src/text/check.ts";
import { perform, PLANS, step } from "../support/history.ts";
import type { Step } from "../support/history.ts";
import { createScene } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const HOUR = 3_600_000;
const RUNS = { numRuns: 20, endOnFailure: false } as const;

/** How deliveries come, and when the app works on them. */
interface Weather {
  readonly policy: DeliveryPolicy;
  /** after each step of the history */
  between(scene: Scene): Promise<void>;
}

function inOrder(): Weather {
  return { policy: FAITHFUL_DELIVERY, between: (scene) => scene.settle() };
}

/** Deliveries are held back, and now and then some of them arrive, any one first. */
function shuffled(seed: number): Weather {
  const random = randomSequence(seed);
  return {
    policy: seededDelivery({ seed, reorder: true }),
    async between(scene) {
      scene.github.deliveries.pause();
      for (let count = Math.floor(random() * 6); count > 0; count -= 1) await scene.github.deliveries.step();
      if (random() < 0.5) await scene.app.drain();
    },
  };
}

function doubled(seed: number): Weather {
  return { ...shuffled(seed), policy: { ...seededDelivery({ seed, reorder: true }), fate: () => "double" } };
}

/** Failed deliveries stay in GitHub's log for three days of world time, and are asked for again before that. */
function lossy(seed: number): Weather {
  const random = randomSequence(seed);
  const fate = ({ event, redelivery }: Delivery): DeliveryFate => {
    const drawn = redelivery ? 1 : random();
    if (drawn < 0.3) return "fail";
    return drawn < 0.6 && event !== "milestone" ? "lose" : "send";
  };
  return {
    policy: { ...FAITHFUL_DELIVERY, fate },
    async between(scene) {
      await scene.settle();
      if (random() < 0.5) await scene.app.sweep();
      await scene.settle();
    },
  };
}

interface Seen {
  readonly number: number;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string | null;
  readonly summary: string | null;
}

interface Outcome {
  readonly seen: readonly Seen[];
  readonly idleWrites: number;
}

async function play(history: readonly Step[], weather: Weather): Promise<Outcome> {
  const scene = await createScene({ plan: PLANS[0] ?? "" });
  scene.github.deliveries.setPolicy(weather.policy);
  for (const one of history) {
    await perform(scene, one, (hours) => pass(scene, hours * HOUR, () => weather.between(scene)));
    await weather.between(scene);
  }
  scene.github.deliveries.setPolicy(FAITHFUL_DELIVERY);
  scene.github.deliveries.resume();
  await scene.settle();
  await pass(scene, 2 * HOUR, () => scene.settle());
  await lookAgain(scene);
  const seen = openPulls(scene);
  const before = scene.writes();
  await lookAgain(scene);
  const idleWrites = scene.writes() - before;
  expect(scene.complaints).toEqual([]);
  await scene.stop();
  return { seen, idleWrites };
}

/** Time passes with stops wherever the app has planned something, as it would wake up by itself, and once a quarter of a day. */
async function pass(scene: Scene, ms: number, work: () => Promise<void>): Promise<void> {
  const to = scene.clock.now() + ms;
  while (scene.clock.now() < to) {
    const due = await scene.app.nextDueAt();
    const next = Math.min(to, due === null || due <= scene.clock.now() ? to : due, scene.clock.now() + 6 * HOUR);
    scene.clock.set(next);
    await scene.app.drain();
    await work();
  }
}

/**
 * What a start does: ask for failed deliveries, and look at everything, a page every few seconds. It stays within one minute, so no freeze
 * begins or ends meanwhile.
 */
async function lookAgain(scene: Scene): Promise<void> {
  await scene.app.sweep();
  await scene.settle();
  await scene.app.resync();
  await pass(scene, 25_000, () => scene.settle());
  await scene.settle();
}

function openPulls(scene: Scene): readonly Seen[] {
  const pulls = [...scene.repository.issues.values()].flatMap((issue) => issue.pull ?? []).filter((pull) => pull.issue.state === "open");
  return pulls.map((pull) => {
    const words = renderNothingHolds({ base: pull.baseRef });
    const runs = latestRuns(scene.repository, pull.head.sha).filter((run) => run.name === words.name);
    expect(runs.length).toBeLessThanOrEqual(1);
    const [run] = runs;
    return run === undefined
      ? { number: pull.issue.number, name: words.name, status: "completed", conclusion: words.conclusion, title: words.title, summary: words.summary }
      : { number: pull.issue.number, name: run.name, status: run.status, conclusion: run.conclusion, title: run.output.title, summary: run.output.summary };
  });
}

/** Each weather meets the same histories, so what comes of them in fair weather is played once. */
const fair = new Map<string, Promise<Outcome>>();

function playedFairly(history: readonly Step[]): Promise<Outcome> {
  const key = JSON.stringify(history);
  const outcome = fair.get(key) ?? play(history, inOrder());
  fair.set(key, outcome);
  return outcome;
}

const histories = fc.array(step, { minLength: 4, maxLength: 22 });
const seeds = fc.nat(1_000_000);

test.each([
  ["in any order", shuffled],
  ["twice and in any order", doubled],
  ["only in part, with the rest failed or lost without a trace", lossy],
])("deliveries that arrive %s leave GitHub as if each had arrived in its turn, and a further look writes nothing", async (_name, weather) => {
  await fc.assert(fc.asyncProperty(histories, seeds, async (history, seed) => {
    const faithful = await playedFairly(history);
    const disturbed = await play(history, weather(seed));
    expect(disturbed.seen).toEqual(faithful.seen);
    expect([faithful.idleWrites, disturbed.idleWrites]).toEqual([0, 0]);
  }), RUNS);
});
