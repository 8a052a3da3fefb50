/** The first section of a tracking issue: what holds where, since and until when, how firmly, and the ways in. */
import type { Instant } from "../domain/model/instant.ts";
import type { Freeze, ReleasePlan } from "../domain/model/plan.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { milestoneManager } from "../domain/policy/reached.ts";
import { joined } from "./enumeration.ts";
import { markdownCode, markdownCodeCell, markdownText } from "./escape.ts";
import { instantText } from "./instant.ts";
import { onlyKinds } from "./kind-words.ts";

export interface TrackedFreeze {
  readonly plan: ReleasePlan;
  readonly freeze: Freeze;
  readonly home: RepositoryName;
  readonly state: "before" | "notice" | "in-force" | "over" | "withdrawn";
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly overdue: boolean;
  readonly places: readonly TrackedPlace[];
  /** the home is out of sight: its milestones end nothing meanwhile; absent = no */
  readonly gone?: true;
  /** listed in the plan and not governed: they did not consent */
  readonly notGoverned: readonly RepositoryName[];
}

export interface TrackedPlace {
  readonly repository: RepositoryName;
  readonly branch: string;
  readonly products: readonly string[];
  readonly exempt: boolean;
  /** how firmly it holds, see `LEVELS`; null = not known yet */
  readonly level: string | null;
  /** there was no such branch when last looked; absent = there is */
  readonly absent?: true;
  /** when it took effect here; null = not yet */
  readonly effectiveAt: Instant | null;
  readonly trouble: string | null;
}

const LEVEL_WORDS: Readonly<Record<string, string>> = {
  "advisory": "advisory: it informs and blocks nothing",
  "soft": "the check is required, so it blocks once each pull request is marked",
  "queue": "the merge queue asks for the check of each group, so nothing slips through",
  "repository-gate": "closed by a ruleset of the repository",
  "organization-gate": "closed by a ruleset of the organisation",
};

export function trackingTitle({ plan, freeze }: Pick<TrackedFreeze, "plan" | "freeze">): string {
  return `${plan.release.name}: ${freeze.title}`.replace(/\s+/g, " ").slice(0, 200);
}

export function freezeSectionText(tracked: TrackedFreeze): string {
  const { plan, freeze, notGoverned } = tracked;
  const manager = managerOf(tracked);
  const facts = [
    freeze.because === null ? null : `Why: ${markdownText(freeze.because, 500)}`,
    tracked.since === null ? null : `${tracked.state === "before" || tracked.state === "notice" ? "Begins" : "Since"}: ${instantText(tracked.since, plan.release.timezone, null)}${boundTitle(tracked, "from")}`,
    `Until: ${endText(tracked)}`,
    `Lets in: ${onlyKinds(freeze.allow)}`,
    manager === null ? null : `Managed by: ${markdownText(manager, 60)}`,
    notGoverned.length === 0 ? null : `Not governed, because they have not consented: ${joined(notGoverned.slice(0, 20).map((name) => markdownText(name, 140)))}`,
  ].filter((line) => line !== null);
  return [`${stateText(tracked)}`, facts.map((line) => `- ${line}`).join("\n"), placesTable(tracked), waysInText(tracked), agreedText(freeze)]
    .filter((part) => part !== null).join("\n\n");
}

function stateText({ state, freeze, overdue }: TrackedFreeze): string {
  const observes = freeze.mode === "observe" ? " It only observes: it says what would wait and blocks nothing." : "";
  switch (state) {
    case "before": case "notice": return `**This freeze has not begun.**${observes}`;
    case "in-force": return `**This freeze is in force${overdue ? ", past the date on which it was due to end" : ""}.**${observes}`;
    case "over": return `**This freeze is over.** What follows is its final account.${observes}`;
    case "withdrawn": return "**This freeze is no longer in the release plan.** What follows is its account until then.";
  }
}

function boundTitle({ plan, freeze }: TrackedFreeze, end: "from" | "until"): string {
  const bound = freeze[end];
  if (bound === null || !("milestone" in bound)) return "";
  return `, with ${markdownText(plan.milestones.find((one) => one.id === bound.milestone)?.title ?? bound.milestone, 80)}`;
}

function endText(tracked: TrackedFreeze): string {
  const { plan, freeze, until, state, overdue } = tracked;
  const at = until === null ? null : instantText(until, plan.release.timezone, null);
  if (state === "over") return `${at ?? "it was ended"}${boundTitle(tracked, "until")}`;
  const bound = freeze.until;
  if (bound !== null && "milestone" in bound) {
    const title = markdownText(plan.milestones.find((one) => one.id === bound.milestone)?.title ?? bound.milestone, 80);
    return `${title} is reached${at === null ? "" : ` (${overdue ? "was due" : "due"} ${at})`}`;
  }
  return at ?? "a person ends it";
}

export function managerOf({ plan, freeze }: Pick<TrackedFreeze, "plan" | "freeze">): string | null {
  const { until } = freeze;
  const milestone = until !== null && "milestone" in until ? plan.milestones.find((one) => one.id === until.milestone) : undefined;
  return milestone === undefined ? plan.release.manager : milestoneManager(plan, milestone);
}

const PLACES_SHOWN = 100;

function placesTable({ plan, places }: TrackedFreeze): string {
  const rows = places.slice(0, PLACES_SHOWN).map((place) => {
    const effect = place.exempt ? "exempt" : place.absent === true ? "there is no such branch" : place.effectiveAt === null ? "not yet" : instantText(place.effectiveAt, plan.release.timezone, null);
    const level = place.exempt || place.absent === true ? "" : place.level === null ? "not known yet" : LEVEL_WORDS[place.level] ?? markdownText(place.level, 60);
    const trouble = place.trouble === null ? "" : `; **not closed:** ${markdownText(place.trouble, 200)}`;
    return `| ${markdownText(place.repository, 140)} | ${markdownCodeCell(place.branch, 80)} | ${effect} | ${level}${trouble} |`;
  });
  const more = places.length - rows.length;
  return ["| Repository | Branch | Took effect | How firmly it holds |", "|---|---|---|---|", ...rows, ...(more > 0 ? [`| and ${more} more | | | |`] : [])].join("\n");
}

function waysInText({ freeze, plan, state }: TrackedFreeze): string | null {
  if (state === "over" || state === "withdrawn") return null;
  const { issueTypes, labels, accept } = plan.kinds.bugfix;
  const named = (names: readonly string[]): string => joined(names.slice(0, 3).map((name) => markdownCode(name, 60)), "or");
  const marks = [...(issueTypes.length === 0 ? [] : [`an issue of type ${named(issueTypes)} that it closes`]), ...(labels.length === 0 ? [] : [`the label ${named(labels)}`])];
  const whose = accept === "wording" ? "; the wording of its title counts as well" : accept === "maintainer" ? ", given by a maintainer or by somebody other than its author" : ", given by somebody other than its author";
  const approvers = freeze.waivers.approvers.length > 0 ? freeze.waivers.approvers : plan.release.manager === null ? [] : [plan.release.manager];
  const lines = [
    freeze.allow.includes("bugfix") && marks.length > 0 ? `A bugfix shows that it is one by ${joined(marks, "or")}${whose}.` : null,
    `For an exception write ${markdownCode("/warden waive because …")} under the pull request${approvers.length === 0 ? "" : `; ${joined(approvers.slice(0, 5).map((name) => markdownText(name, 60)), "or")} can approve it`}.`,
    "Else it waits until the freeze ends; its check names what is missing.",
  ].filter((line) => line !== null);
  return `### Ways in\n${lines.map((line) => `- ${line}`).join("\n")}`;
}


function agreedText({ agreed, except }: Freeze): string | null {
  const lines = [
    ...(except.products.length === 0 ? [] : [`Exempt products: ${joined(except.products.slice(0, 20).map((name) => markdownText(name, 60)))}`]),
    ...(except.repositories.length === 0 ? [] : [`Exempt repositories: ${joined(except.repositories.slice(0, 20).map((name) => markdownText(name, 140)))}`]),
    ...(except.paths.length === 0 ? [] : [`Exempt files: ${joined(except.paths.slice(0, 20).map((path) => markdownCode(path, 100)))}`]),
    ...agreed.slice(0, 50).map((one) => `Agreed beforehand${one.by === null ? "" : ` by ${markdownText(one.by, 60)}`}: ${joined(one.pulls.slice(0, 20).map(({ repository, number }) => `${repository}#${number}`))}, ${markdownText(one.because, 200)}`),
  ];
  return lines.length === 0 ? null : `### Exceptions of the plan\n${lines.map((line) => `- ${line}`).join("\n")}`;
}
