import { inflateRawSync } from "node:zlib";
import { expect, test } from "@jest/globals";
import { createLocalGitHub } from "../../../src/sandbox/github/local-github.ts";
import { openPull, seedToken } from "../../../src/sandbox/github/seed.ts";
import { addArtifact, completeWorkflowRun, startWorkflowRun } from "../../../src/sandbox/github/state/workflow-run.ts";
import { zip } from "../../../src/sandbox/github/zip.ts";
import { settle } from "./acme.ts";
import { allPermissions, scene } from "./scene.ts";

const actions = "/repos/acme/site/actions";

/** Reads an archive by its directory at the end, as careful readers do. */
function unzip(archive: Buffer): Record<string, string> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files: Record<string, string> = {};
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, nameLength, local] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28), archive.readUInt32LE(at + 42)];
    const name = archive.subarray(at + 46, at + 46 + nameLength).toString("utf8");
    const data = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    files[name] = inflateRawSync(archive.subarray(data, data + packed)).toString("utf8");
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}

function withRun() {
  const staged = scene({ permissions: { ...allPermissions, actions: "read" } });
  const { world, repository, bob } = staged;
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  staged.heard();
  const run = startWorkflowRun(world, repository, { workflow: "Acceptance tests", headSha: pull.head.sha, headBranch: "c", event: "pull_request" }, bob);
  return { ...staged, pull, run };
}

test("a run is told when it is asked for, begins and ends, with its workflow and its pull", () => {
  const { world, run, heard, events, pull } = withRun();
  completeWorkflowRun(world, run, "failure");
  expect(heard()).toEqual(["workflow_run.requested", "workflow_run.in_progress", "workflow_run.completed"]);
  expect(events.at(-1)?.payload).toMatchObject({ workflow: { name: "Acceptance tests" }, workflow_run: { status: "completed", conclusion: "failure", head_sha: pull.head.sha, path: ".github/workflows/acceptance-tests.yml", pull_requests: [{ number: 1 }] } });
});

test("runs are found by commit, event, branch and how they ended, newest first", async () => {
  const { call, world, repository, bob, run } = withRun();
  completeWorkflowRun(world, run, "success");
  const main = repository.refs.get("refs/heads/main")?.sha ?? "";
  startWorkflowRun(world, repository, { workflow: "Acceptance tests", headSha: main, headBranch: "main" }, bob);
  startWorkflowRun(world, repository, { workflow: "Lint", headSha: main, headBranch: "main" }, bob);
  const names = async (query: string): Promise<unknown> => (await call("installation", "GET", `${actions}/runs?${query}`)).body["workflow_runs"];
  expect(await names(`head_sha=${main}`)).toMatchObject([{ name: "Lint", run_number: 1 }, { name: "Acceptance tests", run_number: 2 }]);
  expect(await names("status=success")).toMatchObject([{ event: "pull_request" }]);
  expect(await names("branch=c&status=in_progress")).toEqual([]);
  expect((await call("installation", "GET", `${actions}/workflows/lint.yml/runs`)).body).toMatchObject({ total_count: 1 });
});

test("the reports that a run leaves are listed by name and come as a readable archive, over a second address", async () => {
  const { call, world, run } = withRun();
  addArtifact(world, run, { name: "junit", files: { "linux/report.xml": "<testsuites/>", "ümlaut.xml": "<testsuite name=\"ü\"/>" } });
  addArtifact(world, run, { name: "logs", files: { "log.txt": "x" } });
  const listed = await call("installation", "GET", `${actions}/runs/${run.id}/artifacts?name=junit`);
  expect(listed.body).toMatchObject({ total_count: 1, artifacts: [{ name: "junit", expired: false, workflow_run: { id: run.id } }] });
  const [artifact] = listed.body["artifacts"] as unknown as { archive_download_url: string }[];
  const asked = await call("installation", "GET", new URL(artifact?.archive_download_url ?? "").pathname);
  expect(asked.status).toBe(302);
  const archive = Buffer.from(run.artifacts[0]?.archive ?? []);
  expect(unzip(archive)).toEqual({ "linux/report.xml": "<testsuites/>", "ümlaut.xml": "<testsuite name=\"ü\"/>" });
});

test("an address of an archive is good for a minute and only as it was given", async () => {
  const { call, world, run, carol } = withRun();
  addArtifact(world, run, { name: "junit", files: { "report.xml": "<testsuites/>" } });
  const asked = await call("installation", "GET", `${actions}/artifacts/${run.artifacts[0]?.id ?? 0}/zip`);
  const path = new URL(asked.headers.get("location") ?? "").pathname;
  expect((await call(carol, "GET", path)).status).toBe(200);
  expect((await call(carol, "GET", `${path.slice(0, -1)}x`)).status).toBe(403);
  world.clock.advance(61_000);
  expect((await call(carol, "GET", path)).status).toBe(403);
});

test("an artifact expires after ninety days, and is 410 then", async () => {
  const { call, world, run } = withRun();
  const { id } = addArtifact(world, run, { name: "junit", files: { "report.xml": "<testsuites/>" } });
  world.clock.advance(90 * 86_400_000);
  expect((await call("installation", "GET", `${actions}/artifacts/${id}`)).body["expired"]).toBe(true);
  expect((await call("installation", "GET", `${actions}/artifacts/${id}/zip`)).status).toBe(410);
});

test("runs need the permission to read actions", async () => {
  const { call } = scene();
  expect((await call("installation", "GET", `${actions}/runs`)).status).toBe(403);
});

test("an archive is fetched in one go in this process and over a socket, and costs no rate limit", async () => {
  const lines: string[] = [];
  const github = createLocalGitHub({ record: (line) => lines.push(line) });
  const { world, web, bob, installation } = settle(github.world, { permissions: { actions: "read" } });
  const run = startWorkflowRun(world, web, { workflow: "Tests", headSha: web.refs.get("refs/heads/main")?.sha ?? "" }, bob);
  const { id } = addArtifact(world, run, { name: "junit", files: { "report.xml": "<testsuites/>" } });
  const headers = { authorization: `Bearer ${seedToken(world, installation)}` };
  const inProcess = await github.fetch(`http://local/repos/acme/web/actions/artifacts/${id}/zip`, { headers });
  const server = await github.listen();
  const overSocket = await fetch(`${server.url}/repos/acme/web/actions/artifacts/${id}/zip`, { headers });
  const archives = [Buffer.from(await inProcess.arrayBuffer()), Buffer.from(await overSocket.arrayBuffer())];
  const limit = (await (await github.fetch("http://local/rate_limit", { headers })).json()) as { rate: { used: number } };
  await github.close();
  expect(archives.map(unzip)).toEqual([{ "report.xml": "<testsuites/>" }, { "report.xml": "<testsuites/>" }]);
  expect(limit.rate.used).toBe(2);
  expect(lines.some((line) => line.includes(`[${archives[0]?.length ?? 0} bytes]`))).toBe(true);
});

test("a large report is packed small", () => {
  const report = "<testcase name=\"case\"/>".repeat(100_000);
  const archive = zip(new Map([["report.xml", Buffer.from(report)]]));
  expect(archive.length).toBeLessThan(report.length / 100);
  expect(unzip(archive)["report.xml"]).toBe(report);
});
