/** When the vote on a procedure for incidents is to be looked at, how it stood where a command was given, and what incidents show of it. */
import type { PlanThen, ProcedureThen } from "../domain/command/command.ts";
import type { VerbRow } from "../domain/command/verb.ts";
import type { Incident } from "../domain/model/incident.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { PlannedProcedure, ProcedureVote } from "../domain/model/plan-incidents.ts";
import type { ProcedureRecord } from "../domain/model/procedure.ts";
import { procedureKey } from "../domain/model/procedure.ts";
import type { PlanRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { sameLogin } from "../domain/policy/acceptance.ts";
import type { UnratifiedProcedure } from "../text/procedure-issue.ts";
import type { IncidentPlace } from "./incident-place.ts";
import { planKey, planOf } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** Of plans that ask for a vote, or once did. */
export async function procedureMarks(home: RepositoryRecord, records: readonly Pick<PlanRecord, "path" | "text" | "renamed">[], context: RunContext): Promise<readonly Mark[]> {
  const known = await context.memory.records<ProcedureRecord>("procedure", `${home.id}/`);
  const asked = (record: (typeof records)[number]): boolean => planOf(record as PlanRecord)?.incidents?.procedure?.vote != null;
  return records.filter((record) => asked(record) || known.some(({ value }) => value.path === record.path)).map(({ path }) => markOf(home.id, path, home.installation));
}

/** The default branch of a home was pushed to: the text that was voted on may be another now. */
export async function pushedProcedureMarks(repository: RepositoryRecord, branch: string, context: RunContext): Promise<readonly Mark[]> {
  if (branch !== repository.defaultBranch) return [];
  const known = await context.memory.records<ProcedureRecord>("procedure", `${repository.id}/`);
  const paths = known.filter(({ value }) => value.standing !== "replaced" && value.standing !== "unasked").map(({ value }) => value.path);
  return [...new Set(paths)].map((path) => markOf(repository.id, path, repository.installation));
}

/** One of its issues that people edited, closed, opened or deleted. */
export async function ownProcedureMarks(key: Extract<Key, { kind: "issue" }>, context: RunContext): Promise<readonly Mark[]> {
  const known = await context.memory.records<ProcedureRecord>("procedure", `${key.repository}/`);
  return known.filter(({ value }) => value.number === key.number).map(({ value }) => markOf(key.repository, value.path, context.installation));
}

function markOf(repository: number, path: string, installation: number): Mark {
  return { key: { kind: "procedure", repository, path }, lane: "fan-out", installation };
}

/** Who may vote, on what and by which rule, for commands that stand under the issue of the version that the plan speaks of. */
export async function withProcedures(then: readonly PlanThen[], heard: readonly PlanInForce[], { repository, number, rows }: { readonly repository: RepositoryRecord; readonly number: number; readonly rows: readonly VerbRow[] }, context: RunContext): Promise<readonly PlanThen[]> {
  if (!rows.some(({ touches }) => touches === "procedure")) return then;
  const fixes = rows.some(({ verb }) => verb === "motion" || verb === "second");
  return Promise.all(then.map(async (one): Promise<PlanThen> => {
    const inForce = heard.find(({ record }) => planKey(record) === one.plan);
    const procedure = inForce?.written.incidents?.procedure ?? null;
    if (inForce === undefined || inForce.home.id !== repository.id || procedure?.vote == null) return one;
    const known = await context.memory.record<ProcedureRecord>("procedure", procedureKey(repository.id, inForce.record.path, procedure.version));
    return known === null || known.number !== number ? one : { ...one, procedure: await procedureThen(procedure, procedure.vote, fixes, repository, context) };
  }));
}

/** `fixes` = a command among them rests on who may vote now; for votes it was fixed before, and a list of them with each would fill the issue. */
async function procedureThen({ version, file }: PlannedProcedure, { by, needs, within }: ProcedureVote, fixes: boolean, home: RepositoryRecord, context: RunContext): Promise<ProcedureThen> {
  const text = await procedureText(file, home, context);
  // In this order, so that what is read back from an issue is written there as it was.
  return { version, voters: fixes ? await votersNow(by, context) : [], text, needs, within, ...(file !== null && text === null ? { missing: true as const } : {}) };
}

/** Git's name of what stands in the file; null = it names none, or there is none. */
export async function procedureText(file: string | null, home: RepositoryRecord, context: RunContext): Promise<string | null> {
  return file === null ? null : (await context.github.readTree(home, home.defaultBranch))?.files.get(file) ?? null;
}

/** Everybody once; null = GitHub does not say who is in a team. */
async function votersNow(by: readonly string[], context: RunContext): Promise<readonly string[] | null> {
  const found: string[] = [];
  for (const name of by) {
    const members = name.includes("/") ? await context.github.readTeamMembers(name) : [name];
    if (members === null) return null;
    for (const login of members) if (!found.some((one) => sameLogin(one, login))) found.push(login);
  }
  return found;
}

/** Of the version that an incident was opened under; null = it was ratified, or need not be. */
export async function unratifiedProcedure({ procedure }: Pick<Incident, "procedure">, { record, home, repository, incidents }: IncidentPlace, context: RunContext): Promise<UnratifiedProcedure | null> {
  const version = procedure?.version ?? null;
  if (version === null) return null;
  const known = await context.memory.record<ProcedureRecord>("procedure", procedureKey(record.home, record.path, version));
  const planned = incidents.procedure;
  if (known === null) return planned?.version === version && planned.vote !== null ? { version, issue: null, changed: false } : null;
  if (known.held || known.standing === "ratified" || known.standing === "unasked") return null;
  // What everybody can read must not name a repository that not everybody can.
  const hidden = known.number === null || known.deleted || (home.private && !repository.private);
  return { version, issue: hidden ? null : `${home.id === repository.id ? "" : repositoryName(home)}#${known.number}`, changed: known.standing === "changed" };
}
