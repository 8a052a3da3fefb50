/** Teams that the plan describes: somebody leads each, nobody sits in it twice, absences are of its members, and its id stands only where several people may. */
import { oneOfThese } from "../build/builder.ts";
import { quoted } from "../quoted.ts";
import type { WrittenPlan } from "../schema.ts";
import type { PlanPath } from "../source-map.ts";
import type { Check } from "./check.ts";
import { inLine } from "./check.ts";

type Written = NonNullable<WrittenPlan["teams"]>[number];

export function checkTeams(check: Check): void {
  const teams = check.written.teams ?? [];
  teams.forEach((team, index) => {
    checkSeats(check, team, index);
    checkAbsences(check, team, index);
    checkName(check, team, index);
  });
  for (const { path, who, decides } of singlePeople(check.written)) checkSingle(check, path, who, decides);
}

function seatsOf({ members = [] }: Written): readonly string[] {
  return members.map((member) => (typeof member === "string" ? member : member.who));
}

function everybodyIn(team: Written): readonly string[] {
  return [...team.chair === undefined ? [] : [team.chair], ...seatsOf(team)];
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function checkSeats(check: Check, team: Written, index: number): void {
  const { source, findings } = check;
  const seats = seatsOf(team);
  if (seats.length === 0 && team.chair === undefined) {
    // What cannot be read is left out of what is judged here, and complained of already.
    const unread = source.node(["teams", index, "chair"]) !== null || (source.node(["teams", index, "members"])?.children.size ?? 0) > 0;
    if (!unread) findings.error(source.at(["teams", index, "id"]), "empty-team", `Nobody is in the team ${quoted(team.id)}, so it stands for nobody.`, "list its people: `chair: …`, `members: […]`");
    return;
  }
  if (team.chair === undefined) findings.warning(source.at(["teams", index, "id"]), "no-chair", `Nobody leads the team ${quoted(team.id)}, so nobody is called first.`, "say who does: `chair: …`");
  seats.forEach((who, at) => {
    const first = seats.findIndex((other) => same(other, who));
    if (first < at) findings.warning(source.at(["teams", index, "members", at]), "duplicate-member", `${quoted(who)} is in the team twice${inLine(check, ["teams", index, "members", first])}.`, "take one of them out");
  });
}

function checkAbsences({ plan, source, findings }: Check, team: Written, index: number): void {
  const everybody = everybodyIn(team);
  const written = team.away ?? [];
  const built = plan.teams[index]?.away ?? [];
  written.forEach(({ who }, at) => {
    if (!everybody.some((one) => same(one, who))) findings.error(source.at(["teams", index, "away", at, "who"]), "unknown-member", `${quoted(who)} is not in the team ${quoted(team.id)}.`, () => oneOfThese(who, everybody, "members"));
    const absence = built.length === written.length ? built[at] : undefined;
    if (absence !== undefined && absence.to <= absence.from) findings.error(source.at(["teams", index, "away", at, "to"]), "ends-before-start", `The absence of ${quoted(who)} ends before it begins.`, "`to` is the last day away; put the two in order");
  });
}

/** Where owners are listed, such a name would stand for the whole team and never for the person. */
function checkName({ written, source, findings }: Check, { id }: Written, index: number): void {
  const person = (written.teams ?? []).flatMap(everybodyIn).find((who) => same(who, id));
  if (person !== undefined) findings.warning(source.at(["teams", index, "id"]), "team-named-as-person", `${quoted(id)} is a team and a person of this plan; in lists it stands for the team.`, "give the team an id that nobody has as a login: `id: …-team`");
}

interface SinglePlace {
  readonly path: PlanPath;
  readonly who: string | undefined;
  /** it gives somebody a right; else only work */
  readonly decides: boolean;
}

/** Every place in which one person, or one team of GitHub, stands for all others. */
function singlePeople(written: WrittenPlan): readonly SinglePlace[] {
  const managed = (["products", "milestones", "objectives", "operations"] as const).flatMap((section) => (written[section] ?? []).map(({ manager }, index): SinglePlace => ({ path: [section, index, "manager"], who: manager, decides: true })));
  const owned = (["operations", "risks", "documents", "blockers", "windows", "maintenance"] as const).flatMap((section) => (written[section] ?? []).map((one, index): SinglePlace => ({ path: [section, index, "owner"], who: typeof one === "object" && "owner" in one ? one.owner : undefined, decides: false })));
  const tasks = (written.milestones ?? []).flatMap((milestone, index) => (["checklist", "parts"] as const).flatMap((list) => (milestone[list] ?? []).map((one, at): SinglePlace => ({ path: ["milestones", index, list, at, "owner"], who: typeof one === "string" ? undefined : one.owner, decides: false }))));
  const authors = (written.messages ?? []).map(({ author }, index): SinglePlace => ({ path: ["messages", index, "author"], who: author, decides: false }));
  return [{ path: ["release", "manager"], who: written.release.manager, decides: true }, ...managed, ...owned, ...tasks, ...authors];
}

function checkSingle({ written, source, findings }: Check, path: PlanPath, who: string | undefined, decides: boolean): void {
  const team = who === undefined ? undefined : (written.teams ?? []).find(({ id }) => same(id, who));
  if (team === undefined) return;
  const field = path.at(-1);
  const hint = team.chair === undefined ? `give the team a \`chair\`, and name that person here` : `name its chair: \`${field}: ${team.chair}\``;
  const message = `${quoted(team.id)} is a team of this plan, and \`${field}\` is one GitHub login${decides ? " or a team of GitHub, `org/team`" : ""}.`;
  if (decides) findings.error(source.at(path), "team-as-person", message, hint);
  else findings.warning(source.at(path), "team-as-person", message, hint);
}
