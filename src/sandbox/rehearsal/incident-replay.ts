/**
 * Recorded incidents played again: their comments are written over HTTP by the people of the record, at the instants of the record, and the real app
 * makes of them what it makes of any. Played a second time it finds every comment of the first and writes none.
 */
import { userToken } from "../github/state/app.ts";
import { setCollaborator } from "../github/state/repository.ts";
import { parsePlan } from "../../domain/plan/parse.ts";
import type { RecordedIncident, ScriptedComment } from "./incident-script.ts";
import { incidentScript } from "./incident-script.ts";
import type { RehearsalInput } from "./input.ts";
import type { JoinedWorld } from "./joined-world.ts";
import { joinWorld } from "./joined-world.ts";
import type { OpenApp, RehearsalLog } from "./rehearsed-app.ts";

/** Owned by whoever runs it; times are read in UTC, as records are. */
const PLAN_TEXT = "release: { name: Incidents, manager: committee, timezone: UTC }\nincidents: { owners: [committee] }\n";
const PLAN_PATH = ".github/release-plan.yml";
/** Where everything is reported. */
const PLACE = "Reports";

export interface IncidentStage {
  readonly world: JoinedWorld;
  /** plays it; a second time changes nothing. The number of its issue */
  play(incident: RecordedIncident): Promise<number>;
  /** comments of people that stand there now */
  comments(): number;
}

export async function stageIncidents(incidents: readonly RecordedIncident[], openApp: OpenApp, log: RehearsalLog): Promise<IncidentStage> {
  const plan = parsePlan(new TextEncoder().encode(PLAN_TEXT), PLAN_PATH).plan;
  if (plan === null) throw new Error("the plan of the replay cannot be read");
  const input: RehearsalInput = { planText: PLAN_TEXT, plan, plannedAt: null, pulls: [], reached: [] };
  const instants = incidents.flatMap((one) => incidentScript(one).flatMap(({ at }) => at ?? []));
  const world = await joinWorld({ input, begin: Math.min(...instants, Date.parse("2020-01-01T00:00Z")) - 3_600_000, openApp, log, port: 0 });
  const { home } = world.cast;
  const api = apiOf(world);
  await api("PUT", `contents/${PLAN_PATH}`, { message: "Add the plan", content: btoa(PLAN_TEXT) }, "committee");
  await world.settle();
  return {
    world,
    play: (incident) => play(incident, world, api),
    comments: () => [...home.issues.values()].flatMap(({ comments }) => comments).filter(({ user }) => user.type === "User").length,
  };
}

type Api = (method: string, path: string, body: object | null, login: string) => Promise<unknown>;

async function play(incident: RecordedIncident, world: JoinedWorld, api: Api): Promise<number> {
  const [opening, ...rest] = incidentScript(incident);
  if (opening === undefined) throw new Error(`${incident.id} tells of nothing`);
  const place = numberOf((await issues(api)).find(({ title }) => title === PLACE) ?? await api("POST", "issues", { title: PLACE }, "committee"));
  await write(place, opening, `${incident.id}/0`, world, api);
  const title = `Incident: ${opening.body.replace(/^\/warden incident new: /, "")}`;
  const number = numberOf((await issues(api)).find((one) => one.title.startsWith(title.slice(0, 200))));
  for (const [index, comment] of rest.entries()) await write(number, comment, `${incident.id}/${index + 1}`, world, api);
  return number;
}

async function write(issue: number, { at, by, body }: ScriptedComment, mark: string, world: JoinedWorld, api: Api): Promise<void> {
  const marker = `<!-- replay ${encodeURIComponent(mark)} -->`;
  for (let page = 1; ; page += 1) {
    const found = await api("GET", `issues/${issue}/comments?per_page=100&page=${page}`, null, "committee") as readonly { readonly body: string }[];
    if (found.some((one) => one.body.includes(marker))) return;
    if (found.length < 100) break;
  }
  if (at !== null) await world.passTo(Math.max(at, world.clock.now()));
  await api("POST", `issues/${issue}/comments`, { body: `${body}\n\n${marker}` }, by);
  await world.settle();
}

async function issues(api: Api): Promise<readonly { readonly number: number; readonly title: string }[]> {
  const found: { readonly number: number; readonly title: string }[] = [];
  for (let page = 1; ; page += 1) {
    const some = await api("GET", `issues?state=all&per_page=100&page=${page}`, null, "committee") as typeof found;
    found.push(...some);
    if (some.length < 100) return found;
  }
}

function numberOf(issue: unknown): number {
  const number = (issue as { readonly number?: unknown } | undefined)?.number;
  if (typeof number !== "number") throw new Error("the incident was not opened");
  return number;
}

/** Whoever speaks in a record may write there. */
function apiOf({ cast, github, apiUrl }: JoinedWorld): Api {
  const { home } = cast;
  return async (method, path, body, login) => {
    const person = cast.person(login);
    setCollaborator(github.world, home, person, login === "committee" ? "admin" : "write");
    const answer = await fetch(`${apiUrl}/repos/${home.owner.login}/${home.name}/${path}`, {
      method, headers: { authorization: `token ${userToken(github.world, person)}`, "content-type": "application/json" }, ...body === null ? {} : { body: JSON.stringify(body) },
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
}
