/** Telling others of an incident: a decision goes to its audience once, what may not have arrived stands in the issue, and the log lists it all. */
import { afterEach, describe, expect, test } from "@jest/globals";
import type { PostOutcome, PostRequest } from "../../src/notify/post.ts";
import type { Target } from "../../src/notify/target.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue, deleteIssue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene, INCIDENTS } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

const OK: PostOutcome = { kind: "answered", status: 200, retryAfterMs: null };
const UNKNOWN: PostOutcome = { kind: "unknown", why: "the connection ended without an answer (UND_ERR_SOCKET)" };
const target = (name: string, kind: Target["kind"], over: Partial<Target> = {}): Target =>
  ({ name, kind, url: `https://hooks.example.com/${name}?token=s3cret`, secret: kind === "webhook" ? "a secret of the tests" : null, audiences: [], for: ["acme"], ...over });
const PLAN = INCIDENTS.replace("audiences: [", "quiet_hours: { from: \"22:00\", to: \"07:00\" }, audiences: [{ id: public, targets: [site] }, ");

let scene: IncidentScene;
let sent: PostRequest[] = [];
let answers: PostOutcome[] = [];
afterEach(async () => {
  expect(scene.complaints.filter((one) => !one.includes("may not have arrived"))).toEqual([]);
  await scene.stop();
});

async function reported(given: readonly PostOutcome[] = [], targets: readonly Target[] = [target("ops", "discord"), target("site", "webhook"), target("owners", "slack", { audiences: ["incident-owners"] })]): Promise<Issue> {
  [sent, answers] = [[], [...given]];
  const post = async (request: PostRequest): Promise<PostOutcome> => {
    sent.push(request);
    return answers.shift() ?? OK;
  };
  scene = await createIncidentScene({ plan: PLAN, telling: { targets, post } });
  return scene.report("nodes panic when balances are checked");
}

const to = (name: string): readonly PostRequest[] => sent.filter(({ url }) => url.includes(`/${name}?`));
const told = (issue: Issue): string => /### Told outside GitHub\n([^]*?)\n<!-- release-warden:end/.exec(issue.body ?? "")?.[1] ?? "";

describe("a decision to inform", () => {
  test("goes to the targets of its audience, once, whatever is repeated", async () => {
    const issue = await reported();
    await scene.say(issue, "/own\n/severity sev1");
    await scene.say(issue, "/inform yes operators upgrade @everyone to 5.3.1");
    expect([to("ops").length, to("site").length]).toEqual([1, 0]);
    expect(JSON.parse(to("ops")[0]?.body ?? "")).toMatchObject({ allowed_mentions: { parse: [] }, content: expect.stringContaining("nodes panic when balances are checked") });
    expect(to("ops")[0]?.body).not.toContain("@everyone");
    expect(told(issue)).toContain("operators, nodes panic when balances are checked\n  - reached `ops`");
    await scene.app.resync();
    await scene.settle();
    await scene.say(issue, "/timeline they upgrade");
    await scene.passTo("2026-11-25T12:00:00Z");
    expect(to("ops")).toHaveLength(1);
  });

  test("of a plan with several audiences says which; `all` is each of them", async () => {
    const issue = await reported();
    expect(scene.answer(await scene.say(issue, "/inform yes we look into it"))).toContain("`/inform yes public TEXT`, `/inform yes operators TEXT`");
    expect([to("ops").length, to("site").length]).toEqual([0, 0]);
    await scene.say(issue, "/inform yes all we look into it");
    expect([to("ops").length, to("site").length]).toEqual([1, 1]);
    await scene.say(issue, "/triage new\n/mitigated restarted\n/resolved it is mended");
    expect([to("ops").length, to("site").length]).toEqual([2, 2]);
  });

  test("goes without the words of the redaction list", async () => {
    const issue = await reported();
    await scene.say(issue, "/redact Big Customer");
    await scene.say(issue, "/inform yes public big customer cannot pay");
    expect(to("site")[0]?.body).toContain("cannot pay");
    expect(to("site")[0]?.body).not.toMatch(/big customer/i);
  });

  test("that reaches nobody says so", async () => {
    const issue = await reported([], []);
    await scene.say(issue, "/inform yes operators upgrade");
    expect(told(issue)).toContain("**did not arrive** at `ops` (Wed 25 November 09:02 UTC): the operator has no such target for this plan");
  });

  test("that may not have arrived stands in the issue; an owner's word sends it again, and a stranger's or a writer's does not", async () => {
    const issue = await reported([UNKNOWN]);
    await scene.say(issue, "/inform yes operators upgrade");
    expect(told(issue)).toContain("**may not have arrived** at `ops`");
    await scene.say(issue, "/resend", "eve");
    expect(scene.answer(await scene.say(issue, "/resend", "ann"))).toContain("**Nothing was done**");
    expect(to("ops")).toHaveLength(1);
    expect(scene.answer(await scene.say(issue, "/resend ops"))).toContain("**Asked.**");
    expect(to("ops")).toHaveLength(2);
    expect(told(issue)).not.toContain("may not have arrived");
    await scene.app.resync();
    await scene.passTo("2026-11-25T11:00:00Z");
    expect(to("ops")).toHaveLength(2);
  });

  test("is not told again after memory was lost: it is listed, since nobody can know", async () => {
    const issue = await reported();
    await scene.say(issue, "/inform yes operators upgrade");
    await scene.forget();
    await scene.passTo("2026-11-25T10:00:00Z");
    expect(to("ops")).toHaveLength(1);
    expect(told(issue)).toContain("**may not have arrived** at `ops`");
    await scene.say(issue, "/inform yes operators it is mended");
    expect(to("ops")).toHaveLength(2);
  });
});

describe("reminders", () => {
  test("wait for the end of quiet hours, but not where the severity pages at any hour", async () => {
    const issue = await reported();
    await scene.passTo("2026-11-25T22:10:00Z");
    const before = to("owners").length;
    const second = await scene.report("the wiki is slow and grey");
    await scene.say(second, "/severity sev2\n/own\n/inform no it is only grey");
    await scene.say(issue, "/severity sev1\n/own\n/inform no nobody noticed review 2026-11-26T03:00");
    await scene.passTo("2026-11-26T06:50:00Z");
    const about = (words: string): number => to("owners").slice(before).filter(({ body }) => body.includes(words)).length;
    expect([about("nodes panic") > 0, about("wiki")]).toEqual([true, 0]);
    await scene.passTo("2026-11-26T07:00:00Z");
    expect(about("wiki")).toBe(2);
  });
});

test("whoever owes logs is chased by name once, where those who lead the incident asked, and no more once they came", async () => {
  const issue = await reported();
  await scene.say(issue, "/own\n/severity sev1\n/inform no nobody noticed review 2026-12-20");
  await scene.say(issue, "/logs request @ben node n1 03:00..05:00\n/logs request @ben node n2");
  await scene.say(issue, "/logs request @torvalds", "ann");
  expect(scene.answer(await scene.say(issue, "/logs received @ben https://logs.example.org/2"))).toContain("several logs of ben are meant by that: `node n1 03:00..05:00` and `node n2`");
  await scene.say(issue, "/logs received @ben node n2 https://logs.example.org/2");
  await scene.passTo("2026-11-26T10:00:00Z");
  const chased = scene.ours(issue).filter((body) => body.includes("Logs that were asked for have not been received") && !body.includes("**Escalated.**"));
  expect(chased.map((body) => body.split("\n").at(-1)?.split(" `/logs")[0])).toEqual([
    "@ben: Logs that were asked for have not been received. ben, node `n1`, 03:00..05:00:", "@rita: Logs that were asked for have not been received. torvalds:",
  ]);
  await scene.say(issue, "/logs missing @ben node n1");
  await scene.passTo("2026-11-28T10:00:00Z");
  expect(scene.ours(issue).filter((body) => body.includes("not been received") && body.includes("node `n1`"))).toHaveLength(1);
});

describe("the incident log", () => {
  const log = (): Issue | undefined => [...scene.repository.issues.values()].find(({ title }) => title === "Incident log");

  test("is one issue that lists every incident, follows each, and is written for nothing", async () => {
    const first = await reported();
    expect(log()?.body).toContain("nodes panic when balances are checked | reported | not said");
    await scene.say(first, "/severity sev1\n/component node");
    const second = await scene.report("the wiki is slow");
    expect(log()?.body).toMatch(/2 incidents, 2 open/);
    expect(log()?.body).toContain("| sev1 | node |");
    await scene.say(second, "/severity sev3\n/triage one-time the disk was full\n/resolved freed the disk");
    expect(log()?.body).toMatch(/2 incidents, 1 open/);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    await scene.say(first, "hello");
    expect(scene.writes()).toBe(writes);
    expect([...scene.repository.issues.values()].filter(({ title }) => title === "Incident log")).toHaveLength(1);
  });

  test("found again after memory was lost, and not made again where a person deleted it", async () => {
    const first = await reported();
    await scene.forget();
    expect([...scene.repository.issues.values()].filter(({ title }) => title === "Incident log")).toHaveLength(1);
    const found = log();
    if (found === undefined) throw new Error("there is no log");
    deleteIssue(scene.github.world, found, scene.person("olga"));
    await scene.settle();
    await scene.say(first, "/severity sev1");
    expect(log()).toBeUndefined();
  });
});

test("a report that looks like an earlier incident is shown it until somebody says what it is", async () => {
  const first = await reported();
  await scene.say(first, "/severity sev3\n/triage one-time the disk was full\n/resolved freed the disk");
  const again = await scene.report("nodes panic in the balance check");
  expect(again.body).toContain(`- #${first.number} nodes panic when balances are checked (reviewed, sev3)`);
  expect(again.body).toContain(`If it is that again: \`/triage known #${first.number}\`.`);
  await scene.say(again, "/triage new");
  expect(again.body).not.toContain("It looks like");
});

test("the same error is the same thing in whatever words it is reported: the open one is offered, an earlier one is shown", async () => {
  await reported();
  const form = async (title: string, at: string): Promise<Issue> => {
    const place = createIssue(scene.github.world, scene.repository, { title: `Incident: ${title}`, labels: ["incident report"], body: `### What happens?\n\nIt stops.\n${at} panic: balance of ${at.length} below zero\n\n### Which version runs there?\n\nv5.3.1\n\n### Logs\n\n[n7.log](https://github.com/user-attachments/files/7/n7.log)` }, scene.person("eve"));
    await scene.settle();
    return place;
  };
  await form("The second hub is dead", "2026-11-25T09:10:00Z");
  const first = scene.incident("The second hub is dead");
  expect(first.body).toMatch(/\| Version \| `v5\.3\.1` \|\n\| Error \| `[0-9a-f]{10}` \|/);
  expect(first.body).toContain("**received** eve, n7.log, `https://github.com/user-attachments/files/7/n7.log`");
  const again = await form("Payouts have ended", "2026-11-25 11:00:00.5");
  expect(scene.ours(again)[0]).toContain(`**#${first.number} is open and looks like the same**`);
  await scene.say(first, "/severity sev3\n/triage one-time the disk was full\n/resolved freed the disk");
  await form("Nothing moves any more", "2026-11-25 12:00:00");
  expect(scene.incident("Nothing moves any more").body).toContain(`- #${first.number} The second hub is dead (reviewed, sev3, the same error)`);
  expect([...scene.repository.issues.values()].find(({ title }) => title === "Incident log")?.body).toMatch(/The second hub is dead, version `v5\.3\.1`, error `[0-9a-f]{10}` \|/);
});
