/**
 * July 2018 on the Factom network, told with the Warden: servers panic, the theory is a race between two checks of balances that a new pattern of use
 * brings out, the fix goes into the release of the grants while everything else waits, and a report says what happened. Names and texts are made up.
 */
import type { Instant } from "../../domain/model/instant.ts";
import { parsePlan } from "../../domain/plan/parse.ts";
import { PLAN_FILE } from "../../domain/plan/plan-file.ts";
import { mergePull, openPull, pushCommits } from "../github/seed.ts";
import { userToken } from "../github/state/app.ts";
import { createComment } from "../github/state/comment.ts";
import type { Issue } from "../github/state/issue.ts";
import { createIssue } from "../github/state/issue.ts";
import type { Pull } from "../github/state/pull.ts";
import { setCollaborator } from "../github/state/repository.ts";
import type { RehearsalInput } from "./input.ts";
import type { JoinedWorld } from "./joined-world.ts";
import { readStandingCheck } from "./standing-check.ts";
import type { StandingCheck } from "./standing-check.ts";

export const RACE_BEGIN = Date.parse("2018-07-06T17:00:00Z");
const FORM = { title: "Incident: my audit server panicked", labels: ["incident report"], body: "### What happens?\n\nIt panicked and restarted.\n\n### When did it start?\n\n2018-07-06 17:05Z\n\n### When was it noticed?\n\n2018-07-06 17:10Z" };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const RACE_PLAN = `release: { name: "Grants", manager: brian, timezone: UTC }
milestones: [{ id: mainnet, title: Mainnet release, due: 2018-07-25 }]
incidents:
  owners: [brian, niels]
  freeze: { at: sev1, branches: [main] }
  holds_tags: sev1
  audiences: [{ id: operators, title: Authority node operators, targets: [] }]
`;

const FOLLOW_UPS: readonly string[] = ["logs of all operators in one place", "balances under load"];

type Line = readonly [at: string, by: string, body: string];

const LED: readonly Line[] = [
  ["2018-07-06T18:20:00Z", "niels", "/own\n/severity sev1\n/triage new\n/type panic\n/component balances"],
  ["2018-07-06T18:25:00Z", "niels", "/party @steven debugging\n/party \"authority node operators\" running the nodes\n/logs request @operator-a node a1 2018-07-06T17:00..18:30\n/inform yes operators please keep your nodes as they are and send logs"],
  ["2018-07-06T19:10:00Z", "operator-a", "/logs received @operator-a node a1 https://logs.example/a1.gz sha256:0011223344556677889900112233445566778899001122334455667788990011"],
  ["2018-07-06T20:00:00Z", "steven", "/hypothesis two functions race between processing and the balance check\n/hypothesis a disk is broken\n/plan hours read the logs of both servers @steven 22:00"],
  ["2018-07-06T22:00:00Z", "steven", "/timeline 21:40 the panics follow purchases of few credits that are used at once\n/hypothesis 2 rejected\n/hypothesis 1 confirmed"],
  ["2018-07-06T22:10:00Z", "brian", "/freeze only the fix goes out with the grants"],
];
const CLOSED: readonly Line[] = [
  ["2018-07-09T15:00:00Z", "brian", "/mitigated no panics since the fix runs on the leaders"],
  ["2018-07-10T09:00:00Z", "brian", "/resolved all operators run the fix"],
  ["2018-07-10T10:00:00Z", "niels", `/report summary federated and follower servers panicked\n/report well operators found the pattern themselves\n/report badly only one firm could read the logs\n/follow-up ${FOLLOW_UPS[0]} @niels 2018-08-01\n/follow-up ${FOLLOW_UPS[1]} @steven 2018-08-15 test`],
  ["2018-07-10T10:10:00Z", "niels", "/report"],
];

export function balanceRace(): RehearsalInput {
  const { plan } = parsePlan(new TextEncoder().encode(RACE_PLAN), PLAN_FILE);
  if (plan === null) throw new Error("The plan of the race cannot be read.");
  return { planText: RACE_PLAN, plan, plannedAt: RACE_BEGIN, pulls: [], reached: [] };
}

/** Something that a person did, and how the incident stood then. */
export interface PlayedStep {
  readonly at: Instant;
  readonly by: string;
  readonly did: string;
  /** null = there was none yet */
  readonly state: string | null;
}

export interface PlayedIncident {
  readonly number: number;
  readonly title: string;
  readonly state: string | null;
  /** of the issue, as it stands in the end */
  readonly body: string;
  readonly closed: boolean;
  /** rows of its report: between what, and how long */
  readonly lengths: readonly (readonly [between: string, length: string])[];
  /** what the checks of two pull requests said while the incident froze their branch */
  readonly frozen: readonly { readonly number: number; readonly title: string; readonly check: StandingCheck | null; readonly merged: boolean }[];
  readonly followUps: readonly { readonly number: number; readonly title: string }[];
  /** number of the issue with the incident log; null = there is none */
  readonly log: number | null;
  /** writes of the app when it looked at everything again without anything having happened */
  readonly idleWrites: number;
}

export async function playBalanceRace(world: JoinedWorld, tell: (step: PlayedStep) => void): Promise<PlayedIncident> {
  const { github, cast } = world;
  const { home } = cast;
  const step = (by: string, did: string, issue: Issue | null): void => tell({ at: world.clock.now(), by, did, state: stateOf(issue) });
  await stagePeople(world);
  await world.passTo(Date.parse("2018-07-06T18:12:00Z"));
  createIssue(github.world, home, FORM, cast.person("operator-a"));
  await world.passTo(Date.parse("2018-07-06T18:15:00Z"));
  const issue = [...home.issues.values()].find(({ title, user }) => title === FORM.title && user.type === "Bot");
  if (issue === undefined) throw new Error("The report opened no incident.");
  step("operator-a", `reports by the form: ${FORM.title}`, issue);
  await say(LED, issue, world, step);
  const other = openPull(github.world, home, { by: cast.person("steven"), title: "fix: a label in the wallet", head: "label", files: { "wallet/label.go": "l\n" } });
  const fix = openPull(github.world, home, { by: cast.person("steven"), title: "fix: check balances once", head: "balances", files: { "state/balances.go": "b\n" } });
  await say([["2018-07-06T22:30:00Z", "brian", `/lane #${fix.issue.number}`]], issue, world, step);
  const checks = [await checkOf(fix, world), await checkOf(other, world)] as const;
  await world.passTo(Date.parse("2018-07-09T09:00:00Z"));
  mergePull(github.world, fix, { by: cast.person("brian") });
  await world.settle();
  step("brian", `merges #${fix.issue.number}, the fix`, issue);
  await say(CLOSED, issue, world, step);
  const idleWrites = await lookAgain(world);
  const issues = [...home.issues.values()];
  return {
    number: issue.number, title: issue.title, state: stateOf(issue), body: issue.body ?? "", closed: issue.state === "closed", lengths: lengthsOf(issue), idleWrites,
    frozen: [fix, other].map((pull, index) => ({ number: pull.issue.number, title: pull.issue.title, check: checks[index] ?? null, merged: pull.mergedAt !== null })),
    followUps: issues.filter(({ title }) => FOLLOW_UPS.includes(title)).map(({ number, title }) => ({ number, title })),
    log: issues.find(({ title, user }) => title === "Incident log" && user.type === "Bot")?.number ?? null,
  };
}

async function stagePeople({ github, cast }: JoinedWorld): Promise<void> {
  const { home } = cast;
  for (const [login, role] of [["brian", "maintain"], ["niels", "maintain"], ["steven", "write"], ["operator-a", "read"]] as const) setCollaborator(github.world, home, cast.person(login), role);
  pushCommits(github.world, home, { branch: home.defaultBranch, by: cast.person("brian"), bypassRules: true, commits: [{ message: "Add the plan", files: { [PLAN_FILE]: RACE_PLAN } }] });
}

async function say(lines: readonly Line[], issue: Issue, world: JoinedWorld, step: (by: string, did: string, issue: Issue) => void): Promise<void> {
  for (const [at, by, body] of lines) {
    await world.passTo(Date.parse(at));
    createComment(world.github.world, issue, body, world.cast.person(by));
    await world.settle();
    step(by, body.split("\n").join("  "), issue);
  }
}

async function lookAgain(world: JoinedWorld): Promise<number> {
  // What clocks still had to say is said by then.
  await world.passTo(world.clock.now() + 30 * DAY);
  const before = world.app.github.stats().writes;
  await world.app.resync();
  await world.passTo(world.clock.now() + 60 * MINUTE);
  return world.app.github.stats().writes - before;
}

function checkOf(pull: Pull, world: JoinedWorld): Promise<StandingCheck | null> {
  const { home } = world.cast;
  return readStandingCheck(world.apiUrl, userToken(world.github.world, world.cast.person("brian")), { repository: `${home.owner.login}/${home.name}`, sha: pull.head.sha, name: `Release plan (${home.defaultBranch})` });
}

function stateOf(issue: Issue | null): string | null {
  return /^\| State \| \*\*(\w+)\*\*/m.exec(issue?.body ?? "")?.[1] ?? null;
}

function lengthsOf({ body }: Issue): PlayedIncident["lengths"] {
  return [...(body ?? "").matchAll(/^\| (From [^|]+) \| ([^|]+) \|$/gm)].map(([, between = "", length = ""]) => [between, length] as const);
}
