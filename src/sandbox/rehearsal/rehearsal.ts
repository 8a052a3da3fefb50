/**
 * A rehearsal from curtain to curtain: the world is set up, the facts are played, the account is given, and then the world stays open for
 * whoever wants to try something, until they leave.
 */
import { freezePhase } from "../../domain/policy/freeze-interval.ts";
import type { Instant } from "../../domain/model/instant.ts";
import { repositoryName } from "../../domain/model/refs.ts";
import { userToken } from "../github/state/app.ts";
import { acropolis } from "./acropolis.ts";
import { balanceRace, playBalanceRace, RACE_BEGIN } from "./balance-race.ts";
import type { PlayedIncident, PlayedStep } from "./balance-race.ts";
import type { RehearsalInput } from "./input.ts";
import type { JoinedWorld } from "./joined-world.ts";
import { joinWorld } from "./joined-world.ts";
import { NUNET_BEGIN, nunet, playNunet } from "./nunet.ts";
import type { PlayedRelease, PlayedTag } from "./nunet.ts";
import { play } from "./play.ts";
import type { Played } from "./play.ts";
import { openRecord } from "./record-file.ts";
import type { RecordFile } from "./record-file.ts";
import type { OpenApp, RehearsalLog } from "./rehearsed-app.ts";
import { timeline } from "./timeline.ts";

export interface RehearsalOptions {
  /** null = Acropolis, "nunet" = the release of NuNet with its features and candidates, "factom" = an incident of July 2018 */
  readonly input: RehearsalInput | "nunet" | "factom" | null;
  readonly openApp: OpenApp;
  readonly words: RehearsalWords;
  readonly log: RehearsalLog;
  /** of the local GitHub; 0 = any free one */
  readonly port: number;
  /** file that takes every request, response and delivery as a JSON line; null = none */
  readonly record: string | null;
  /** leave after the account */
  readonly once: boolean;
  /** stop there, in the middle of the release; absent = at its end. Of NuNet's release and of the incident all is played */
  readonly until?: Instant;
  /** resolves when the person wants to leave; until it is called an interrupt ends the program at once */
  readonly leave: () => Promise<void>;
}

/** What is said, and how: this room has no words of its own. */
export interface RehearsalWords {
  readonly checkName: (base: string) => string;
  readonly planCheckName: (base: string) => string;
  readonly begins: (world: { readonly name: string; readonly pulls: number; readonly apiUrl: string; readonly appUrl: string }) => void;
  readonly progress: (done: number, total: number, now: Instant) => void;
  readonly account: (account: Played & Pick<RehearsalInput, "plan" | "reached"> & { readonly home: string }) => void;
  /** of a release with features and candidates */
  readonly features?: (release: PlayedRelease & { readonly home: string; readonly apiUrl: string }) => void;
  readonly tag?: (played: PlayedTag) => void;
  readonly incident?: (incident: PlayedIncident & { readonly home: string; readonly apiUrl: string }) => void;
  readonly step?: (step: PlayedStep) => void;
  readonly guide: (world: Guided) => void;
  readonly failed: (reason: string) => void;
}

export interface Guided {
  readonly apiUrl: string;
  readonly appUrl: string;
  readonly token: string;
  readonly login: string;
  readonly now: Instant;
  readonly repository: string;
  readonly branch: string;
  readonly nextNumber: number;
  readonly again: { readonly kind: "reopen"; readonly home: string; readonly milestone: number; readonly title: string } | { readonly kind: "clock"; readonly to: Instant } | null;
}

const TICK = 1_000;

/** Resolves with the exit code: 0, or 1 when the rehearsal could not be carried out. */
export async function rehearse(options: RehearsalOptions): Promise<number> {
  const { words } = options;
  let failures = 0;
  const log: RehearsalLog = { ...bound(options.log), error: (fields, message) => { failures += 1; options.log.error(fields, message); } };
  let record: RecordFile | null = null;
  let world: JoinedWorld | null = null;
  try {
    record = options.record === null ? null : openRecord(options.record);
    const scene = typeof options.input === "string" ? options.input : null;
    const input = inputOf(options.input);
    const { until = Infinity } = options;
    const all = timeline(input);
    const whole = { ...all, happenings: all.happenings.filter(({ at }) => at <= until) };
    world = await joinWorld({ input, begin: scene === "nunet" ? NUNET_BEGIN : scene === "factom" ? RACE_BEGIN : whole.begin, openApp: options.openApp, log, port: options.port, ...(record === null ? {} : { record: record.write }) });
    words.begins({ name: input.plan.release.name, pulls: input.pulls.length, apiUrl: world.apiUrl, appUrl: world.appUrl });
    const place = { home: nameOf(world.cast.home), apiUrl: world.apiUrl };
    if (scene === "nunet") words.features?.({ ...await playNunet(world, input, (tag) => words.tag?.(tag)), ...place });
    else if (scene === "factom") words.incident?.({ ...await playBalanceRace(world, (step) => words.step?.(step)), ...place });
    else {
      const played = await play(world, { input, timeline: whole, checkName: words.checkName, planCheckName: words.planCheckName, progress: words.progress });
      if (Number.isFinite(until)) await world.passTo(until);
      words.account({ ...played, plan: input.plan, reached: input.reached.filter(({ at }) => at <= until), home: place.home });
    }
    if (failures > 0) words.failed(`the app met ${failures} faults of its own, told above`);
    if (!options.once) await stayOpen(world, input, options);
    return failures > 0 ? 1 : 0;
  } catch (error) {
    words.failed(reasonOf(error, options.port));
    return 1;
  } finally {
    await world?.close();
    record?.close();
  }
}

function inputOf(input: RehearsalOptions["input"]): RehearsalInput {
  return input === "nunet" ? nunet() : input === "factom" ? balanceRace() : input ?? acropolis();
}

function reasonOf(error: unknown, port: number): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code === "EADDRINUSE" ? `port ${port} is taken; choose another with --port, or leave it out` : error.message;
}

function bound(log: RehearsalLog): RehearsalLog {
  return { info: (fields, message) => log.info(fields, message), warn: (fields, message) => log.warn(fields, message), error: (fields, message) => log.error(fields, message) };
}

/** From now on the clock of the world goes as clocks do, and the app works by itself. */
async function stayOpen(world: JoinedWorld, input: RehearsalInput, { words, leave }: RehearsalOptions): Promise<void> {
  const ticking = setInterval(() => world.clock.advance(TICK), TICK);
  world.app.start();
  words.guide(guideTo(world, input));
  await leave();
  clearInterval(ticking);
}

/** A governed branch where there is something to be stopped, and how to come to a freeze from where the clock stands. */
function guideTo(world: JoinedWorld, { plan, reached }: RehearsalInput): Guided {
  const { cast, clock } = world;
  const freeze = plan.freezes[0];
  const product = plan.products.find((one) => (freeze?.products?.includes(one.id) ?? true) && freeze?.except.products.includes(one.id) !== true && one.repositories.length > 0);
  const repository = product?.repositories[0] === undefined ? cast.home : cast.repository(product.repositories[0]);
  const until = freeze?.until ?? null;
  const milestone = until !== null && "milestone" in until ? plan.milestones.find(({ id }) => id === until.milestone) : undefined;
  const person = milestone === undefined ? cast.managerOf("") : cast.managerOf(milestone.id);
  return {
    apiUrl: world.apiUrl, appUrl: world.appUrl, token: userToken(world.github.world, person), login: person.login, now: clock.now(),
    repository: nameOf(repository), branch: product?.branch ?? repository.defaultBranch, nextNumber: repository.nextIssueNumber, again: again(),
  };

  function again(): Guided["again"] {
    if (freeze === undefined) return null;
    const phase = freezePhase(plan, freeze, product?.id ?? null, reached, clock.now());
    if (phase.state === "in-force") return null;
    const closed = milestone === undefined ? undefined : [...cast.home.milestones.values()].find((one) => one.title === milestone.title && one.state === "closed");
    if (closed !== undefined) return { kind: "reopen", home: nameOf(cast.home), milestone: closed.number, title: closed.title };
    return phase.since === null ? null : { kind: "clock", to: phase.since };
  }
}

function nameOf(repository: JoinedWorld["cast"]["home"]): string {
  return repositoryName({ owner: repository.owner.login, name: repository.name });
}
