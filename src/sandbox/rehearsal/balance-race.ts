/**
 * July 2018 on the Factom network, told with the Warden: servers panic, the theory is a race between two checks of balances that a new pattern of use
 * brings out, the fix goes into the release of the grants while everything else waits, and a report says what happened. Names and texts are made up.
 */
import { parsePlan } from "../../domain/plan/parse.ts";
import { mergePull, openPull, pushCommits } from "../github/seed.ts";
import { createComment } from "../github/state/comment.ts";
import type { Issue } from "../github/state/issue.ts";
import { createIssue } from "../github/state/issue.ts";
import type { Pull } from "../github/state/pull.ts";
import { setCollaborator } from "../github/state/repository.ts";
import type { JoinedWorld } from "./joined-world.ts";
import { joinWorld } from "./joined-world.ts";
import type { OpenApp, RehearsalLog } from "./rehearsed-app.ts";

export const RACE_PLAN = `release: { name: "Grants", manager: brian, timezone: UTC }
milestones: [{ id: mainnet, title: Mainnet release, due: 2018-07-25 }]
incidents:
  owners: [brian, niels]
  freeze: { at: sev1, branches: [main] }
  holds_tags: sev1
  audiences: [{ id: operators, title: Authority node operators, targets: [] }]
`;

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
  ["2018-07-10T10:00:00Z", "niels", "/report summary federated and follower servers panicked\n/report well operators found the pattern themselves\n/report badly only one firm could read the logs\n/follow-up logs of all operators in one place @niels 2018-08-01\n/follow-up balances under load @steven 2018-08-15 test"],
  ["2018-07-10T10:10:00Z", "niels", "/report"],
];

export interface PlayedRace {
  readonly world: JoinedWorld;
  readonly issue: Issue;
  readonly fix: Pull;
  readonly other: Pull;
  /** what the checks of the fix and of the other said while the incident froze the branch */
  readonly during: readonly [fix: string, other: string];
}

export async function playBalanceRace(openApp: OpenApp, log: RehearsalLog): Promise<PlayedRace> {
  const plan = parsePlan(new TextEncoder().encode(RACE_PLAN), ".github/release-plan.yml").plan;
  if (plan === null) throw new Error("the plan of the race cannot be read");
  const world = await joinWorld({ input: { planText: RACE_PLAN, plan, plannedAt: null, pulls: [], reached: [] }, begin: Date.parse("2018-07-06T17:00:00Z"), openApp, log, port: 0 });
  const { github, cast } = world;
  const { home } = cast;
  for (const [login, role] of [["brian", "maintain"], ["niels", "maintain"], ["steven", "write"], ["operator-a", "read"]] as const) setCollaborator(github.world, home, cast.person(login), role);
  pushCommits(github.world, home, { branch: "main", by: cast.person("brian"), bypassRules: true, commits: [{ message: "Add the plan", files: { ".github/release-plan.yml": RACE_PLAN } }] });
  await world.passTo(Date.parse("2018-07-06T18:12:00Z"));
  createIssue(github.world, home, { title: "Incident: my audit server panicked", labels: ["incident report"], body: "### What happens?\n\nIt panicked and restarted.\n\n### When did it start?\n\n2018-07-06 17:05Z\n\n### When was it noticed?\n\n2018-07-06 17:10Z" }, cast.person("operator-a"));
  await world.passTo(Date.parse("2018-07-06T18:15:00Z"));
  const issue = [...home.issues.values()].find(({ title, user }) => title === "Incident: my audit server panicked" && user.type === "Bot");
  if (issue === undefined) throw new Error("the report opened no incident");
  await say(LED, issue, world);
  const other = openPull(github.world, home, { by: cast.person("steven"), title: "fix: a label in the wallet", head: "label", files: { "wallet/label.go": "l\n" } });
  const fix = openPull(github.world, home, { by: cast.person("steven"), title: "fix: check balances once", head: "balances", files: { "state/balances.go": "b\n" } });
  await say([["2018-07-06T22:30:00Z", "brian", `/lane #${fix.issue.number}`]], issue, world);
  const during = [stateOf(world, fix), stateOf(world, other)] as const;
  await world.passTo(Date.parse("2018-07-09T09:00:00Z"));
  mergePull(github.world, fix, { by: cast.person("brian") });
  await say(CLOSED, issue, world);
  return { world, issue, fix, other, during };
}

async function say(lines: readonly Line[], issue: Issue, world: JoinedWorld): Promise<void> {
  for (const [at, by, body] of lines) {
    await world.passTo(Date.parse(at));
    createComment(world.github.world, issue, body, world.cast.person(by));
    await world.settle();
  }
}

function stateOf({ cast }: JoinedWorld, pull: Pull): string {
  const run = (cast.home.checkSuites.get(pull.head.sha) ?? []).flatMap(({ runs }) => runs).filter(({ name }) => name.startsWith("Release plan")).at(-1);
  return run?.conclusion ?? run?.status ?? "none";
}
