/** Reports of tests that workflows send to us: over HTTP, with the token of their job, judged as those in artifacts are. */
import { describe, expect, test } from "@jest/globals";
import { pushCommits, seedRepository } from "../../src/sandbox/github/seed.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { updateRef } from "../../src/sandbox/github/state/ref.ts";
import { workflowToken } from "../../src/sandbox/github/workflow-token.ts";
import type { WorkflowTokenInput } from "../../src/sandbox/github/workflow-token.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const PLAN = `release: { name: "2.4", manager: rita, timezone: UTC }
milestones:
  - { id: release, title: Release, due: 2026-12-08T09:00 }
candidates: { planned: [v2.4.0-rc1, v2.4.0], at_least: 1 }
environments:
  - { id: field, title: Field, version: "1" }
  - { id: community, title: Community, tester: community }
features: { select: { labels: [feature] }, acceptance: { environments: [field] } }
`;
const TAG = "v2.4.0-rc1";
const PASSED = '<testsuite><testcase name="TestJoin" file="tests/join_test.go"/></testsuite>';
const FAILED = PASSED.replace("/></testsuite>", '><failure message="no"/></testcase></testsuite>');
const begin = scenesOf({ plan: PLAN });
let scene: Scene;
let sha: string;
let url: string;
let issue: Issue;

async function withTag(): Promise<void> {
  scene = await begin();
  sha = pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "work", files: { "tests/join_test.go": "package tests\nfunc TestJoin(t *testing.T) {}\n" } }] }).sha;
  issue = createIssue(scene.github.world, scene.repository, { title: "Joining", body: "## Acceptance tests\n- tests/join_test.go::TestJoin", labels: ["feature"], assignees: [scene.person("ann")] }, scene.person("ann"));
  updateRef(scene.github.world, scene.repository, { ref: `refs/tags/${TAG}`, to: scene.repository.network.objects.commitBySha(sha) }, scene.person("rita"));
  await later();
  ({ url } = await scene.app.listen({ host: "127.0.0.1", port: 0 }));
}

async function later(minutes = 2): Promise<void> {
  await scene.settle();
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

function token(more: Partial<WorkflowTokenInput> = {}, repository = scene.repository): string {
  return workflowToken(scene.github.world, repository, { audience: "release-warden", actor: scene.person("ann"), sha, ...more });
}

interface Sent {
  readonly status: number;
  readonly line: string;
}

async function send(body: string | Uint8Array, at = `acme/app/${TAG}?environment=field`, headers: Readonly<Record<string, string>> = { authorization: `Bearer ${token()}` }): Promise<Sent> {
  const answer = await fetch(`${url}/reports/${at}`, { method: "POST", headers, body: typeof body === "string" ? body : Buffer.from(body) });
  const line = (await answer.text()).trim();
  await scene.settle();
  return { status: answer.status, line };
}

function label(): string {
  return issue.labels.map(({ name }) => name).filter((name) => name.startsWith("acceptance:")).join(" ");
}

async function kept(): Promise<number> {
  return (await scene.app.store.records("posted-report", "")).length;
}

describe("a report that a workflow sends", () => {
  test("is judged as one in an artifact is, and sent again it changes nothing", async () => {
    await withTag();
    expect(label()).toBe("acceptance: written");
    expect(await send(PASSED)).toEqual({ status: 202, line: `Kept: 1 test on ${sha.slice(0, 12)} in Field. The candidate is judged anew in a moment.` });
    await later();
    expect(label()).toBe("acceptance: accepted");
    const [writes, records] = [scene.writes(), await scene.app.store.records("posted-report", "")];
    expect(await send(PASSED)).toEqual({ status: 202, line: `Known already: 1 test on ${sha.slice(0, 12)} in Field. Nothing changed.` });
    await later();
    expect([scene.writes(), await scene.app.store.records("posted-report", "")]).toEqual([writes, records]);
  });

  test("counts in the order in which they came, by the commit's sha as well, and in JSON as well", async () => {
    await withTag();
    expect((await send(FAILED, `acme/app/${sha}?environment=Field`)).status).toBe(202);
    await later();
    expect(label()).toBe("acceptance: failing");
    const ctrf = JSON.stringify({ results: { tool: { name: "x" }, summary: {}, tests: [{ name: "TestJoin", status: "passed", duration: 1, filePath: "tests/join_test.go" }] } });
    expect((await send(ctrf)).status).toBe(202);
    await later();
    expect(label()).toBe("acceptance: accepted");
  });

  test("expires with its environment, and one that came before its tag is found by it", async () => {
    await withTag();
    sha = pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "more", files: { "more.txt": "1\n" } }] }).sha;
    expect((await send(PASSED, `acme/app/${sha}?environment=field`)).status).toBe(202);
    updateRef(scene.github.world, scene.repository, { ref: "refs/tags/v2.4.0-rc2", to: scene.repository.network.objects.commitBySha(sha) }, scene.person("rita"));
    await later();
    expect(label()).toBe("acceptance: accepted");
    scene.plan(PLAN.replace("version: \"1\"", "version: \"2\""));
    await later();
    expect(label()).toBe("acceptance: written");
    expect(issue.comments.at(-1)?.body).toContain("passed in an earlier version of Field (1). Run it again in 2");
  });

  test("which names no environment proves nothing about one, unless it names it itself", async () => {
    await withTag();
    expect(await send(PASSED, `acme/app/${TAG}`)).toEqual({ status: 202, line: `Kept: 1 test on ${sha.slice(0, 12)}. The candidate is judged anew in a moment.` });
    await later();
    expect(label()).toBe("acceptance: written");
    expect((await send(PASSED.replace("<testcase", '<properties><property name="environment" value="field"/></properties><testcase'), `acme/app/${TAG}`)).status).toBe(202);
    await later();
    expect(label()).toBe("acceptance: accepted");
  });
});

describe("only those may send one who may write to the repository", () => {
  test("and a token that does not say so is refused with what to do", async () => {
    await withTag();
    const foreign = seedRepository(scene.github.world, { owner: scene.organization, name: "else", defaultBranch: "main", by: scene.person("olga") });
    const broken = `${token().split(".").slice(0, 2).join(".")}.${token({ sha: "0".repeat(40) }).split(".")[2] ?? ""}`;
    const bearer = (value: string): Record<string, string> => ({ authorization: `Bearer ${value}` });
    const refused = async (headers: Record<string, string>): Promise<Sent> => send(PASSED, undefined, headers);
    expect(await refused({})).toEqual({ status: 401, line: "Send the token that GitHub Actions gives to the job: Authorization: Bearer TOKEN, made out to the audience release-warden; the job needs the permission id-token: write." });
    expect(await refused(bearer("ghs_0123456789"))).toEqual({ status: 401, line: "The token is none that GitHub Actions gave out. Send the one of the job, not GITHUB_TOKEN or one of your own." });
    expect((await refused(bearer(broken))).status).toBe(401);
    expect(await refused(bearer(token({ audience: "https://github.com/acme" })))).toEqual({ status: 401, line: "The token is made out to somebody else. Ask for one with the audience release-warden." });
    expect(await refused(bearer(token({ lasts: -120 })))).toEqual({ status: 401, line: "The token has expired. Ask for a new one in the step that sends the report." });
    expect(await refused(bearer(token({}, foreign)))).toEqual({ status: 403, line: "The token is of a workflow of acme/else, and reports for acme/app are taken from its own workflows alone." });
    expect(await refused(bearer(token({ actor: scene.person("ben") })))).toEqual({ status: 403, line: "ben set this workflow off, and may not write to acme/app. Have it run by somebody who may." });
    expect((await refused(bearer(token({ actor: "stranger" })))).status).toBe(403);
    expect((await refused(bearer(token({ actor: "renovate[bot]", event: "issue_comment" })))).status).toBe(403);
    expect(await kept()).toBe(0);
    expect((await refused(bearer(token({ actor: "release-please[bot]", event: "push" })))).status).toBe(202);
  });

  test("and one that is sent for another repository with a token of that one needs a plan there", async () => {
    await withTag();
    const other = seedRepository(scene.github.world, { owner: scene.organization, name: "else", defaultBranch: "main", by: scene.person("olga") });
    await scene.settle();
    expect(await send(PASSED, `acme/else/${TAG}`, { authorization: `Bearer ${token({}, other)}` })).toEqual({ status: 404, line: "No plan with `features` governs acme/else, so no report is needed." });
  });
});

describe("what cannot be used is refused whole, with what to change", () => {
  test.each([
    ["cut short", '<testsuite><testcase name="TestJoin" file="tests/join_test.go"/>', 400, "Nothing was kept of the report: it ends in the middle, after 1 case (line 1)."],
    ["hostile", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><testsuite/>', 400, "Nothing was kept of the report: it brings a document type of its own, which no report needs (line 1)."],
    ["no report", "hello", 400, "Nothing was kept of the report: it is neither XML nor JSON."],
    ["empty", "", 400, "Nothing was kept of the report: it is empty."],
  ])("%s", async (_name, body, status, line) => {
    await withTag();
    expect(await send(body)).toEqual({ status, line });
    expect(await kept()).toBe(0);
  });

  test.each([
    ["an environment that the plan does not have", `acme/app/${TAG}?environment=feild`, 400, "The plan has no environment feild. Did you mean field? It has field and community."],
    ["testers that there are not", `acme/app/${TAG}?environment=field&tester=users`, 400, "A tester is internal or community, and not users."],
    ["other testers than the environment has", `acme/app/${TAG}?environment=field&tester=community`, 400, "In Field the plan has internal testers, and not community ones. Name the environment in which it was tested."],
    ["a tag that is not there", "acme/app/v9.9.9", 400, "There is no tag v9.9.9 in acme/app. Push the tag first, or name the whole sha of the commit."],
    ["a commit on which nothing of this stands", `acme/app/${"1".repeat(40)}`, 400, "No tag of acme/app stands on that commit, and this workflow did not run on it. Name the tag, or the commit of the workflow."],
    ["nothing", "", 400, "Say what was tested: POST /reports/OWNER/NAME/TAG-OR-SHA, with ?environment=ID for where."],
  ])("for %s", async (_name, at, status, line) => {
    await withTag();
    expect(await send(PASSED, at)).toEqual({ status, line });
    expect(await kept()).toBe(0);
  });

  test("compressed, fetched in place of sent, and larger than is taken", async () => {
    await withTag();
    expect((await send(PASSED, undefined, { "authorization": `Bearer ${token()}`, "content-encoding": "gzip" })).status).toBe(415);
    expect((await fetch(`${url}/reports/acme/app/${TAG}`)).status).toBe(405);
    expect(await send(new Uint8Array(65 * 1024 * 1024).fill(32))).toEqual({ status: 413, line: "A report may have 64 MB. Split it, and send the parts one by one." });
  });
});

test("what is kept of a commit and of a repository has an end", async () => {
  await withTag();
  const value = { id: "", at: 0, environment: "field", by: "ann", format: "junit", cases: 1, properties: {} };
  const other = (index: number): string => `${scene.repository.id}/${String(index).padStart(40, "0")}/x`;
  await scene.app.store.remember(Array.from({ length: 200 }, (_, index) => ({ kind: "posted-report" as const, key: other(index), value: { ...value, at: index } })));
  expect((await send(PASSED)).status).toBe(202);
  const keys = (await scene.app.store.records("posted-report", "")).map(({ key }) => key);
  expect([keys.length, keys.includes(other(0)), keys.includes(other(1))]).toEqual([200, false, true]);
  await scene.app.store.remember(Array.from({ length: 99 }, (_, index) => ({ kind: "posted-report" as const, key: `${scene.repository.id}/${sha}/${index}`, value })));
  expect(await send(FAILED)).toEqual({ status: 413, line: "There are 100 reports of this commit already. Join them into fewer." });
});
