/**
 * An app that dies at one of its looks at the clock or calls, and is followed by another on the same file.
 *
 * A death in this process: from one instant on the app gets no look at the clock and no answer from GitHub. Each claim, settlement and call of the
 * app looks at the clock first, and a call may die before GitHub hears of it or after, so every place between two commits or writes is hit.
 */
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../../src/app.ts";
import type { App, AppOptions } from "../../src/app.ts";
import { PATIENCE_MS } from "./patience.ts";
import { createScene, deliver, KEYS } from "./scene.ts";
import type { Scene } from "./scene.ts";

const MINUTE = 60_000;
const SPELLS = 3;

/** A folder for files of stores: in memory where that is possible, since they outlive processes and need not outlive a power cut. */
export function storeFolder(name: string): string {
  return mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), `warden-${name}-`));
}

export interface Tale<Stood> {
  /** what happens on GitHub, step by step; after each the app has time to work */
  readonly story: readonly ((scene: Scene) => void)[];
  /** moves the clock between two spells of quiet at the end: a key that failed before its app died waits out its back-off */
  readonly rest: (scene: Scene, spell: number) => void;
  /** what stands in the end; `lookAgain` has the app look at everything once more */
  readonly standing: (scene: Scene, app: App, lookAgain: () => Promise<void>) => Stood | Promise<Stood>;
}

export interface Lived<Stood> {
  readonly stood: Stood;
  /** of the last life, until the story was over */
  readonly looks: number;
  readonly deaths: number;
}

export interface Mortal {
  readonly app: App;
  /** so far */
  looks(): number;
  isDead(): boolean;
  /** what is left of it: an open file */
  bury(): Promise<void>;
}

/** Counts a look before an effect and after it. */
type Around = <T>(effect: () => Promise<T>) => Promise<T>;

/** Tells the tale; each number is how long one life lasts, in looks from its start, and the life after the last of them is without end. */
export async function live<Stood>(folder: string, lives: readonly number[], { story, rest, standing }: Tale<Stood>): Promise<Lived<Stood>> {
  const scene = await createScene({ plan: null });
  const file = join(folder, `${crypto.randomUUID()}.sqlite`);
  let deaths = 0;
  let mortal = await bear(scene, file, lives[0] ?? Infinity);

  async function work(begin: (app: App) => Promise<unknown>): Promise<void> {
    if (await worked(scene, mortal, begin)) return;
    await mortal.bury();
    deaths += 1;
    mortal = await bear(scene, file, lives[deaths] ?? Infinity);
    scene.clock.advance(MINUTE);
    await work(wakeUp);
  }

  await work(wakeUp);
  for (const happen of story) {
    happen(scene);
    await work(() => Promise.resolve());
  }
  const looks = mortal.looks();
  for (let spell = 0; spell < SPELLS; spell += 1) {
    rest(scene, spell);
    await work(wakeUp);
  }
  const stood = await standing(scene, mortal.app, () => work(wakeUp));
  await mortal.app.stop();
  await scene.stop();
  return { stood, looks, deaths };
}

/** Works until nothing is due; false = it died on the way. */
export async function worked(scene: Scene, mortal: Mortal, begin: (app: App) => Promise<unknown> = () => Promise.resolve()): Promise<boolean> {
  try {
    await begin(mortal.app);
    for (let runs = 1; runs > 0 || scene.github.deliveries.waiting() > 0;) {
      await scene.github.deliveries.idle();
      runs = await mortal.app.drain();
      if (mortal.isDead()) return false;
    }
    return true;
  } catch (error) {
    if (!mortal.isDead()) throw error;
    return false;
  }
}

/** `more` = further wires of the app; what it does by them it does through `around`, so that it may die there as well. */
export async function bear(scene: Scene, file: string, diesAt: number, more: (around: Around, looks: () => number) => Partial<AppOptions> = () => ({})): Promise<Mortal> {
  let looks = 0;
  const look = (): void => {
    looks += 1;
    if (looks >= diesAt) throw new Error("killed");
  };
  const around: Around = async (effect) => {
    look();
    const value = await effect();
    look();
    return value;
  };
  const app = await createApp({
    credentials: { appId: scene.registered.id, privateKey: KEYS.privateKey, webhookSecrets: ["a secret of the tests"] },
    apiUrl: scene.github.world.apiUrl, store: { kind: "sqlite", file }, webhookPath: "/hook", workers: 4, timeout: PATIENCE_MS,
    now: () => { look(); return scene.clock.now(); },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    fetch: (...request) => around(() => scene.github.fetch(...request)),
    wait: () => Promise.resolve(),
    limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity },
    ...more(around, () => looks),
  });
  scene.github.deliveries.setDoor((delivery) => around(() => deliver(app, scene.clock, delivery)));
  return { app, looks: () => looks, isDead: () => looks >= diesAt, bury: () => app.store.close() };
}

export async function wakeUp(app: App): Promise<void> {
  await app.sweep();
  await app.resync();
}
