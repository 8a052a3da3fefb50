import { expect, test } from "@jest/globals";
import { mergePull, openPull, pushCommits } from "../../../src/sandbox/github/seed.ts";
import { mergeTexts } from "../../../src/sandbox/github/git/lines.ts";
import { ObjectDatabase } from "../../../src/sandbox/github/git/objects.ts";
import { scene } from "./scene.ts";

const site = "/repos/acme/site";

test("objects have the SHA-1 that git gives them", () => {
  const objects = new ObjectDatabase();
  expect(objects.emptyTree.sha).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  expect(objects.blob("hello\n").sha).toBe("ce013625030ba8dba906f756967f9e9ca394464a");
  const tree = objects.changed(objects.emptyTree, { "a/b.txt": "hello\n" });
  expect(objects.changed(tree, { "a/b.txt": null })).toBe(objects.emptyTree);
});

test("a comparison names the merge base, how far ahead and behind, the commits in order and the changed files", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  const fork = repository.refs.get("refs/heads/main")?.sha;
  pushCommits(world, repository, { branch: "dev", by: bob, commits: [{ message: "one", files: { x: "1\n" } }, { message: "two", files: { x: "2\n" } }] });
  pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "hotfix", files: { h: "h\n" } }] });
  const answer = await staged.call(bob, "GET", `${site}/compare/main...dev`);
  expect(answer.body).toMatchObject({ status: "diverged", ahead_by: 2, behind_by: 1, total_commits: 2, merge_base_commit: { sha: fork }, files: [{ filename: "x", status: "added" }] });
  expect((answer.body["commits"] as unknown as { commit: { message: string } }[]).map((each) => each.commit.message)).toEqual(["one", "two"]);
});

test("after a merge the merged branch is behind by the merge commit only, and the next merge base is its old tip", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  const pull = openPull(world, repository, { by: bob, title: "dev to main", head: "dev", files: { x: "1\n" } });
  mergePull(world, pull, { by: bob });
  expect((await staged.call(bob, "GET", `${site}/compare/main...dev`)).body).toMatchObject({ status: "behind", ahead_by: 0, behind_by: 1, files: [] });
  pushCommits(world, repository, { branch: "dev", by: bob, commits: [{ message: "later", files: { y: "y\n" } }] });
  const later = await staged.call(bob, "GET", `${site}/compare/main...dev`);
  expect(later.body).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1, merge_base_commit: { sha: pull.head.sha }, files: [{ filename: "y" }] });
});

test("a comparison comes in pages, with the files on the first", async () => {
  const staged = scene();
  const commits = Array.from({ length: 5 }, (_, index) => ({ message: `c${index}`, files: { x: `${index}\n` } }));
  pushCommits(staged.world, staged.repository, { branch: "dev", by: staged.bob, commits });
  const second = await staged.call(staged.bob, "GET", `${site}/compare/main...dev?per_page=2&page=2`);
  expect(second.body).toMatchObject({ total_commits: 5, commits: [{ commit: { message: "c2" } }, { commit: { message: "c3" } }], files: [] });
});

test("the log lists newest first and can be narrowed to a path and a time", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  for (const [day, file] of [[2, "a"], [3, "b"], [4, "a"]] as const) pushCommits(world, repository, { at: Date.UTC(2024, 0, day), branch: "main", by: bob, commits: [{ message: `${file}${day}`, files: { [file]: `${day}\n` } }] });
  const messages = async (query: string): Promise<unknown[]> => (await staged.call(bob, "GET", `${site}/commits?${query}`)).list.map((each) => (each["commit"] as { message: string }).message);
  expect(await messages("")).toEqual(["a4", "b3", "a2", "Initial commit"]);
  expect(await messages("path=a")).toEqual(["a4", "a2"]);
  expect(await messages("since=2024-01-03T00:00:00Z")).toEqual(["a4", "b3"]);
});

test("contents are read as JSON, raw or a folder, and written only upon the blob that is there", async () => {
  const staged = scene();
  const { bob } = staged;
  const file = await staged.call(bob, "GET", `${site}/contents/src/a.ts`);
  expect([file.body["encoding"], Buffer.from(String(file.body["content"]), "base64").toString()]).toEqual(["base64", "one\ntwo\nthree\n"]);
  expect((await staged.call(bob, "GET", `${site}/contents/src`)).list.map((each) => [each["type"], each["name"]])).toEqual([["file", "a.ts"], ["file", "b.ts"]]);
  const content = Buffer.from("new\n").toString("base64");
  expect((await staged.call(bob, "PUT", `${site}/contents/src/a.ts`, { message: "m", content })).status).toBe(422);
  expect((await staged.call(bob, "PUT", `${site}/contents/src/a.ts`, { message: "m", content, sha: "0".repeat(40) })).status).toBe(409);
  const written = await staged.call(bob, "PUT", `${site}/contents/src/a.ts`, { message: "m", content, sha: file.body["sha"] });
  expect([written.status, staged.events.at(-2)?.event]).toEqual([200, "push"]);
  const raw = await staged.call(bob, "GET", `${site}/contents/src/a.ts`, undefined, { accept: "application/vnd.github.v3.raw" });
  expect([raw.text, raw.headers.get("content-type")?.startsWith("application/vnd.github")]).toEqual(["new\n", true]);
  const gone = await staged.call(bob, "DELETE", `${site}/contents/src/b.ts`, { message: "d", sha: (await staged.call(bob, "GET", `${site}/contents/src/b.ts`)).body["sha"] });
  expect([gone.status, (await staged.call(bob, "GET", `${site}/contents/src/b.ts`)).status]).toEqual([200, 404]);
});

test("branches with slashes, tags and merges of branches work by name", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  const tip = pushCommits(world, repository, { branch: "release/1.0", by: bob, commits: [{ message: "r", files: { r: "r\n" } }] });
  expect((await staged.call(bob, "GET", `${site}/branches/release/1.0`)).body).toMatchObject({ name: "release/1.0", commit: { sha: tip.sha }, protected: false });
  expect((await staged.call(bob, "POST", `${site}/git/refs`, { ref: "refs/tags/v1", sha: tip.sha })).status).toBe(201);
  expect(staged.events.at(-1)).toMatchObject({ event: "create", payload: { ref: "v1", ref_type: "tag" } });
  expect((await staged.call(bob, "POST", `${site}/merges`, { base: "main", head: "release/1.0" })).status).toBe(201);
  expect((await staged.call(bob, "POST", `${site}/merges`, { base: "main", head: "release/1.0" })).status).toBe(204);
  const release = await staged.call(bob, "POST", `${site}/releases`, { tag_name: "v2", name: "Two" });
  expect(release.body).toMatchObject({ tag_name: "v2", draft: false });
  expect((await staged.call(bob, "GET", `${site}/tags`)).list.map((tag) => tag["name"])).toEqual(["v2", "v1"]);
});

test.each([
  ["both changed different lines", "1\n2\n3\n4\n", "x\n2\n3\n4\n", "1\n2\n3\ny\n", "x\n2\n3\ny\n"],
  ["both made the same change", "1\n2\n", "1\nx\n", "1\nx\n", "1\nx\n"],
  ["both changed one line differently", "1\n2\n", "1\nx\n", "1\ny\n", null],
  ["one side did nothing", "1\n", "1\n", "1\n2\n", "1\n2\n"],
])("texts merge when %s", (_case, base, ours, theirs, merged) => {
  expect(mergeTexts(base, ours, theirs)).toBe(merged);
});
