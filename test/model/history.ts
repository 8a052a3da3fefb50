/**
 * What really happened in the world, recorded by watching the local GitHub and never by asking the app: when the branch was closed, which commits
 * GitHub had shown before they were stamped, and for each landing whether it should have been let in at that instant.
 */
import { latestRuns } from "../../src/sandbox/github/state/check.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { fullName } from "../../src/sandbox/github/state/repository.ts";
import type { Scene } from "../support/scene.ts";
import type { ModelPlan } from "./plans.ts";
import { FREEZE_BEGINS, PLANS } from "./plans.ts";

/** What asks for plan files asks for them at the default branch. */
const IN_FORCE = `:${JSON.stringify("HEAD:.github/release-plan.yml")}`;

/** Changes nothing but docs, always. */
export const DOCS_BRANCH = "topic-3";

/** What the rules can be told of a change by hand; null = more than labels and files speaks for or against it, so only the app can tell. */
export interface Facts {
  readonly bug: boolean;
  readonly docs: boolean;
}

export interface Landing {
  readonly repository: Repository;
  readonly number: number | null;
  readonly head: string;
  readonly tip: string;
  readonly at: number;
  readonly step: number;
  readonly bypass: boolean;
  readonly facts: Facts | null;
  /** by an issue that it closes, whose type may be changed later */
  readonly linked: boolean;
  /** context that our active ruleset required at that instant; null = it was open */
  readonly closedBy: string | null;
  readonly stamped: boolean;
  /** no break in the freeze since our ruleset was last closed, as far as anybody can tell */
  readonly shouldBeClosed: boolean;
}

export interface Stamping {
  readonly sha: string;
  readonly name: string;
  readonly step: number;
  readonly green: boolean;
}

export class History {
  step = 0;
  readonly scene: Scene;
  readonly landings: Landing[] = [];
  readonly stampings: Stamping[] = [];
  /** plans in force on GitHub, by the step and the instant since when */
  readonly plans: { readonly plan: ModelPlan; readonly step: number; readonly at: number }[] = [];
  /** plans as answers of GitHub showed them to whoever asked what is in force, in their order */
  readonly shownPlans: { readonly plan: ModelPlan; readonly step: number; readonly at: number }[] = [];
  /** steps at which the type of the issue changed that pull requests may close */
  readonly typings: number[] = [];
  /** first step at which an answer of GitHub showed this commit to the app */
  readonly shown = new Map<string, number>();
  /** contexts of each generation of the gate, in order of their closing */
  readonly closings: { readonly context: string; readonly step: number }[] = [];
  readonly broken: string[] = [];
  /** ms UTC; null = not (or taken back) */
  beganEarly: number | null = null;
  ended: number | null = null;
  /** somebody froze, thawed or took a milestone back: what is in force then is the app's to say */
  byCommand = false;
  /** pull requests for or against which more speaks than labels and files */
  readonly unsure = new Set<Issue>();
  /** the next landing is one that passes the rules */
  bypassing = false;
  /** what closes each repository now */
  readonly #closed = new Map<Repository, string | null>();
  /** random characters of all generations that have closed each of them */
  readonly #had = new Map<Repository, Set<string>>();
  readonly #unbroken = new Set<Repository>();
  /** last step at which there was anything to be said for a head */
  readonly lastLetIn = new Map<string, number>();
  /** step at which each merge group was built, by its commit */
  readonly groups = new Map<string, number>();

  /** acme/app, and acme/site where there is one */
  readonly repositories: readonly Repository[];

  constructor(scene: Scene, plan: ModelPlan) {
    this.scene = scene;
    this.repositories = [...scene.github.world.repositories.values()];
    this.plans.push({ plan, step: 0, at: 0 });
    this.shownPlans.push({ plan, step: 0, at: 0 });
  }

  /** From now on; whatever is there already the app has seen. */
  watch(): void {
    this.scene.github.world.events.on((event) => {
      const repository = this.repositories.find(({ id }) => id === event.repositoryId) ?? null;
      if (event.event === "repository_ruleset") this.#ruleset();
      if (event.event === "pull_request" && event.action === "closed" && repository !== null) this.#merged(repository, numberIn(event.payload));
      if (event.event === "push" && event.payload["ref"] === "refs/heads/main" && repository !== null) this.#pushed(repository, event.payload);
      if (event.event === "merge_group" && event.action === "checks_requested") this.groups.set((event.payload["merge_group"] as { readonly head_sha: string }).head_sha, this.step);
      if (event.event === "check_run") this.#checked(event.payload);
      this.look();
    });
    for (const pull of this.pulls()) this.shown.set(pull.head.sha, this.step);
    this.#ruleset();
    this.look();
  }

  get plan(): ModelPlan {
    return this.plans.at(-1)?.plan ?? (PLANS[0] as ModelPlan);
  }

  /** As its file says. */
  textOf(plan: ModelPlan): string {
    return this.repositories.length > 1 ? plan.joint : plan.text;
  }

  /**
   * The plans by which a landing may be judged: the one that stood on GitHub then and, outside the plan's home, what that became within the same
   * second, since GitHub tells instants of two repositories in whole seconds only and no commit of one comes before one of the other.
   */
  plansAt({ repository, step, at }: Landing): readonly ModelPlan[] {
    const then = this.planAt(step);
    const within = this.plans.findLast((one) => Math.floor(one.at / 1_000) <= Math.floor(at / 1_000))?.plan ?? then;
    return repository === this.scene.repository || within === then ? [then] : [then, within];
  }

  /** The plan that stood on GitHub at that step. */
  planAt(step: number): ModelPlan {
    return this.plans.findLast((one) => one.step <= step)?.plan ?? this.plan;
  }

  /** Of every answer of GitHub, when it is given. */
  heard(question: string, answer: string): void {
    for (const { head } of this.pulls()) if (!this.shown.has(head.sha) && answer.includes(head.sha)) this.shown.set(head.sha, this.step);
    for (const queue of this.scene.repository.queues.values()) for (const { head } of queue.groups) if (answer.includes(head.sha)) this.shown.set(head.sha, this.step);
    const plan = question.includes(IN_FORCE) ? PLANS.filter((one) => answer.includes(JSON.stringify(this.textOf(one)).slice(1, -1))).toSorted((a, b) => b.text.length - a.text.length)[0] : undefined;
    if (plan !== undefined) this.shownPlans.push({ plan, step: this.step, at: this.scene.clock.now() });
  }

  /** null = only the app can tell */
  inForce(plan = this.plan, now = this.scene.clock.now()): boolean | null {
    if (this.byCommand) return null;
    const hard = plan.hard !== null && now >= plan.hard.from && now < plan.hard.until;
    return hard || (now >= Math.min(FREEZE_BEGINS, this.beganEarly ?? Infinity) && (this.ended === null || now < this.ended));
  }

  /** Taken after each event and move of the clock. */
  look(): void {
    if (this.inForce() !== true) this.#unbroken.clear();
    // The app may not have heard yet of the plan that stands now.
    const plans = [this.plan, this.shownPlans.at(-1)?.plan ?? this.plan];
    for (const pull of this.pulls()) if (plans.some((plan) => this.letIn(factsOf(pull, this), plan, this.scene.clock.now()) !== false)) this.lastLetIn.set(pull.head.sha, this.step);
  }

  pulls(): readonly Pull[] {
    return this.repositories.flatMap(({ issues }) => [...issues.values()]).flatMap((issue) => issue.pull ?? []).filter((pull) => pull.issue.state === "open");
  }

  letIn(facts: Facts | null, plan: ModelPlan, now: number): boolean | null {
    if (facts === null) return null;
    const inForce = this.inForce(plan, now);
    if (inForce === false) return true;
    if (this.byCommand) return null;
    if (plan.lets.docs && facts.docs && plan.hard === null) return true;
    const hard = plan.hard !== null && now >= plan.hard.from && now < plan.hard.until;
    return facts.bug && plan.lets.bugfixes && !hard;
  }

  /** What our rulesets ask for there; null = none is active. */
  required(repository: Repository): string | null {
    const own = [...repository.rulesets.values()];
    const joint = [...this.scene.organization.rulesets.values()].filter(({ repositories }) => repositories != null && "ids" in repositories && repositories.ids.includes(repository.id));
    const ours = [...own, ...joint].find((one) => one.name.startsWith("Release Warden") && one.enforcement === "active");
    const [rule] = ours?.rules ?? [];
    return ((rule?.parameters?.["required_status_checks"] ?? []) as { readonly context: string }[])[0]?.context ?? null;
  }

  isGreen(repository: Repository, sha: string, name: string): boolean {
    return latestRuns(repository, sha).some((run) => run.name === name && run.suite.app === this.scene.registered && run.conclusion === "success");
  }

  #ruleset(): void {
    for (const repository of this.repositories) this.#closing(repository);
  }

  #closing(repository: Repository): void {
    const context = this.required(repository);
    if (context === (this.#closed.get(repository) ?? null)) return;
    this.#closed.set(repository, context);
    if (context === null) return;
    const bits = bitsOf(context);
    const had = this.#had.get(repository) ?? new Set<string>();
    if (had.has(bits) || this.closings.some((one) => one.context !== context && bitsOf(one.context) === bits))
      this.broken.push(`the gate was closed by "${context}", whose random characters an earlier generation had: they are made from something`);
    this.#had.set(repository, had.add(bits));
    this.closings.push({ context, step: this.step });
    if (this.inForce() === true) this.#unbroken.add(repository);
    else this.#unbroken.delete(repository);
  }

  #merged(repository: Repository, number: number): void {
    const pull = repository.issues.get(number)?.pull ?? null;
    if (pull === null || pull.mergedAt === null || pull.baseRef !== "main") return;
    this.#landed(repository, number, pull.head.sha, pull.mergeCommit?.sha ?? "", factsOf(pull, this), linkedIssue(pull) !== null);
  }

  #pushed(repository: Repository, payload: Readonly<Record<string, unknown>>): void {
    const after = String(payload["after"]);
    const landed = repository.refs.get("refs/heads/main");
    if (landed === undefined || !landed.message.startsWith("Direct")) return;
    this.#landed(repository, null, after, after, { bug: false, docs: false });
  }

  #landed(repository: Repository, number: number | null, head: string, tip: string, facts: Facts | null, linked = false): void {
    const closedBy = this.required(repository);
    const stamped = closedBy !== null && this.isGreen(repository, head, closedBy);
    this.landings.push({ repository, number, head, tip, at: this.scene.clock.now(), step: this.step, bypass: this.bypassing || number === null, facts, linked, closedBy, stamped, shouldBeClosed: this.#unbroken.has(repository) });
  }

  #checked(payload: Readonly<Record<string, unknown>>): void {
    const { name, head_sha: sha, conclusion } = payload["check_run"] as { readonly name: string; readonly head_sha: string; readonly conclusion: string | null };
    if (!name.includes(" is frozen ") || this.scene.github.world.apps.get(this.scene.registered.id) === undefined) return;
    this.stampings.push({ sha, name, step: this.step, green: conclusion === "success" });
    if (conclusion !== "success") return;
    if (!this.shown.has(sha)) this.broken.push(`${sha.slice(0, 7)} was stamped before any answer of GitHub had shown it`);
    if (!this.groups.has(sha) && !this.lastLetIn.has(sha)) this.broken.push(`${sha.slice(0, 7)} was stamped, and at no time was anything to be said for it`);
  }
}

export function factsOf(pull: Pull, history: Pick<History, "unsure">): Facts | null {
  if (history.unsure.has(pull.issue)) return null;
  const labelled = pull.issue.labels.some((label) => label.name === "bug");
  const type = linkedIssue(pull)?.type?.name ?? null;
  // An issue's type outweighs a label, and what both together say is the app's to weigh.
  if (type === "Feature" && labelled) return null;
  return { bug: type === "Bug" || labelled, docs: pull.headRef === DOCS_BRANCH };
}

export function linkedIssue(pull: Pull): Issue | null {
  const number = /^Closes #(\d+)$/.exec(pull.issue.body ?? "")?.[1];
  return number === undefined || pull.baseRef !== "main" ? null : pull.issue.repository.issues.get(Number(number)) ?? null;
}

/** "#2", with its repository where that is not the plan's home. */
export function labelOf({ issue }: Pull): string {
  return nameIn(issue.repository, issue.number);
}

export function nameIn(repository: Repository, number: number): string {
  return `${repository.name === "app" ? "" : fullName(repository)}#${number}`;
}

function bitsOf(context: string): string {
  return /\[(\w+)\]$/.exec(context)?.[1] ?? context;
}

function numberIn(payload: Readonly<Record<string, unknown>>): number {
  return Number((payload["pull_request"] as { readonly number?: number } | undefined)?.number ?? 0);
}
