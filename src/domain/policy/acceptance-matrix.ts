/**
 * The matrix feature × candidate × environment, and what changed from one candidate to the next.
 * Promises: linear in the number of links times candidates; rows in the plan's order of groups, then by repository and number.
 */
import type { CellState } from "../model/feature.ts";
import type { FeatureGroup, TestEnvironment } from "../model/plan-testing.ts";
import type { RepositoryName } from "../model/refs.ts";
import { cellState } from "../model/tag-standing.ts";
import type { FeatureOnTag, LinkOnTag, TagStanding } from "../model/tag-standing.ts";
import { ANYWHERE } from "./evidence-ladder.ts";

/** `partly` = some of its tests passed, and of others nothing was heard; `no-tests` = nothing is linked; `absent` = it was no feature then */
export type MatrixState = CellState | "partly" | "no-tests" | "absent";

export interface MatrixCell {
  readonly environment: string;
  readonly state: MatrixState;
  /** links that passed here, of all its links */
  readonly passed: number;
  readonly total: number;
}

export interface MatrixColumn {
  readonly tag: string;
  readonly accepted: boolean;
  /** one for each place of the matrix */
  readonly cells: readonly MatrixCell[];
}

export interface MatrixFeature {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly title: string;
  readonly group: string | null;
}

export interface MatrixRow {
  readonly feature: MatrixFeature;
  /** one for each tag, in the order given */
  readonly columns: readonly MatrixColumn[];
}

export interface AcceptanceMatrix {
  readonly tags: readonly string[];
  /** the plan's, and `ANYWHERE` where something was heard from nowhere in particular or the plan names no place */
  readonly environments: readonly TestEnvironment[];
  readonly rows: readonly MatrixRow[];
}

/** `others` are features that were judged on none of the tags. */
export function acceptanceMatrix(standings: readonly TagStanding[], groups: readonly FeatureGroup[], environments: readonly TestEnvironment[], others: readonly MatrixFeature[] = []): AcceptanceMatrix {
  const places = placesOf(standings, environments);
  const byTag = standings.map((standing) => ({ standing, at: places.map((place) => standing.environments.indexOf(place.id)), features: new Map(standing.features.map((feature) => [keyOf(feature), feature])) }));
  // The newest tag knows best what a feature is called and where it belongs.
  const known = new Map<string, MatrixFeature>();
  for (const feature of [...standings.flatMap((standing) => standing.features), ...others]) known.set(keyOf(feature), feature);
  const rows = sorted([...known.values()], groups).map(({ repository, number, title, group }) => ({
    feature: { repository, number, title, group },
    columns: byTag.map(({ standing, at, features }) => columnOf(features.get(keyOf({ repository, number })), standing.tag, places, at)),
  }));
  return { tags: standings.map((standing) => standing.tag), environments: places, rows };
}

function keyOf({ repository, number }: Pick<MatrixFeature, "repository" | "number">): string {
  return `${repository.toLowerCase()}#${number}`;
}

function placesOf(standings: readonly TagStanding[], environments: readonly TestEnvironment[]): readonly TestEnvironment[] {
  if (environments.some((environment) => environment.id === ANYWHERE.id)) return environments;
  const elsewhere = standings.some((standing) => {
    const at = standing.environments.indexOf(ANYWHERE.id);
    return at >= 0 && standing.features.some((feature) => feature.links.some((link) => cellState(link, at) !== "not-run"));
  });
  return elsewhere || environments.length === 0 ? [...environments, ANYWHERE] : environments;
}

function sorted(features: readonly MatrixFeature[], groups: readonly FeatureGroup[]): readonly MatrixFeature[] {
  const order = new Map(groups.map((group, index) => [group.id, index]));
  const rank = (feature: MatrixFeature): number => (feature.group === null ? order.size : order.get(feature.group) ?? order.size);
  return features.toSorted((a, b) => rank(a) - rank(b) || compareText(a.repository, b.repository) || a.number - b.number);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function columnOf(feature: FeatureOnTag | undefined, tag: string, places: readonly TestEnvironment[], at: readonly number[]): MatrixColumn {
  const cells = places.map((place, index): MatrixCell => {
    if (feature === undefined) return { environment: place.id, state: "absent", passed: 0, total: 0 };
    const states = feature.links.map((link) => cellState(link, at[index] ?? -1));
    const passed = states.filter((state) => state === "passed").length;
    return { environment: place.id, state: worst(states, passed), passed, total: states.length };
  });
  return { tag, accepted: feature?.accepted ?? false, cells };
}

function worst(states: readonly CellState[], passed: number): MatrixState {
  if (states.length === 0) return "no-tests";
  for (const state of ["failed", "expired", "skipped"] as const) if (states.includes(state)) return state;
  if (passed === states.length) return "passed";
  return passed > 0 ? "partly" : "not-run";
}

export interface AcceptanceChange {
  readonly feature: MatrixFeature;
  readonly link: string;
  readonly environment: string;
  readonly change: "fixed" | "regressed" | "never-run" | "expired";
}

/**
 * What changed from one tag to the next, test by test and place by place: fixed (failed or skipped before, passed now), regressed (passed before,
 * failed or skipped now), never run (nothing was heard on the later one), expired. Tests without any change, and those that fail as before, are
 * left out; places where a test never ran and is not required to are left out too. `required` are ids of places.
 */
export function candidateDifference(before: TagStanding, after: TagStanding, required: readonly string[]): readonly AcceptanceChange[] {
  const earlier = new Map<string, LinkOnTag>(before.features.flatMap((feature) => feature.links.map((link) => [`${keyOf(feature)} ${link.key}`, link] as const)));
  const was = after.environments.map((environment) => before.environments.indexOf(environment));
  return after.features.flatMap((feature) => feature.links.flatMap((link) => {
    const known = earlier.get(`${keyOf(feature)} ${link.key}`);
    return after.environments.flatMap((environment, index) => {
      const change = changeOf(known === undefined ? "not-run" : cellState(known, was[index] ?? -1), cellState(link, index), required.includes(environment));
      const { repository, number, title, group } = feature;
      return change === null ? [] : [{ feature: { repository, number, title, group }, link: link.text, environment, change }];
    });
  }));
}

function changeOf(before: CellState, after: CellState, required: boolean): AcceptanceChange["change"] | null {
  if (after === "expired") return "expired";
  if (after === "passed") return before === "failed" || before === "skipped" ? "fixed" : null;
  if (after === "not-run") return required || before !== "not-run" ? "never-run" : null;
  return before === "passed" ? "regressed" : null;
}
