/**
 * The app dies at each of its writes to GitHub while a branch is closed, stamped, an exception is approved and taken back, and the freeze is
 * thawed: before GitHub hears of the write, or before the app hears the answer. Another app begins on the same store, or on an empty one.
 */
import { mkdtempSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { createApp } from "../../src/app.ts";
import type { App } from "../../src/app.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { checkViolations, requiredChecks } from "../../src/sandbox/github/state/rule.ts";
import { createScene, deliver, KEYS, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { PATIENCE_MS } from "../support/patience.ts";

const MINUTE = 60_000;
const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "warden-freeze-crash-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Death {
  /** at which write, counted from 1 since the eve of the freeze */
  readonly at: number;
  readonly when: "before" | "after";
  readonly store: "kept" | "lost";
}

interface Life {
  readonly app: App;
  isDead(): boolean;
}

class Theatre {
  readonly scene: Scene;
  readonly fix: Pull;
  readonly slide: Pull;
  readonly #death: Death | null;
  #file = join(folder, `${crypto.randomUUID()}.sqlite`);
  #life: Life | null = null;
  writes = 0;
  counting = false;
  deaths = 0;

  constructor(scene: Scene, death: Death | null) {
    this.scene = scene;
    this.#death = death;
    this.fix = scene.open({ title: "Mend the pier", head: "fix", files: { "fix.txt": "mended\n" } });
    this.slide = scene.open({ title: "Add a slide", head: "slide", files: { "slide.txt": "new\n" } });
    scene.label(this.fix, "bug", scene.person("rita"));
  }

  async #bear(): Promise<Life> {
    const { scene } = this;
    let dead = false;
    const live = (): void => { if (dead) throw new Error("killed"); };
    const gate = [...scene.github.world.apps.values()].find((one) => one.slug === "release-warden-gate");
    const mortal = this.deaths === 0 ? this.#death : null;
    const app = await createApp({
      credentials: { appId: scene.registered.id, privateKey: KEYS.privateKey, webhookSecrets: ["a secret of the tests"] }, gate: { appId: gate?.id ?? 0, privateKey: KEYS.privateKey },
      apiUrl: scene.github.world.apiUrl, store: { kind: "sqlite", file: this.#file }, webhookPath: "/hook", workers: 4, timeout: PATIENCE_MS, wait: () => Promise.resolve(),
      now: () => { live(); return scene.clock.now(); }, log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity },
      fetch: async (url, init) => {
        live();
        const request = new Request(url, init);
        const last = this.counting && isWrite(request) && (this.writes += 1) === mortal?.at;
        if (last && mortal.when === "before") dead = true;
        live();
        const answer = await scene.github.fetch(request);
        if (last) dead = true;
        live();
        return answer;
      },
    });
    scene.github.deliveries.setDoor((delivery) => { live(); return deliver(app, scene.clock, delivery); });
    return { app, isDead: () => dead };
  }

  /** Works until nothing is due; where the app died, the next one takes up. */
  async work(begin: (app: App) => Promise<unknown> = () => Promise.resolve()): Promise<void> {
    this.#life ??= await this.#bear();
    const { app } = this.#life;
    try {
      await begin(app);
      for (let runs = 1; runs > 0 || this.scene.github.deliveries.waiting() > 0;) {
        await this.scene.github.deliveries.idle();
        runs = await app.drain();
        if (this.#life.isDead()) throw new Error("killed in silence");
      }
    } catch (error) {
      if (!this.#life.isDead()) throw error;
      await app.store.close();
      this.deaths += 1;
      if (this.#death?.store === "lost") this.#file = join(folder, `${crypto.randomUUID()}.sqlite`);
      this.#life = null;
      // By then the lease of whoever died is over.
      this.scene.clock.advance(2 * MINUTE);
      await this.work(wakeUp);
    }
  }

  /** Five minutes, in which what backs off comes back. */
  async pass(): Promise<void> {
    for (let minute = 0; minute < 5; minute += 1) {
      this.scene.clock.advance(MINUTE);
      await this.work();
    }
  }

  async say(body: string, by: string): Promise<void> {
    createComment(this.scene.github.world, this.slide.issue, body, this.scene.person(by));
    await this.pass();
  }

  shows(): unknown {
    const { repository } = this.scene;
    const held = (pull: Pull): boolean => checkViolations(repository, pull.head.sha, requiredChecks(repository, "main")).length > 0;
    return { closed: [...repository.rulesets.values()].filter((one) => one.enforcement === "active").length, fix: held(this.fix), slide: held(this.slide), checks: [this.fix, this.slide].map((pull) => this.scene.check(pull)?.state) };
  }

  async end(): Promise<void> {
    await this.#life?.app.stop();
    await this.scene.stop();
  }
}

function isWrite({ method, url }: Request): boolean {
  return method !== "GET" && !url.includes("/graphql") && !url.includes("/access_tokens");
}

async function wakeUp(app: App): Promise<void> {
  await app.sweep();
  await app.resync();
}

async function live(death: Death | null): Promise<{ readonly shown: readonly unknown[]; readonly writes: number; readonly deaths: number }> {
  const scene = await createScene({ plan: null, gate: true, now: "2026-12-01T08:30:00Z" });
  const theatre = new Theatre(scene, death);
  scene.plan(PLAN);
  for (const title of ["Code complete", "Release"]) scene.milestone(title);
  await theatre.work(wakeUp);
  theatre.counting = true;
  for (const time of ["08:55", "08:59", "09:00"]) {
    scene.clock.set(Date.parse(`2026-12-01T${time}:00Z`));
    await theatre.work();
  }
  await theatre.pass();
  const shown = [theatre.shows()];
  await theatre.say("/warden waive because the shop is closed without it", "ann");
  await theatre.say("/warden approve", "rita");
  // Which commit an approval was said of is remembered from its webhook alone: without that memory it does not count, and is asked for again.
  const asked = theatre.slide.issue.comments.some((comment) => comment.body.includes(`/warden approve ${theatre.slide.head.sha.slice(0, 7)}`));
  expect(asked && death?.store !== "lost").toBe(false);
  if (asked) await theatre.say(`/warden approve ${theatre.slide.head.sha.slice(0, 7)}`, "rita");
  shown.push(theatre.shows());
  await theatre.say("/warden revoke because it can wait", "rita");
  shown.push(theatre.shows());
  await theatre.say("/warden thaw because the vote was called off", "rita");
  shown.push(theatre.shows());
  const { writes, deaths } = theatre;
  await theatre.end();
  return { shown, writes, deaths };
}

const GOOD = [
  { closed: 1, fix: false, slide: true, checks: ["success", "in_progress"] },
  { closed: 1, fix: false, slide: false, checks: ["success", "success"] },
  { closed: 1, fix: false, slide: true, checks: ["success", "in_progress"] },
  { closed: 0, fix: false, slide: false, checks: ["success", "success"] },
];
/** More than the story has are no deaths; the first test says how many it has. */
const WRITES = 38;

test("a life without death: closed, let in by an exception, held again, and thawed", async () => {
  const { shown, writes, deaths } = await live(null);
  expect(shown).toEqual(GOOD);
  expect(deaths).toBe(0);
  expect(writes).toBe(WRITES);
});

describe("the same end, wherever the app died", () => {
  const writes = Array.from({ length: WRITES }, (_, index) => index + 1);
  const deaths = [
    ...writes.map((at) => ({ at, when: "after", store: "kept" }) satisfies Death),
    ...writes.filter((at) => at % 2 === 0).map((at) => ({ at, when: "before", store: "kept" }) satisfies Death),
    ...writes.filter((at) => at % 2 === 1).map((at) => ({ at, when: "after", store: "lost" }) satisfies Death),
  ];
  test.each(deaths)("$when write $at, its store $store", async (death) => {
    const { shown, deaths: died } = await live(death);
    expect(died).toBe(1);
    expect(shown).toEqual(GOOD);
  });
});
