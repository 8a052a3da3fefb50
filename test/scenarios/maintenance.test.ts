/** Planned maintenance is told, listed apart from incidents, and remarked upon where an incident comes meanwhile; it swallows none. */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { PostRequest } from "../../src/notify/post.ts";
import { deleteIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene, INCIDENTS } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

const BEGINS = "2026-11-26T22:00:00Z";
const MOVE = "{ id: db-move, title: Database moves, from: 2026-11-26T22:00, to: 2026-11-27T02:00, components: [database, api], owner: ben, audiences: [operators], notice: [24 hours], because: new disks }";
const planWith = (maintenance: string): string => `${INCIDENTS}maintenance: [${maintenance}]\n`;

let scene: IncidentScene;
let sent: PostRequest[] = [];
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

async function planned(plan = planWith(MOVE)): Promise<void> {
  sent = [];
  const post = async (request: PostRequest) => {
    sent.push(request);
    return { kind: "answered", status: 200, retryAfterMs: null } as const;
  };
  scene = await createIncidentScene({ plan, telling: { targets: [{ name: "ops", kind: "discord", url: "https://hooks.example.com/ops?token=s3cret", secret: null, audiences: [], for: ["acme"] }], post } });
  await scene.settle();
}

const logs = (): readonly Issue[] => [...scene.repository.issues.values()].filter(({ title }) => title === "Incident log");
const log = (): string => logs()[0]?.body ?? "";
const REMARK = "Reported during planned maintenance: **Database moves** of database and api, from Thu 26 November 2026 22:00 UTC to Fri 27 November 2026 02:00 UTC, by ben.";

describe("the incident log", () => {
  test("lists it apart from incidents, coming, under way and over, until thirty days are past", async () => {
    await planned();
    expect(log()).toContain("No incident was ever reported.\n\n### Planned maintenance");
    const row = (state: string): string => `| Database moves: new disks | ${state} | Thu 26 November 2026 22:00 UTC | Fri 27 November 2026 02:00 UTC | database, api | ben |`;
    expect(log()).toContain(row("coming"));
    await scene.passTo(BEGINS);
    expect(log()).toContain(row("**under way**"));
    await scene.report("nodes panic");
    expect(log()).toMatch(/^1 incident, 1 open\.$/m);
    expect(log()).toContain(row("**under way**"));
    await scene.passTo("2026-11-27T02:00:00Z");
    expect(log()).toContain(row("over"));
    await scene.passTo("2026-12-27T02:00:00Z");
    expect(log()).toContain("1 incident, 1 open.");
    expect(log()).not.toMatch(/planned maintenance|Told outside/i);
    expect(logs()).toHaveLength(1);
  });

  test("follows the plan, is written for nothing, and is not made again where a person deleted it", async () => {
    await planned();
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    expect(scene.writes()).toBe(writes);
    scene.plan(INCIDENTS);
    await scene.settle();
    expect(log()).not.toContain("Planned maintenance");
    const [issue] = logs();
    if (issue !== undefined) deleteIssue(scene.github.world, issue, scene.person("olga"));
    scene.plan(planWith(MOVE));
    await scene.settle();
    expect(logs()).toEqual([]);
    await scene.passTo(BEGINS);
    expect([logs().length, sent.length]).toEqual([0, 2]);
  });
});

describe("an incident meanwhile", () => {
  test("says so in its issue, and its clocks run as ever", async () => {
    await planned();
    await scene.passTo(BEGINS);
    const issue = await scene.report("the api is slow");
    expect(issue.body).toContain(`${REMARK}\nIf that is all: \`/triage false-alarm planned maintenance\`. Until somebody says so it is an incident like any other, and its clocks run.`);
    await scene.passTo("2026-11-26T22:40:00Z");
    expect(scene.ours(issue).filter((body) => body.includes("claimed") || body.includes("/own"))).not.toEqual([]);
    await scene.say(issue, "/triage false-alarm planned maintenance");
    expect(issue.body).toContain(REMARK);
    expect(issue.body).not.toContain("If that is all");
    expect(log()).toContain("1 false alarm");
  });

  test("of another part says nothing once its part is known, and one that comes after it says nothing", async () => {
    await planned();
    await scene.passTo("2026-11-27T02:05:00Z");
    const issue = await scene.report("nodes panic");
    expect(issue.body).toContain("Reported just after planned maintenance: **Database moves**");
    await scene.say(issue, "/component node");
    expect(issue.body).not.toContain("planned maintenance");
    await scene.say(issue, "/component database");
    expect(issue.body).toContain("Reported just after planned maintenance");
    await scene.passTo("2026-11-27T02:15:00Z");
    expect((await scene.report("the wiki is grey")).body).not.toContain("planned maintenance");
  });

  test("keeps what was planned then, whatever the plan says later and whether memory was lost", async () => {
    await planned();
    await scene.passTo(BEGINS);
    const issue = await scene.report("the api is slow");
    scene.plan(INCIDENTS);
    await scene.settle();
    await scene.forget();
    await scene.settle();
    await scene.say(issue, "/own");
    expect(issue.body).toContain(REMARK);
  });
});

describe("audiences", () => {
  const words = (): readonly string[] => sent.map(({ body }) => (JSON.parse(body) as { content: string }).content.replaceAll("\\", ""));

  test("are told with each notice and as it begins, once, and the log says what became of it", async () => {
    await planned();
    expect(sent).toEqual([]);
    await scene.passTo("2026-11-25T22:00:00Z");
    expect(words()).toEqual([expect.stringContaining("Planned maintenance in 24 hours: Database moves")]);
    await scene.passTo(BEGINS);
    await scene.app.resync();
    await scene.settle();
    await scene.passTo("2026-11-27T06:00:00Z");
    expect(words()).toHaveLength(2);
    expect(words()[1]).toContain("Planned maintenance begins: Database moves");
    expect(words()[1]).toContain("It concerns database and api.");
    expect(log()).toContain("operators, Planned maintenance begins: Database moves\n  - reached `ops`");
  });

  test("are told of another date as of another, and after a loss of memory not twice", async () => {
    await planned();
    await scene.passTo(BEGINS);
    expect(sent).toHaveLength(2);
    await scene.forget();
    await scene.settle();
    expect(sent).toHaveLength(2);
    expect(log()).toContain("**may not have arrived** at `ops`");
    scene.plan(planWith(MOVE.replaceAll("2026-11-26T22:00", "2026-11-28T22:00").replace("2026-11-27T02:00", "2026-11-29T02:00")));
    await scene.settle();
    await scene.passTo("2026-11-28T22:00:00Z");
    expect(sent).toHaveLength(4);
  });
});
