/** Telling people outside GitHub: what an alert comes to at a target that fails, as its tracking issue shows it, and a person's word to send it again. */
import { afterEach, expect, test } from "@jest/globals";
import type { PostOutcome, PostRequest } from "../../src/notify/post.ts";
import type { Target } from "../../src/notify/target.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const OK: PostOutcome = { kind: "answered", status: 204, retryAfterMs: null };
const target = (name: string, kind: Target["kind"], over: Partial<Target> = {}): Target =>
  ({ name, kind, url: `https://hooks.example.com/${name}?token=s3cret`, secret: kind === "webhook" ? "a secret of the tests" : null, audiences: ["alert"], for: ["acme"], ...over });

let scene: Scene;
let sent: PostRequest[] = [];
let answers: PostOutcome[] = [];
afterEach(() => scene.stop());

/** A freeze is in force, and an administrator switches its ruleset off. */
async function switchedOff(given: readonly PostOutcome[], targets: readonly Target[] = [target("ops", "discord"), target("pager", "webhook")]): Promise<void> {
  [sent, answers] = [[], [...given]];
  const post = async (request: PostRequest): Promise<PostOutcome> => {
    sent.push(request);
    return answers.shift() ?? OK;
  };
  scene = await createScene({ plan: PLAN, gate: true, telling: { targets, post } });
  await scene.passTo("2026-12-01T10:00:00Z");
  const [ruleset] = [...scene.repository.rulesets.values()];
  if (ruleset === undefined) throw new Error("there is no ruleset");
  updateRuleset(scene.github.world, scene.repository, ruleset, { enforcement: "disabled" }, scene.person("olga"));
  await scene.settle();
}

function tracking(): Issue {
  const issue = [...scene.repository.issues.values()].find((one) => one.title === "2.4: Freeze");
  if (issue === undefined) throw new Error("there is no tracking issue");
  return issue;
}

function toldPart(): string {
  const [, part = ""] = /### Told outside GitHub\n([^]*?)\n<!-- release-warden:end/.exec(tracking().body ?? "") ?? [];
  return part;
}

async function say(line: string, by: string): Promise<string> {
  scene.clock.advance(60_000);
  const comment = createComment(scene.github.world, tracking(), line, scene.person(by));
  await scene.settle();
  return tracking().comments.find((one) => one.body.includes(`answer:${comment.id} `))?.body ?? "";
}

const to = (name: string): readonly PostRequest[] => sent.filter(({ url }) => url.includes(`/${name}?`));

test("an alert reaches its targets, and the issue says so", async () => {
  await switchedOff([]);
  expect([to("ops").length, to("pager").length]).toEqual([1, 1]);
  expect(JSON.parse(to("ops")[0]?.body ?? "")).toMatchObject({ allowed_mentions: { parse: [] }, content: expect.stringContaining("olga switched off the ruleset that closes") });
  expect(toldPart()).toBe("- Tue 1 December 10:00 UTC, alert, acme/app, during Freeze\n  - reached `ops` and `pager`");
});

test("one that may not have arrived is listed and not sent again, until the manager says so, and by one word once", async () => {
  await switchedOff([{ kind: "unknown", why: "the connection ended without an answer (UND_ERR_SOCKET)" }]);
  expect(toldPart()).toMatchInlineSnapshot(`
"- Tue 1 December 10:00 UTC, alert, acme/app, during Freeze
  - reached \`pager\`
  - **may not have arrived** at \`ops\` (Tue 1 December 10:00 UTC): the connection ended without an answer (UND\\_ERR\\_SOCKET)

Nothing that may have arrived is sent twice by itself. Look there; what is missing goes out again with \`/warden resend\`, or with the name of one target after it."
`);
  await scene.passTo("2026-12-02T10:00:00Z");
  expect(to("ops").filter(({ body }) => body.includes("switched off"))).toHaveLength(1);
  expect(await say("/warden resend", "ann")).toContain("is for");
  expect(to("ops").filter(({ body }) => body.includes("switched off"))).toHaveLength(1);
  expect(await say("/warden resend ops", "rita")).toContain("**Asked.**");
  expect(to("ops").filter(({ body }) => body.includes("switched off"))).toHaveLength(2);
  expect(to("pager").filter(({ body }) => body.includes("switched off"))).toHaveLength(1);
  expect(toldPart()).not.toContain("may not have arrived");
  const writes = scene.writes();
  await scene.app.resync();
  await scene.settle();
  await scene.passTo("2026-12-02T12:00:00Z");
  expect([to("ops").filter(({ body }) => body.includes("switched off")).length, scene.writes()]).toEqual([2, writes]);
});

test("what nobody wants told is no matter for the issue", async () => {
  await switchedOff([], []);
  expect([sent, toldPart()]).toEqual([[], ""]);
});

test("a target of another owner gets nothing", async () => {
  await switchedOff([], [target("theirs", "slack", { for: ["other"] })]);
  expect(sent).toEqual([]);
});

test("neither an address nor a secret stands in anything that is written to GitHub or complained of", async () => {
  await switchedOff([{ kind: "answered", status: 404, retryAfterMs: null }, { kind: "answered", status: 400, retryAfterMs: null }]);
  expect(toldPart()).toContain("**did not arrive** at `ops`");
  const written = [...scene.repository.issues.values()].flatMap((issue) => [issue.body, ...issue.comments.map(({ body }) => body)]).join("\n");
  expect(`${written}\n${scene.complaints.join("\n")}`).not.toMatch(/s3cret|hooks\.example|secret of the tests/);
});
