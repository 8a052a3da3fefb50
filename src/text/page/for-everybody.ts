/**
 * What is shown to everybody holds no name of a person and none of a private repository or product, wherever in a title or a reason somebody may
 * have written it. The views leave such things out already; this goes over all finished text once more, so that nothing depends on one view.
 */
import type { ReleasePlan } from "../../domain/model/plan.ts";
import { sameRepository } from "../../domain/model/refs.ts";
import type { RepositoryName } from "../../domain/model/refs.ts";

/** addresses and machine values: made by us, never from free text */
const MACHINE = new Set(["iso", "link", "url", "href", "earlier", "later", "calendarFile", "points", "diamond"]);

export interface Unnamed {
  /** repositories that are known to be public; every other one that the plan names is taken for private */
  readonly open: readonly RepositoryName[];
  readonly privateRepositories: readonly RepositoryName[];
}

export function forEverybody<T>(model: T, plan: ReleasePlan, known: Unnamed): T {
  const pattern = namesPattern(plan, known);
  return pattern === null ? model : scrubbed(model, pattern) as T;
}

function scrubbed(value: unknown, pattern: RegExp): unknown {
  if (typeof value === "string") return value.replace(pattern, "(not shown)");
  if (Array.isArray(value)) return value.map((one) => scrubbed(one, pattern));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, MACHINE.has(key) ? one : scrubbed(one, pattern)]));
}

function namesPattern(plan: ReleasePlan, { open, privateRepositories }: Unnamed): RegExp | null {
  const isOpen = (name: RepositoryName): boolean => open.some((one) => sameRepository(one, name));
  const hidden = plan.products.filter((product) => product.private || product.repositories.some((name) => !isOpen(name)));
  const repositories = [...privateRepositories, ...hidden.flatMap((product) => product.repositories.filter((name) => !isOpen(name)))];
  const names = [
    ...repositories.flatMap((name) => [name, name.split("/").at(-1) ?? name]),
    ...plan.products.filter((product) => product.private).flatMap((product) => [product.id, product.title]), ...hiddenDocuments(plan, isOpen), ...peopleIn(plan),
  ];
  const long = [...new Set(names)].filter((name) => name.length > 1).toSorted((a, b) => b.length - a.length);
  if (long.length === 0) return null;
  return new RegExp(`(?<![\\p{L}\\p{N}])@?(?:${long.map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|")})(?![\\p{L}\\p{N}])`, "giu");
}

/** Of a document in a private repository the issues say no more than that there is one. */
function hiddenDocuments({ documents }: ReleasePlan, isOpen: (name: RepositoryName) => boolean): readonly string[] {
  return documents.flatMap(({ repository, title }) => (repository === null || isOpen(repository) ? [] : [repository, title]));
}

/** Everybody whom the plan names, in whatever part. */
export function peopleIn(plan: ReleasePlan): readonly string[] {
  const teams = [...plan.milestones, ...plan.products].flatMap(({ manager, team, handedOver }) => [manager, ...team.map(({ who }) => who), ...handedOver.map(({ by }) => by)]);
  const tasks = plan.milestones.flatMap(({ parts, checklist }) => [...[...parts, ...checklist].map(({ owner }) => owner), ...parts.flatMap(({ review }) => review)]);
  const freezes = plan.freezes.flatMap(({ agreed, waivers }) => [...agreed.map(({ by }) => by), ...waivers.approvers]);
  const results = plan.keyResults.flatMap(({ weights }) => weights.flatMap(({ of }) => Object.keys(of)));
  const all = [plan.release.manager, ...plan.release.handedOver.map(({ by }) => by), ...teams, ...tasks, ...freezes, ...results, ...plan.messages.map(({ author }) => author), ...dutyPeople(plan), ...plan.incidents?.owners ?? [], ...plan.environments.flatMap(({ reportedBy }) => reportedBy), ...plan.teams.flatMap(({ members, away }) => [...members, ...away].map(({ who }) => who)), ...recordPeople(plan)];
  return [...new Set(all.filter((name) => name !== null))];
}

function dutyPeople(plan: ReleasePlan): readonly (string | null)[] {
  return [...plan.operations.map(({ owner }) => owner), ...plan.objectives.map(({ manager }) => manager), ...[...plan.risks, ...plan.windows, ...plan.documents, ...plan.blockers, ...plan.maintenance].map(({ owner }) => owner)];
}

/** Of the cards of products, and of the procedure and the logs of incidents. */
function recordPeople({ release, products, incidents }: ReleasePlan): readonly (string | null)[] {
  const makers = products.flatMap(({ card: { ci, functionality } }) => [...(ci === null || ci === "none" ? [] : ci), ...functionality ?? []].map(({ who }) => who));
  return [release.deployment?.owner ?? null, ...makers, ...incidents?.logs?.readers ?? [], ...incidents?.procedure?.vote?.by ?? []];
}
