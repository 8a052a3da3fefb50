/** Logs reachable by the committee and not by one firm: who can read them is asked of GitHub while an incident is open, shown, and told once. */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { PostRequest } from "../../src/notify/post.ts";
import { seedRepository, seedUser } from "../../src/sandbox/github/seed.ts";
import { createTeam, isOrganization } from "../../src/sandbox/github/state/account.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Repository } from "../../src/sandbox/github/state/repository.ts";
import { setCollaborator } from "../../src/sandbox/github/state/repository.ts";
import { createIncidentScene, UNCLOCKED } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

const TEAMS = "teams: [{ id: core-committee, members: [{ who: rita, organization: Factom Inc }, { who: ben, organization: LayerTech }, { who: ann, organization: LayerTech }] }]\n";
const PLAN = UNCLOCKED.replace("audiences:", "logs: { repository: acme/incident-logs, readers: [core-committee] }, audiences:") + TEAMS;

let scene: IncidentScene;
let logs: Repository;
let sent: PostRequest[] = [];
let asked: string[] = [];
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

interface Staging {
  readonly readers?: readonly string[];
  readonly open?: boolean;
  readonly there?: boolean;
  /** in the team acme/core */
  readonly team?: readonly string[];
  /** GitHub does not list the readers */
  readonly refuses?: boolean;
}

let refusing = false;

async function reported({ readers = ["rita", "ben", "ann"], open = false, there = true, team = [], refuses = false, plan = PLAN }: Staging & { readonly plan?: string } = {}): Promise<Issue> {
  [sent, asked] = [[], []];
  refusing = refuses;
  const post = async (request: PostRequest) => {
    sent.push(request);
    return { kind: "answered", status: 200, retryAfterMs: null } as const;
  };
  scene = await createIncidentScene({
    plan,
    stage({ world, repository }) {
      if (!there) return;
      logs = seedRepository(world, { owner: repository.owner, name: "incident-logs", private: !open, by: seedUser(world, "olga") });
      if (team.length > 0 && isOrganization(repository.owner)) createTeam(world, repository.owner, { name: "Core", members: team.map((who) => seedUser(world, who)) });
      for (const who of readers) setCollaborator(world, logs, seedUser(world, who), "read");
    },
    telling: { targets: [{ name: "owners", kind: "slack", url: "https://hooks.example.com/owners", secret: null, audiences: ["incident-owners"], for: ["acme"] }], post },
    between: (near) => async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      if (url.includes("/incident-logs/collaborators")) asked.push(url);
      if (refusing && url.includes("/incident-logs/collaborators")) return Response.json({ message: "Resource not accessible by integration" }, { status: 403 });
      return near(input, init);
    },
  });
  return scene.report("nodes panic");
}

const alarms = (issue: Issue): readonly string[] => scene.ours(issue).filter((body) => body.includes("told/log-access"));
const warned = (): number => sent.filter(({ body }) => body.includes("only one firm can read them")).length;
const log = (): string => [...scene.repository.issues.values()].find(({ title }) => title === "Incident log")?.body ?? "";

describe("logs in a repository that the plan names", () => {
  test("which all its readers can read are said to be so, once an hour at most, and nothing is written for it", async () => {
    const issue = await reported();
    await scene.say(issue, "/severity sev2");
    for (const body of [issue.body, log()]) expect(body).toContain("Logs are kept in `acme/incident-logs`: all 3 readers of the plan can read them; 1 other can as well.");
    const [calls, writes] = [asked.length, scene.writes()];
    expect(calls).toBe(1);
    await scene.app.resync();
    await scene.settle();
    await scene.passTo("2026-11-25T09:58:00Z");
    expect([asked.length, scene.writes()]).toEqual([calls, writes]);
    await scene.passTo("2026-11-25T10:30:00Z");
    expect([asked.length, scene.writes()]).toEqual([calls + 1, writes]);
    expect([alarms(issue), sent]).toEqual([[], []]);
  });

  test("which one firm alone can read are an alarm, told once in the issue and outside, again only when it comes back", async () => {
    const issue = await reported({ readers: ["rita"] });
    expect(issue.body).toContain("**Only one firm can read them: Factom Inc; not all of those who are to can read them: ben and ann cannot; 1 other can as well.** Give them access to `acme/incident-logs`.");
    expect(alarms(issue)).toEqual([expect.stringContaining("@rita: Logs are kept in `acme/incident-logs`. **Only one firm can read them")]);
    await scene.report("the wiki is slow");
    await scene.passTo("2026-11-25T15:30:00Z");
    expect(alarms(issue)).toHaveLength(1);
    expect(warned()).toBe(1);
    for (const who of ["ben", "ann"]) setCollaborator(scene.github.world, logs, scene.person(who), "read");
    await scene.passTo("2026-11-25T17:00:00Z");
    for (const body of [issue.body, log()]) expect(body).toContain("all 3 readers of the plan can read them");
    for (const who of ["ben", "ann"]) setCollaborator(scene.github.world, logs, scene.person(who), null);
    await scene.passTo("2026-11-25T19:00:00Z");
    expect(alarms(issue)).toHaveLength(2);
    expect(warned()).toBe(2);
  });

  test("are no new alarm when others come to read them, or when GitHub does not tell for an hour", async () => {
    const issue = await reported({ readers: ["rita"] });
    expect([alarms(issue).length, warned()]).toEqual([1, 1]);
    setCollaborator(scene.github.world, logs, scene.person("zoe"), "read");
    await scene.passTo("2026-11-25T12:00:00Z");
    expect(issue.body).toContain("2 others can as well");
    refusing = true;
    await scene.passTo("2026-11-25T14:00:00Z");
    expect(issue.body).toContain("**Who can read them cannot be checked.**");
    refusing = false;
    await scene.passTo("2026-11-25T16:00:00Z");
    expect(issue.body).toContain("**Only one firm can read them");
    expect([alarms(issue).length, warned()]).toEqual([1, 1]);
  });

  test("which are public are an alarm as well", async () => {
    const issue = await reported({ open: true });
    expect(issue.body).toContain("**Everybody can read them, since that repository is public.**");
    expect(alarms(issue)).toHaveLength(1);
  });

  test("which cannot be seen are said to be unchecked, and that nobody is called for", async () => {
    const issue = await reported({ there: false });
    for (const body of [issue.body, log()]) expect(body).toContain("**Who can read them cannot be checked.** Install this app on `acme/incident-logs`, or correct its name in the plan.");
    expect(alarms(issue)).toEqual([]);
  });

  test("are asked about no more once the incident is over, and the repository counts as a place for them", async () => {
    const issue = await reported();
    await scene.say(issue, "/logs received @ben https://logs.example/7\n/logs received @ann https://github.test/acme/incident-logs/blob/main/7.gz");
    expect(issue.body).toContain("**received** ben, `https://logs.example/7`, **not where the plan keeps logs**");
    expect(issue.body).toContain("**received** ann, `https://github.test/acme/incident-logs/blob/main/7.gz`\n");
    await scene.say(issue, "/own\n/severity sev1\n/triage new\n/resolved restarted");
    const calls = asked.length;
    await scene.passTo("2026-11-26T09:00:00Z");
    expect(asked).toHaveLength(calls);
    for (const body of [issue.body, log()]) expect(body).not.toContain("Logs are kept in");
  });

  test("are for the people of a team of GitHub as for others; a team out of sight is said to be unchecked", async () => {
    const issue = await reported({ readers: ["rita"], team: ["rita", "ben"], plan: PLAN.replace("readers: [core-committee]", "readers: [acme/core, ann, acme/gone]") });
    expect(issue.body).toContain("**Not all of those who are to can read them: ann cannot; who is in acme/gone cannot be checked; 1 other can as well.** Give them access");
  });

  test("of which GitHub does not tell the readers are said to be unchecked", async () => {
    const issue = await reported({ refuses: true });
    expect(issue.body).toContain("**Who can read them cannot be checked.** GitHub does not tell this app who can read `acme/incident-logs`");
    expect(alarms(issue)).toEqual([]);
  });

  test("and found so after memory was lost, without a second alarm", async () => {
    const issue = await reported({ readers: ["rita"] });
    await scene.forget();
    await scene.passTo("2026-11-25T12:00:00Z");
    expect([alarms(issue).length, warned()]).toEqual([1, 1]);
    expect(issue.body).toContain("**Only one firm can read them");
  });
});
