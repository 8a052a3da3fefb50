/**
 * The written plan → the domain's ReleasePlan: defaults filled in, every time read in its zone, every relative time resolved where it can be.
 * Complains into `findings`; what it returns after an error is good enough to look for more problems in, and for nothing else.
 */
import type { Freeze, PlannedMessage, Release, ReleasePlan } from "../model/plan.ts";
import type { PlannedWindow } from "../model/plan-record.ts";
import { buildHandedOver, buildTime, taken } from "./build/builder.ts";
import type { Builder } from "./build/builder.ts";
import { buildFreeze } from "./build/freezes.ts";
import { buildIncidents } from "./build/incidents.ts";
import { buildKeyResult, buildMessage } from "./build/key-results.ts";
import { buildObjective } from "./build/objectives.ts";
import { buildOperation } from "./build/operations.ts";
import { buildMaintenance } from "./build/maintenance.ts";
import { buildKinds } from "./build/kinds.ts";
import { buildDues, buildMilestone } from "./build/milestones.ts";
import { buildPlanTeam } from "./build/people.ts";
import { buildProduct } from "./build/products.ts";
import { buildBlocker, buildDeployment, buildDocument, buildRisk, buildWindow } from "./build/record.ts";
import { buildCandidates, buildDocumentation, buildEnvironment, buildFeatures, buildTags } from "./build/testing.ts";
import { buildTracking } from "./build/tracking.ts";
import { rolesIn } from "./build/weights.ts";
import type { Findings } from "./findings.ts";
import { readDate } from "./planned-time.ts";
import { INERT_MILESTONE_KEYS, INERT_SECTIONS, UNUSED_SECTIONS } from "./schema.ts";
import type { WrittenPlan } from "./schema.ts";
import type { SourceMap } from "./source-map.ts";
import { readZone } from "./time/zone.ts";

export function buildReleasePlan(written: WrittenPlan, source: SourceMap, findings: Findings): ReleasePlan {
  const builder = newBuilder(written, source, findings);
  const milestones = written.milestones ?? [];
  const named = { objectives: written.objectives ?? [], roles: rolesIn(written) };
  buildDues(builder, milestones);
  return {
    version: 1,
    release: buildRelease(builder, written.release),
    products: (written.products ?? []).map((product, index) => buildProduct(builder, product, index)),
    milestones: milestones.map((milestone, index) => buildMilestone(builder, milestone, index)),
    freezes: (written.freezes ?? []).map((freeze, index) => buildFreeze(builder, freeze, index, written.teams)).filter((freeze): freeze is Freeze => freeze !== null),
    kinds: buildKinds(written.kinds),
    objectives: (written.objectives ?? []).map((objective, index) => buildObjective(builder, objective, index)),
    keyResults: (written.key_results ?? []).map((keyResult, index) => buildKeyResult(builder, keyResult, index, named)),
    operations: (written.operations ?? []).map((operation, index) => buildOperation(builder, operation, index)),
    messages: (written.messages ?? []).map((message, index) => buildMessage(builder, message, index)).filter((message): message is PlannedMessage => message !== null),
    tags: buildTags(builder, written.tags),
    candidates: buildCandidates(builder, written.candidates),
    environments: (written.environments ?? []).map(buildEnvironment),
    features: buildFeatures(written.features),
    documentation: buildDocumentation(written.documentation),
    board: written.board === undefined ? null : { number: typeof written.board === "number" ? written.board : null },
    incidents: buildIncidents(builder, written.incidents, written.teams),
    maintenance: (written.maintenance ?? []).map((one, index) => buildMaintenance(builder, one, index)).filter((one) => one !== null),
    tracking: buildTracking(builder, written.tracking),
    teams: (written.teams ?? []).map((team, index) => buildPlanTeam(builder, team, index)),
    risks: (written.risks ?? []).map((risk, index) => buildRisk(builder, risk, index)),
    constraints: written.constraints ?? [],
    windows: (written.windows ?? []).map((window, index) => buildWindow(builder, window, index)).filter((window): window is PlannedWindow => window !== null),
    documents: (written.documents ?? []).map((document, index) => buildDocument(builder, document, index)),
    blockers: (written.blockers ?? []).map((blocker, index) => buildBlocker(builder, blocker, index)),
    inert: inertIn(builder, written),
    inertValues: Object.fromEntries(INERT_SECTIONS.filter((name) => written[name] !== undefined).map((name) => [name, written[name]])),
  };
}

function newBuilder(written: WrittenPlan, source: SourceMap, findings: Findings): Builder {
  const { timezone, day_ends: dayEnds, holidays } = written.release;
  const zoneless: Builder = { source, findings, context: { zone: null, dayEnds: dayEnds ?? "24:00" }, holidays: holidays ?? [], dues: new Map() };
  if (timezone === undefined) return zoneless;
  const zone = taken(zoneless, ["release", "timezone"], readZone(timezone));
  // With a zone that nobody knows every other time would be wrong too; they are read in UTC so that only their own mistakes are reported.
  return { ...zoneless, context: { ...zoneless.context, zone: zone ?? "UTC" } };
}

function buildRelease(builder: Builder, written: WrittenPlan["release"]): Release {
  const from = buildTime(builder, ["release", "window", "from"], written.window?.from);
  const to = buildTime(builder, ["release", "window", "to"], written.window?.to);
  (written.holidays ?? []).forEach((holiday, index) => taken(builder, ["release", "holidays", index], readDate(holiday)));
  return {
    name: written.name,
    description: written.description ?? null,
    deployment: buildDeployment(builder, written.deployment),
    manager: written.manager ?? null,
    handedOver: buildHandedOver(builder, ["release", "handed_over"], written.handed_over),
    timezone: builder.context.zone ?? "UTC",
    dayEnds: builder.context.dayEnds,
    due: buildTime(builder, ["release", "due"], written.due),
    planned: buildTime(builder, ["release", "planned"], written.planned),
    window: from === null || to === null ? null : { from, to },
    holidays: builder.holidays,
    ...(written.public === undefined ? {} : { public: written.public }),
    links: written.links ?? {},
  };
}

/** Sections that are accepted and not acted on, each named once; said as a warning where it first stands. */
function inertIn(builder: Builder, written: WrittenPlan): readonly string[] {
  const inert: string[] = [];
  function note(name: string, path: readonly (string | number)[]): void {
    if (inert.includes(name)) return;
    inert.push(name);
    builder.findings.warning(builder.source.key(path), "not-acted-on", `\`${name}\` is accepted, not yet acted on.`);
  }
  for (const name of [...INERT_SECTIONS, ...UNUSED_SECTIONS]) if (written[name] !== undefined) note(name, [name]);
  (written.milestones ?? []).forEach((milestone, index) => {
    for (const name of INERT_MILESTONE_KEYS) if (milestone[name] !== undefined) note(`milestones.${name}`, ["milestones", index, name]);
  });
  return inert;
}
