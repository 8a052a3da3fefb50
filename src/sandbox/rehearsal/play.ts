/**
 * Plays a timeline: each thing happens at its instant, the app reacts, and at the instant of each merge the check that stands on its head is
 * kept, as the person who merged it saw it.
 */
import { liveIssueKey } from "../../domain/desired/milestone-issue.ts";
import type { Instant } from "../../domain/model/instant.ts";
import type { PullFacts } from "../../domain/model/pull.ts";
import { repositoryName } from "../../domain/model/refs.ts";
import { PLAN_FILE } from "../../domain/plan/plan-file.ts";
import { userToken } from "../github/state/app.ts";
import { SOMEBODY } from "./cast.ts";
import type { RehearsalInput } from "./input.ts";
import type { JoinedWorld } from "./joined-world.ts";
import { createStage } from "./stage.ts";
import type { StandingCheck } from "./standing-check.ts";
import { readStandingCheck } from "./standing-check.ts";
import { readStandingIssue } from "./standing-issue.ts";
import type { Happening, Timeline } from "./timeline.ts";

export interface PlayedMerge {
  readonly pull: PullFacts;
  readonly mergedAt: Instant;
  /** on its head when it was merged; null = none stood there */
  readonly check: StandingCheck | null;
}

/** A change of the plan that at first left out where its dates were decided. */
export interface PlayedProposal {
  readonly at: Instant;
  /** what stood beside it then, and once it said where */
  readonly before: StandingCheck | null;
  readonly after: StandingCheck | null;
}

export interface StandingDates {
  readonly at: Instant;
  /** of the issue, in the repository that the plan stands in */
  readonly number: number;
  readonly body: string;
}

export interface Played {
  readonly merges: readonly PlayedMerge[];
  /** pull requests that are open at the end, with the check that stands on them */
  readonly open: readonly { readonly pull: PullFacts; readonly check: StandingCheck | null }[];
  /** writes of the app when it looked at everything again without anything having happened */
  readonly idleWrites: number;
  readonly proposals: readonly PlayedProposal[];
  /** the issue with the dates of all milestones, as it stood after each change; empty where the plan asks for none */
  readonly dates: readonly StandingDates[];
}

export interface PlayOptions {
  readonly input: RehearsalInput;
  readonly timeline: Timeline;
  /** name of the check on pull requests to a branch */
  readonly checkName: (base: string) => string;
  readonly planCheckName: (base: string) => string;
  readonly progress: (done: number, total: number, now: Instant) => void;
}

export async function play(world: JoinedWorld, options: PlayOptions): Promise<Played> {
  const { input, timeline: { happenings } } = options;
  const stage = createStage(world.github.world, world.cast, input);
  const token = userToken(world.github.world, world.cast.person(SOMEBODY));
  const checkOn = (pull: PullFacts): Promise<StandingCheck | null> =>
    readStandingCheck(world.apiUrl, token, { repository: pull.repository, sha: stage.pull(pull).head.sha, name: options.checkName(pull.base.ref) });
  const home = repositoryName({ owner: world.cast.home.owner.login, name: world.cast.home.name });
  const checkOnPlan = async (): Promise<StandingCheck | null> => {
    const proposal = stage.proposal();
    return proposal === null ? null : readStandingCheck(world.apiUrl, token, { repository: home, sha: proposal.head.sha, name: options.planCheckName(proposal.baseRef) });
  };
  const merges: PlayedMerge[] = [];
  const proposals: PlayedProposal[] = [];
  const dates: StandingDates[] = [];
  let idleWrites = 0;
  await world.settle();
  for (const [index, happening] of happenings.entries()) {
    await world.passTo(happening.at);
    if (endsFreeze(happening, input)) idleWrites += await lookAgain(world);
    if (happening.kind === "merge") merges.push({ pull: happening.pull, mergedAt: happening.at, check: await checkOn(happening.pull) });
    stage.perform(happening);
    await world.settle();
    if (happening.kind === "propose") proposals.push({ at: happening.at, before: await checkOnPlan(), after: null });
    if (happening.kind === "explain") proposals.push({ ...proposals.pop() ?? { at: happening.at, before: null }, after: await checkOnPlan() });
    if (happening.kind === "plan" || happening.kind === "reach") await lookAtDates();
    options.progress(index + 1, happenings.length, happening.at);
  }
  idleWrites += await lookAgain(world);
  await lookAtDates();
  const left = happenings.flatMap((one) => (one.kind === "open" && one.pull.mergedAt === null ? [one.pull] : []));
  const open = await Promise.all(left.map(async (pull) => ({ pull, check: await checkOn(pull) })));
  return { merges, open, idleWrites, proposals, dates };

  async function lookAtDates(): Promise<void> {
    const issue = input.plan.tracking === null ? null : await readStandingIssue(world.apiUrl, token, home, liveIssueKey(PLAN_FILE, input.plan.release.name));
    if (issue !== null) dates.push({ at: world.clock.now(), number: issue.number, body: issue.body });
  }
}

/** The best moment to look at everything again is while there is still something to say. */
function endsFreeze(happening: Happening, { plan }: RehearsalInput): boolean {
  return happening.kind === "reach" && plan.freezes.some(({ until }) => until !== null && "milestone" in until && until.milestone === happening.milestone);
}

/** Writes made by looking at everything as at a start, although nothing happened. */
async function lookAgain(world: JoinedWorld): Promise<number> {
  const before = world.app.github.stats().writes;
  await world.app.resync();
  await world.settle();
  return world.app.github.stats().writes - before;
}
