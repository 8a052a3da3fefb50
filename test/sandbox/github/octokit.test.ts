import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/rest";
import { expect, test } from "@jest/globals";
import { createRestHandler } from "../../../src/sandbox/github/rest/router.ts";
import { manyFiles, openPull } from "../../../src/sandbox/github/seed.ts";
import { scene } from "./scene.ts";

test("Octokit signs in as the app without a socket, follows pages, writes a check and reads a branch with a slash", async () => {
  const { world, repository, bob, app, privateKey, installation } = scene();
  openPull(world, repository, { by: bob, title: "Large", head: "topic/large", files: manyFiles(124, "data") });
  const handle = createRestHandler(world);
  const fetch = (url: string, init: RequestInit): Promise<Response> => handle(new Request(url, init));
  const octokit = new Octokit({ authStrategy: createAppAuth, auth: { appId: app.id, privateKey, installationId: installation.id }, request: { fetch } });
  const site = { owner: "acme", repo: "site" };
  expect(await octokit.paginate(octokit.rest.pulls.listFiles, { ...site, pull_number: 1, per_page: 100 })).toHaveLength(124);
  const { data: pull } = await octokit.rest.pulls.get({ ...site, pull_number: 1 });
  await octokit.rest.checks.create({ ...site, head_sha: pull.head.sha, name: "gate", conclusion: "neutral" });
  expect(await octokit.paginate(octokit.rest.checks.listForRef, { ...site, ref: "topic/large" })).toMatchObject([{ name: "gate", conclusion: "neutral" }]);
  const comparison = await octokit.paginate(octokit.rest.repos.compareCommitsWithBasehead, { ...site, basehead: "main...topic/large" });
  expect(comparison).toMatchObject([{ ahead_by: 1, commits: [{ sha: pull.head.sha }] }]);
  const raw = await octokit.rest.repos.getContent({ ...site, path: "README.md", mediaType: { format: "raw" } });
  expect(raw.data).toBe("# site\n");
});
