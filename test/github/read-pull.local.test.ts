import { describe, expect, test } from "@jest/globals";
import { addLabels, createIssue } from "../../src/sandbox/github/state/issue.ts";
import { createReview } from "../../src/sandbox/github/state/review.ts";
import { pushToBranch } from "../../src/sandbox/github/state/ref.ts";
import { retarget } from "../../src/sandbox/github/state/pull.ts";
import { place } from "./local.ts";

describe("a pull request read from a local GitHub", () => {
  test("tells all that a decision rests on, in one GraphQL read", async () => {
    const { view, web_, web, world, ann, bob, openPull, github } = place();
    const issue = createIssue(world, web, { title: "It breaks" }, ann);
    addLabels(world, issue, ["bug"], ann);
    const pull = openPull("fix-a", { "src/a.ts": "export const a = 2;\n" }, { title: "fix: a", body: `Fixes #${issue.number}` });
    addLabels(world, pull.issue, ["backport"], bob);
    createReview(world, pull, { event: "APPROVE" }, ann);
    await view.readInstallationRepositories();
    const before = github.stats();
    const read = await view.readPull(web_, pull.issue.number);
    expect(github.stats()).toMatchObject({ graphqlReads: before.graphqlReads + 1, restReads: before.restReads, writes: 0 });
    expect(read?.facts).toMatchObject({
      repository: "acme/web", number: pull.issue.number, title: "fix: a", author: { login: "bob", bot: false }, authorRole: null, state: "open", draft: false,
      base: { ref: "main" }, head: { ref: "fix-a", sha: pull.head.sha, repository: "acme/web" }, defaultBranch: "main",
      labels: [{ name: "backport", addedBy: { login: "bob", bot: false }, addedByRole: null }],
      files: [{ path: "src/a.ts", previousPath: null }], filesComplete: true,
      closingIssues: [{ repository: "acme/web", number: issue.number, title: "It breaks", type: null, labels: ["bug"], author: "ann", labelledBy: "ann", labellers: { bug: "ann" }, link: "github" }],
      approvals: [{ by: "ann", sha: pull.head.sha }], contains: null, autoMerge: false, queued: false, mergedAt: null, mergeCommit: null,
    });
    expect(read?.checks).toEqual([]);
  });

  test("is null for a number that is an issue or nothing, and a fault for a repository that is not to be seen", async () => {
    const { view, web_, web, world, ann } = place();
    const issue = createIssue(world, web, { title: "No pull" }, ann);
    expect(await view.readPull(web_, issue.number)).toBeNull();
    expect(await view.readPull(web_, 999)).toBeNull();
    await expect(view.readPull({ ...web_, name: "gone" }, 1)).rejects.toMatchObject({ fault: { kind: "not-found" } });
  });

  test("is a fault when another repository bears the name now", async () => {
    const { view, web_, openPull } = place();
    openPull("a", { "a.txt": "a" });
    await expect(view.readPull({ ...web_, id: web_.id + 1 }, 1)).rejects.toMatchObject({ fault: { kind: "not-found", message: expect.stringContaining("is now another one") } });
  });

  test("names both names of a renamed file", async () => {
    const { view, web_, openPull } = place();
    const pull = openPull("move", { "src/a.ts": null, "src/b.ts": "export const a = 1;\n" });
    const read = await view.readPull(web_, pull.issue.number);
    expect(read?.facts).toMatchObject({ files: [{ path: "src/b.ts", previousPath: "src/a.ts" }], filesComplete: true });
  });

  test("has all files of a pull request with more than one page of them", async () => {
    const { view, web_, openPull } = place();
    const many = Object.fromEntries(Array.from({ length: 230 }, (_, index) => [`docs/${index}.md`, `${index}\n`]));
    const read = await view.readPull(web_, openPull("docs", many).issue.number);
    expect([read?.facts.files?.length, read?.facts.filesComplete]).toEqual([230, true]);
  });

  test("reads the issues that the text names where GitHub makes no link", async () => {
    const { view, web_, web, world, ann, bob, openPull } = place();
    const issue = createIssue(world, web, { title: "It breaks" }, ann);
    addLabels(world, issue, ["bug"], ann);
    pushToBranch(world, web, "release", [{ message: "Release", files: { "r.txt": "r" } }], bob);
    const pull = openPull("fix", { "f.txt": "f" }, { body: `Fixes #${issue.number} and closes acme/hidden#1` });
    retarget(world, pull, "release", bob);
    const read = await view.readPull(web_, pull.issue.number);
    expect(read?.facts.closingIssues).toMatchObject([{ number: issue.number, labels: ["bug"], labelledBy: "ann", link: "body" }]);
  });

  test("an open listing gives the same facts and checks, and says where it knows less", async () => {
    const { view, web_, openPull } = place();
    const plain = openPull("plain", { "a.txt": "a" });
    openPull("move", { "src/a.ts": null, "src/b.ts": "export const a = 1;\n" });
    const { pulls, next } = await view.readOpenPulls(web_, "main", null);
    expect([pulls[0], next]).toEqual([await view.readPull(web_, plain.issue.number), null]);
    expect(pulls.map((pull) => pull.facts.filesComplete)).toEqual([true, false]);
    expect((await view.readOpenPulls(web_, "release", null)).pulls).toEqual([]);
  });

  test("an open listing goes on from page to page until all were given once", async () => {
    const { view, web_, openPull } = place();
    for (let index = 0; index < 27; index += 1) openPull(`b${index}`, { [`f${index}.txt`]: "x" });
    const first = await view.readOpenPulls(web_, null, null);
    const second = await view.readOpenPulls(web_, null, first.next);
    expect([first.pulls.length, second.pulls.length, second.next]).toEqual([25, 2, null]);
    expect(new Set([...first.pulls, ...second.pulls].map((pull) => pull.facts.number)).size).toBe(27);
  });
});
