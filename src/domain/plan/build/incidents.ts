/** `incidents` as written → as values. */
import type { Duration } from "../../model/instant.ts";
import type { IncidentFreeze, IncidentPlan, IncidentSeverity, PlannedProcedure } from "../../model/plan-incidents.ts";
import type { WrittenPlan } from "../schema.ts";
import type { PlanPath } from "../source-map.ts";
import { buildDuration, titleOf } from "./builder.ts";
import type { Builder } from "./builder.ts";
import { withMembers } from "./people.ts";
import { shortBranch } from "./products.ts";

type Written = NonNullable<WrittenPlan["incidents"]>;

const MINUTE = 60_000;
const DEFAULT_CLOCKS = { claim: 30 * MINUTE, severity: 60 * MINUTE, inform: 240 * MINUTE, update: 1_440 * MINUTE, report: 7_200 * MINUTE } as const;
const DEFAULT_SEVERITIES: readonly IncidentSeverity[] = [
  { id: "sev1", means: "it is down, or data is at risk", pages: "always", light: false, updateEvery: 60 * MINUTE },
  { id: "sev2", means: "much of it does not work", pages: "waking", light: false, updateEvery: 240 * MINUTE },
  { id: "sev3", means: "some of it does not work", pages: "never", light: true, updateEvery: null },
  { id: "sev4", means: "hardly anybody notices", pages: "never", light: true, updateEvery: null },
];

/** As `templates/incident-form.yml` offers them. */
export const DEFAULT_PARTY_TYPES: readonly string[] = ["authority node operator", "exchange", "follower", "other"];

export function buildIncidents(builder: Builder, written: WrittenPlan["incidents"], teams: WrittenPlan["teams"]): IncidentPlan | null {
  if (written === undefined) return null;
  const severities = written.severities === undefined || written.severities.length === 0 ? DEFAULT_SEVERITIES : written.severities.map((one, index): IncidentSeverity => ({
    id: one.id, means: one.means ?? null, pages: one.pages ?? "waking", light: one.light ?? false,
    updateEvery: buildDuration(builder, ["incidents", "severities", index, "update_every"], one.update_every),
  }));
  return {
    owners: withMembers(written.owners ?? [], teams), procedure: procedureOf(builder, written.procedure, teams), severities, types: written.types ?? [], components: written.components ?? [],
    clocks: {
      claim: clockOf(builder, written, "claim"), severity: clockOf(builder, written, "severity"), inform: clockOf(builder, written, "inform"),
      update: clockOf(builder, written, "update"), report: clockOf(builder, written, "report"),
    },
    quietHours: written.quiet_hours ?? null,
    freeze: freezeOf(builder, written.freeze, severities),
    holdsTags: written.holds_tags ?? null,
    audiences: (written.audiences ?? []).map((one) => ({ id: one.id, title: titleOf(one.id, one.title), targets: one.targets ?? [] })),
    logsAt: written.logs_at ?? [],
    logs: written.logs === undefined ? null : { repository: written.logs.repository, readers: withMembers(written.logs.readers ?? written.owners ?? [], teams) },
    releaseNotes: written.release_notes ?? false, subIssues: written.sub_issues ?? false,
    partyTypes: written.party_types === undefined || written.party_types.length === 0 ? DEFAULT_PARTY_TYPES : written.party_types, labels: written.labels ?? ["incident"],
  };
}

function procedureOf(builder: Builder, written: Written["procedure"], teams: WrittenPlan["teams"]): PlannedProcedure | null {
  if (written === undefined) return null;
  if (typeof written === "string") return { version: written, file: null, vote: null };
  const { version, file = null, ratified_by: listed, needs = "majority" } = written;
  const within = buildDuration(builder, ["incidents", "procedure", "votes_within"], written.votes_within);
  const by = listed === undefined ? null : withMembers(typeof listed === "string" ? [listed] : listed, teams);
  return { version, file, vote: by === null ? null : { by, needs, within } };
}

function clockOf(builder: Builder, { clocks }: Written, name: keyof typeof DEFAULT_CLOCKS): Duration | null {
  const text = clocks?.[name];
  if (text === undefined) return DEFAULT_CLOCKS[name];
  return text.trim().toLowerCase() === "never" ? null : buildDuration(builder, ["incidents", "clocks", name], text);
}

function freezeOf(builder: Builder, written: Written["freeze"], severities: readonly IncidentSeverity[]): IncidentFreeze | null {
  if (written === undefined) return null;
  const path: PlanPath = ["incidents", "freeze", "branches"];
  const { mode = "propose", at = severities[0]?.id ?? "sev1", branches } = typeof written === "string" ? { mode: written } : written;
  return { at, automatic: mode === "automatic", branches: branches?.map((branch, index) => shortBranch(builder, [...path, index], branch)) ?? null };
}
