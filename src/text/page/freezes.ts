/** What is frozen, since when, until when, for whom, what passes all the same, and how firmly it holds on each branch. */
import type { GateRecord, Level } from "../../domain/model/gate.ts";
import type { Freeze, FreezeBound } from "../../domain/model/plan.ts";
import { freezePhase, frozenProducts } from "../../domain/policy/freeze-interval.ts";
import type { FreezePhase } from "../../domain/policy/freeze-interval.ts";
import { milestoneTitle } from "../decided-pull.ts";
import { joined, sentence } from "../enumeration.ts";
import { plainText } from "../escape.ts";
import { instantText } from "../instant.ts";
import { kindsText } from "../kind-words.ts";
import type { Moment, PageFacts } from "./facts.ts";
import { momentOrNull } from "./moment.ts";

export interface FreezesView {
  readonly freezes: readonly FreezeView[];
  readonly branches: readonly BranchView[];
}

export interface FreezeView {
  readonly id: string;
  readonly title: string;
  readonly state: FreezePhase["state"];
  readonly stateText: string;
  readonly observes: boolean;
  readonly since: Moment | null;
  readonly until: Moment | null;
  readonly ends: string;
  readonly overdue: boolean;
  readonly because: string | null;
  readonly passes: string;
  readonly products: readonly { readonly title: string; readonly stateText: string; readonly exempt: boolean }[];
  readonly agreed: readonly { readonly what: string; readonly because: string; readonly by: string | null }[];
}

export interface BranchView {
  readonly repository: string;
  readonly branch: string;
  readonly level: Level;
  readonly levelText: string;
  readonly closed: boolean;
  readonly stateText: string;
  readonly trouble: string | null;
}

const STATES: Readonly<Record<FreezePhase["state"], string>> = { "before": "not begun", "notice": "announced", "in-force": "in force", "over": "over" };
const ORDER: readonly FreezePhase["state"][] = ["in-force", "notice", "before", "over"];

const LEVELS: Readonly<Record<Level, string>> = {
  "advisory": "The check says what should wait and stops nobody. Make it a required check of the branch to change that.",
  "soft": "The check is required, and it changes with each freeze.",
  "queue": "The merge queue lets nothing through that waits.",
  "repository-gate": "A ruleset of the repository closes the branch.",
  "organization-gate": "A ruleset of the organisation closes the branch.",
};

export function freezesView(facts: PageFacts): FreezesView {
  const freezes = facts.plan.freezes.map((freeze) => freezeView(freeze, facts)).toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
  return { freezes, branches: facts.gates.flatMap((gate) => branchView(gate, facts)) };
}

function freezeView(freeze: Freeze, facts: PageFacts): FreezeView {
  const { plan, record, now, audience } = facts;
  const products = frozenProducts(plan, freeze).map((id) => ({ product: plan.products.find((one) => one.id === id) ?? null, phase: freezePhase(plan, freeze, id, record.reached, now), exempt: id !== null && freeze.except.products.includes(id) }));
  const bound = products.filter(({ exempt }) => !exempt);
  const leading = bound.toSorted((a, b) => ORDER.indexOf(a.phase.state) - ORDER.indexOf(b.phase.state) || (a.phase.since ?? Infinity) - (b.phase.since ?? Infinity))[0]?.phase ?? freezePhase(plan, freeze, null, record.reached, now);
  return {
    id: freeze.id, title: plainText(freeze.title, 100), state: leading.state, stateText: stateText(leading), observes: freeze.mode === "observe",
    since: momentOrNull(leading.since, facts), until: momentOrNull(leading.until, facts), ends: endText(freeze.until, facts), overdue: leading.overdueSince !== null,
    because: freeze.because === null ? null : plainText(freeze.because, 300), passes: sentence(kindsText(freeze.allow)),
    products: products.filter(({ product }) => product !== null && (audience === "somebody" || !product.private))
      .map(({ product, phase, exempt }) => ({ title: plainText(product?.title ?? "", 60), exempt, stateText: exempt ? "exempt" : `${stateText(phase)}${phase.since === leading.since || phase.since === null ? "" : ` (${phase.since <= now ? "began" : "begins"} ${instantText(phase.since, plan.release.timezone, now)})`}` })),
    agreed: freeze.agreed.slice(0, 20).map((one) => ({
      what: joined(one.pulls.map(({ repository, number }) => plainText(`${repository}#${number}`))), because: plainText(one.because, 200),
      by: one.by === null || audience === "everybody" ? null : plainText(one.by, 60),
    })),
  };
}

function stateText(phase: FreezePhase): string {
  return phase.overdueSince === null ? STATES[phase.state] : "in force, its end is overdue";
}

function endText(bound: FreezeBound | null, { plan }: PageFacts): string {
  if (bound === null) return "A person ends it.";
  if ("time" in bound) return "It ends by the clock.";
  return `It ends when ${plainText(milestoneTitle(plan, bound.milestone), 80)} is reached, not before.`;
}

function branchView(gate: GateRecord, { repositories, audience }: PageFacts): readonly BranchView[] {
  const repository = repositories.find(({ id }) => id === gate.repository);
  if (repository === undefined) return [];
  const closed = gate.epoch !== null;
  return [{
    repository: plainText(repository.name), branch: plainText(gate.branch, 80), level: gate.level, levelText: LEVELS[gate.level], closed,
    stateText: gate.off ? "switched off by a person" : closed ? "closed" : gate.level === "advisory" ? "advice only" : "open",
    trouble: gate.trouble === null || audience === "everybody" ? null : `could not ${gate.trouble.doing} it: ${plainText(gate.trouble.message, 160)}`,
  }];
}
