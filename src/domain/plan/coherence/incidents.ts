/** Severities, audiences and words that exist once, references to them that lead somewhere, and hours that are hours. */
import { oneOfThese } from "../build/builder.ts";
import { quoted } from "../quoted.ts";
import type { PlanPath } from "../source-map.ts";
import type { Check } from "./check.ts";
import { inLine } from "./check.ts";

export function checkIncidents(check: Check): void {
  const { incidents } = check.plan;
  if (incidents === null) return;
  const severities = incidents.severities.map(({ id }) => id);
  for (const [name, ids] of [["severities", severities], ["audiences", incidents.audiences.map(({ id }) => id)]] as const) checkUnique(check, ["incidents", name], ids);
  if (incidents.freeze !== null) expectSeverity(check, ["incidents", "freeze", "at"], incidents.freeze.at, severities);
  if (incidents.holdsTags !== null) expectSeverity(check, ["incidents", "holds_tags"], incidents.holdsTags, severities);
  checkQuietHours(check);
  checkOwners(check);
  checkProcedure(check);
}

function checkUnique(check: Check, path: PlanPath, ids: readonly string[]): void {
  ids.forEach((id, index) => {
    const first = ids.findIndex((other) => other.toLowerCase() === id.toLowerCase());
    if (first < index) check.findings.error(check.source.at([...path, index, "id"]), "duplicate-id", `The id ${quoted(id)} is taken${inLine(check, [...path, first, "id"])}.`, "give one of them another id");
  });
}

function expectSeverity({ source, findings }: Check, path: PlanPath, id: string, known: readonly string[]): void {
  if (!known.includes(id)) findings.error(source.at(path), "unknown-severity", `There is no severity ${quoted(id)}.`, () => oneOfThese(id, known, "severities"));
}

function checkQuietHours({ plan, source, findings }: Check): void {
  const hours = plan.incidents?.quietHours ?? null;
  if (hours !== null && hours.from === hours.to) findings.error(source.at(["incidents", "quiet_hours"]), "empty-hours", `Quiet hours begin and end at ${quoted(hours.from)}.`, "write when people sleep: { from: \"22:00\", to: \"07:00\" }");
}

/** Without owners an incident belongs to nobody, and what nobody does is told to nobody. */
function checkOwners({ plan, source, findings }: Check): void {
  if (plan.incidents?.owners.length === 0 && plan.release.manager === null)
    findings.warning(source.key(["incidents"]), "no-owner", "Nobody owns incidents: the plan names neither `incidents.owners` nor a manager.", "name those who are told when nobody acts: `owners: [org/team]`");
}

/** A vote needs a text, one who moves and another who seconds. */
function checkProcedure({ plan, written, source, findings }: Check): void {
  const procedure = plan.incidents?.procedure ?? null;
  const said = written.incidents?.procedure;
  if (procedure === null || typeof said !== "object") return;
  const path = ["incidents", "procedure"] as const;
  if (procedure.vote === null) {
    const field = said.needs !== undefined ? "needs" : said.votes_within !== undefined ? "votes_within" : null;
    if (field !== null) findings.warning(source.at([...path, field]), "no-voters", `${quoted(field)} is of a vote, and nobody votes on the procedure.`, "say who does: `ratified_by: core-committee`");
    return;
  }
  if (procedure.file === null) findings.warning(source.at([...path, "version"]), "no-file", "The procedure is voted on, and the plan does not say where it stands.", "name the file: `file: docs/incident-procedure.md`");
  const [first, ...others] = procedure.vote.by;
  if (others.length === 0 && (first === undefined || !first.includes("/"))) findings.error(source.at([...path, "ratified_by"]), "few-voters", first === undefined ? "Nobody votes on the procedure." : `Only ${quoted(first)} votes on the procedure, and whoever moves cannot second.`, "name a team, or several people: `ratified_by: [a, b]`");
}
