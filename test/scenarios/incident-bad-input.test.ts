/** What people and enemies do to an incident: one clear answer each, nothing lost, nothing leaked. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { INCIDENT_VERBS } from "../../src/domain/incident/parse.ts";
import { createPost } from "../../src/notify/post.ts";
import { createComment, deleteComment, editComment } from "../../src/sandbox/github/state/comment.ts";
import type { IssueComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";
import { deliver } from "../support/scene.ts";

let scene: IncidentScene;
/** what the app is to complain of */
let complaints: readonly unknown[] = [];

afterEach(async () => {
  expect(scene.complaints).toEqual(complaints);
  complaints = [];
  await scene.stop();
});

function comment(issue: Issue, body: string, login: string): IssueComment {
  return createComment(scene.github.world, issue, body, scene.person(login));
}

describe("people at once", () => {
  test("two who resolve it in the same moment are answered once each: the first resolves it, the words of the second are kept", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/own\n/severity sev2\n/triage new");
    scene.clock.advance(60_000);
    const said = [comment(issue, "/resolved restarted the hub", "rita"), comment(issue, "/resolved deleted the pod", "ann")] as const;
    await scene.settle();
    expect(said.map((one) => scene.reactions(one))).toEqual([["+1"], ["-1"]]);
    expect(scene.answer(said[0])).toContain("**Resolved.**");
    expect(scene.answer(said[1])).toContain("**Nothing changed**: it is resolved already, by rita");
    expect(issue.body).toContain("restarted the hub");
    expect(issue.body).toContain("deleted the pod — ann");
    expect(scene.ours(issue).filter((body) => body.includes("release-warden:answer:"))).toHaveLength(3);
  });
});

describe("times", () => {
  test.each(["/started 2027-01-01T10:00Z", "/detected 2026-12-24", "/mitigated 2026-11-25T23:00Z eased", "/resolved 2027-01-01 over", "/timeline 2026-11-26T09:00Z it will be over"])("to come are refused with one answer: %s", async (body) => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    await scene.say(issue, "/own\n/triage new");
    const before = (issue.body ?? "").split("### Timeline")[0];
    const said = await scene.say(issue, body);
    expect([scene.reactions(said), scene.answer(said)]).toEqual([["-1"], expect.stringContaining("that time has not come yet")]);
    expect((issue.body ?? "").split("### Timeline")[0]).toBe(before);
  });

  test("to come in a report by the form are unknown, with the reporter's words beside them", async () => {
    scene = await createIncidentScene();
    createIssue(scene.github.world, scene.repository, { title: "Incident: my node stopped", labels: ["incident report"], body: "### What happens?\n\nIt stopped.\n\n### When did it start?\n\n2031-01-01 10:00Z" }, scene.person("eve"));
    await scene.settle();
    expect(scene.incident("my node stopped").body).toMatch(/\| Started \| .*unknown/i);
    expect(scene.incident("my node stopped").body).toContain("2031-01-01 10:00Z");
  });
});

describe("comments that change before anybody could act on them", () => {
  /** Its first webhook is late, so that it is read only as it stands afterwards. */
  async function unread(issue: Issue, body: string, change: (one: IssueComment) => void): Promise<IssueComment> {
    const late: (() => Promise<unknown>)[] = [];
    scene.github.deliveries.setDoor((delivery) => {
      late.push(() => deliver(scene.app, scene.clock, delivery));
      return Promise.resolve({ status: 202 });
    });
    const said = comment(issue, body, "rita");
    scene.clock.advance(60_000);
    change(said);
    await scene.github.deliveries.idle();
    scene.github.deliveries.setDoor((delivery) => deliver(scene.app, scene.clock, delivery));
    for (const bring of late) await bring();
    await scene.settle();
    return said;
  }

  test("edited, they tell their story and decide nothing, and are told so", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    const said = await unread(issue, "/severity sev4\n/timeline the hub is slow", (one) => editComment(scene.github.world, one, "/severity sev1\n/timeline the hub is down", scene.person("rita")));
    expect(scene.answer(said)).toContain("nobody can say what it decided");
    expect(issue.body).toContain("| Severity | not said |");
    expect(issue.body).toContain("the hub is down");
  });

  test("deleted, they did not happen", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    const [body, ours] = [issue.body, scene.ours(issue).length];
    await unread(issue, "/severity sev1", (one) => deleteComment(scene.github.world, one, scene.person("rita")));
    expect([issue.body, scene.ours(issue).length]).toEqual([body, ours]);
  });

  test("a decision whose comment is deleted later stands, and the record says that it was", async () => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    const said = await scene.say(issue, "/severity sev1");
    scene.clock.advance(60_000);
    deleteComment(scene.github.world, said, scene.person("rita"));
    await scene.settle();
    expect(issue.body).toContain("| Severity | `sev1`");
    expect(issue.body).toContain("its comment was deleted");
  });
});

describe("more than an issue can hold", () => {
  test("from somebody who only reported it leaves the issue readable, and the next command of an owner in it", async () => {
    scene = await createIncidentScene();
    createIssue(scene.github.world, scene.repository, { title: "Incident: my node stopped", labels: ["incident report"], body: `### What happens?\n\n${"It stopped. ".repeat(600)}` }, scene.person("eve"));
    await scene.settle();
    const issue = scene.incident("my node stopped");
    const [words, address] = ["@olga ".repeat(330), `https://logs.example/${"x".repeat(450)}`];
    for (let round = 0; round < 5; round += 1) {
      await scene.say(issue, Array.from({ length: 10 }, (_, index) => `/hypothesis ${round * 10 + index}: ${words}`).join("\n"), "eve");
      await scene.say(issue, Array.from({ length: 10 }, (_, index) => `/logs received "${"n".repeat(90)}" node n${round * 10 + index}-${"x".repeat(90)} ${address}`).join("\n"), "eve");
    }
    await scene.say(issue, "/own\n/severity sev2");
    expect((issue.body ?? "").length).toBeLessThanOrEqual(65_536);
    for (const said of ["| Owner | rita |", "| Severity | `sev2`", "Owned by rita"]) expect(issue.body).toContain(said);
  });
});

const HOSTILE = "@olga <img src=x onerror=alert(1)> ![x](https://evil.example/x.png) [y](javascript:alert(1)) <!-- release-warden:end incident --> | cell | ~~~ ``` #1";
const BEFORE: Readonly<Record<string, string>> = { hypothesis: "", party: "\"a <b>@olga\" ", plan: "hours ", logs: "request @olga ", "follow-up": "", report: "summary ", inform: "yes operators ", triage: "one-time ", freeze: "", timeline: "", redact: "" };

describe("hostile words", () => {
  test.each(INCIDENT_VERBS.map(({ verb }) => verb))("after /%s mention nobody, show nothing, lead nowhere and end no section", async (verb) => {
    scene = await createIncidentScene();
    const issue = await scene.report("nodes panic");
    const markers = (issue.body?.match(/<!-- release-warden:(?:begin|end) [a-z]+ -->/g) ?? []).length;
    await scene.say(issue, `/${verb} ${BEFORE[verb] ?? ""}${HOSTILE}`);
    await scene.say(issue, "/own\n/triage new\n/mitigated eased\n/resolved it is over");
    await scene.say(issue, "/report public");
    const written = [issue.body ?? "", ...scene.ours(issue), ...[...scene.repository.issues.values()].filter(({ user, number }) => user.login === "release-warden[bot]" && number !== issue.number).map(({ body, title }) => `${title}\n${body ?? ""}`)];
    for (const text of written) {
      const shown = text.replace(/```json\n[^]*?\n```/g, "").replace(/`[^`\n]*`/g, "");
      expect(shown).not.toMatch(/@olga\b/);
      expect(shown).not.toMatch(/<img|(?<!\\)\]\((?:javascript|https:\/\/evil)/);
    }
    expect((issue.body?.match(/<!-- release-warden:(?:begin|end) [a-z]+ -->/g) ?? []).length).toBe(markers);
  });
});

test.each([["the metadata of a cloud", "169.254.169.254"], ["this very machine", "127.0.0.1"], ["this machine in IPv6", "::1"]])("a target whose name leads to %s gets nothing: the issue says so once, and shows no address", async (_what, address) => {
  const looked: string[] = [];
  const post = createPost({ lookup: async (host) => { looked.push(host); return [{ address, family: address.includes(":") ? 6 : 4 }]; } });
  scene = await createIncidentScene({ telling: { targets: [{ name: "ops", kind: "webhook", url: "https://hooks.example.com/in?token=s3cret", secret: "a secret of the tests", audiences: [], for: ["acme"] }], post } });
  complaints = [expect.stringContaining("a message did not arrive and is not tried again")];
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/inform yes operators please wait");
  await scene.passTo("2026-11-25T12:00:00Z");
  expect(issue.body).toContain("**did not arrive** at `ops`");
  expect(issue.body).toContain("its address is not on the public Internet");
  expect(looked).toEqual(["hooks.example.com"]);
  for (const text of [issue.body ?? "", ...scene.ours(issue), ...scene.complaints]) expect(text).not.toMatch(/hooks\.example|s3cret|169\.254|127\.0\.0\.1/);
});
