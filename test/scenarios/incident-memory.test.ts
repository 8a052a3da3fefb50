import { afterEach, expect, test } from "@jest/globals";
import { createComment, editComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIncidentScene, UNCLOCKED } from "../support/incident-scene.ts";
import { deliver } from "../support/scene.ts";
import type { SceneOptions } from "../support/scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;
let calls: string[] = [];

afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

/** A scene that notes every call of the app to GitHub, tokens aside. */
async function counting(options: Partial<SceneOptions> = {}): Promise<void> {
  calls = [];
  scene = await createIncidentScene({
    ...options,
    between: (near) => async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : String(input));
      if (!url.pathname.includes("access_tokens")) calls.push(`${init?.method ?? (input instanceof Request ? input.method : "GET")} ${url.pathname}`);
      return near(input, init);
    },
  });
}

async function counted(act: () => Promise<unknown>): Promise<readonly string[]> {
  const before = calls.length;
  await act();
  return calls.slice(before);
}

/** The issue without what is only for machines. */
function shown(issue: Issue): string {
  return (issue.body ?? "").split("<!-- release-warden:begin ledger -->")[0] ?? "";
}

/** Comments of which no webhook came. */
function chatter(issue: Issue, count: number, text: (index: number) => string): void {
  const people = [scene.person("ann"), scene.person("ben"), scene.person("rita")];
  scene.github.deliveries.setDoor(() => Promise.resolve({ status: 202 }));
  for (let index = 0; index < count; index += 1) createComment(scene.github.world, issue, text(index), people[index % 3] ?? scene.person("rita"));
}

/** What was not delivered by now is lost. */
async function lost(): Promise<void> {
  await scene.github.deliveries.idle();
  scene.github.deliveries.setDoor((delivery) => deliver(scene.app, scene.clock, delivery));
}

test("a lost memory is rebuilt from the issue, with first words, edits and what was told", async () => {
  await counting();
  const issue = await scene.report("nodes panic");
  const note = await scene.say(issue, "/timeline 08:30 the proxy is down");
  await scene.say(issue, "/own\n/severity sev1\n/triage new\n/started 08:00");
  await scene.passTo("2026-11-25T12:30:00Z");
  scene.clock.advance(60_000);
  editComment(scene.github.world, note, "/timeline 08:31 the proxy was slow", scene.person("rita"));
  await scene.settle();
  await scene.say(issue, "/resolved restarted", "ann");
  const [before, comments] = [shown(issue), scene.ours(issue).length];
  await scene.forget();
  await scene.settle();
  expect(shown(issue)).toBe(before);
  expect(scene.ours(issue)).toHaveLength(comments);
  await scene.say(issue, "/timeline still here");
  expect(issue.body).toContain("still here");
});

test("among 2,300 comments a new one costs two reads to take in and at most eleven calls in all, a rebuild thirty, and then it goes on in a linked issue as one incident", async () => {
  await counting();
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/own\n/timeline it begins");
  chatter(issue, 2_200, (index) => (index % 20 === 0 ? `/timeline step ${index}` : `talk ${index}`));
  await lost();
  expect(await counted(() => scene.say(issue, "nothing new"))).toHaveLength(1);
  const told = await counted(() => scene.say(issue, "/timeline one more"));
  const takenIn = told.slice(0, told.findIndex((call) => !call.startsWith("GET")));
  expect(takenIn.filter((call) => call.endsWith("/permission"))).toHaveLength(1);
  expect(takenIn.filter((call) => !call.endsWith("/permission")).length).toBeLessThanOrEqual(2);
  expect(told.filter((call) => call.includes(`/issues/${issue.number}/comments`))).toEqual([]);
  expect(issue.body).toContain("one more");
  // With the thumb, the issue read and edited, and a look at that edit: six. An answer in words costs two more, a place in the incident log three.
  expect(told).toHaveLength(6);
  expect(await counted(() => scene.say(issue, "/hypothesis two checks race"))).toHaveLength(8);
  expect(await counted(() => scene.say(issue, "/severity sev2"))).toHaveLength(11);
  const rebuilt = await counted(() => scene.forget());
  const ofIssue = rebuilt.filter((call) => call.startsWith("GET") && (call.includes(`/issues/${issue.number}`) || call.endsWith("/permission")));
  expect(ofIssue.length).toBeLessThanOrEqual(30);
  for (const text of ["one more", "step 2180"]) expect(issue.body).toContain(text);

  chatter(issue, 110, (index) => `talk ${index}`);
  await lost();
  await scene.say(issue, "/timeline the last one here");
  const next = [...scene.repository.issues.values()].find((one) => one.number !== issue.number && one.title === issue.title);
  expect(next).toBeDefined();
  if (next === undefined) return;
  expect(scene.ours(issue).at(-1)).toContain(`**This incident goes on in #${next.number}**`);
  expect(next.body).toContain(`| Begun in | #${issue.number} |`);
  expect([issue.state, next.state]).toEqual(["closed", "open"]);
  expect(issue.body).toContain(`**This incident goes on in #${next.number}**`);
  expect(issue.body).not.toContain("| State |");
  await scene.say(next, "/severity sev1\n/timeline and on");
  for (const text of ["the last one here", "and on", "| Owner | rita |"]) expect(next.body).toContain(text);
  const before = shown(next);
  await scene.forget();
  await scene.settle();
  expect(shown(next)).toBe(before);
  expect([issue.state, scene.ours(issue).filter((body) => body.includes("goes on in") || body.includes("Opened again")).length]).toEqual(["closed", 1]);
});

test("what was said while the app was away for days is read in from the incident's own watermark, by one read, and nothing twice", async () => {
  await counting({ plan: UNCLOCKED });
  const issue = await scene.report("nodes panic");
  await scene.say(issue, "/own\n/severity sev3\n/timeline it begins");
  const edited = await scene.say(issue, "/timeline the proxy is down");
  const look = async (): Promise<void> => {
    await scene.app.resync();
    await scene.passTo(new Date(scene.clock.now() + 3_600_000).toISOString());
  };
  await scene.passTo("2026-11-25T13:30:00Z");
  await look();
  const watermark = async (): Promise<number> => (await scene.app.store.record<{ readonly readTo: number }>("cursor", `incident-comments/${scene.repository.id}/${issue.number}`))?.readTo ?? 0;
  expect(await watermark()).toBeGreaterThan(Date.parse("2026-11-25T13:00:00Z"));
  scene.github.deliveries.setDoor(() => Promise.resolve({ status: 202 }));
  scene.clock.set(Date.parse("2026-11-25T15:00:00Z"));
  chatter(issue, 1, () => "/timeline on the first day");
  editComment(scene.github.world, edited, "/timeline the proxy was slow", scene.person("rita"));
  scene.clock.set(Date.parse("2026-11-29T15:00:00Z"));
  chatter(issue, 1, () => "/timeline on the fifth day");
  await lost();
  scene.clock.set(Date.parse("2026-11-30T15:00:00Z"));
  const looked = await counted(look);
  for (const said of ["on the first day", "on the fifth day", "the proxy was slow — rita *(edited; first: “the proxy is down”)*"]) expect(issue.body).toContain(said);
  expect(looked.filter((call) => call === `GET /repos/acme/app/issues/${issue.number}/comments`)).toHaveLength(1);
  expect(looked.filter((call) => call.startsWith("GET /repos/acme/app/issues/comments/")).length).toBeLessThanOrEqual(3);
  const [before, at] = [issue.body, await watermark()];
  expect(at).toBeGreaterThan(Date.parse("2026-11-30T14:00:00Z"));
  await scene.passTo("2026-11-30T17:30:00Z");
  const again = await counted(look);
  expect(again.filter((call) => call.includes(`/issues/${issue.number}/comments`) || call.includes("/issues/comments/"))).toEqual([]);
  expect(await watermark()).toBeGreaterThan(at);
  expect(shown(issue)).toContain("on the first day");
  expect(before).toContain("on the first day");
});
