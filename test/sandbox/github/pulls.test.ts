import { expect, test } from "@jest/globals";
import { manyFiles, mergePull, openPull, pushCommits, seedUser } from "../../../src/sandbox/github/seed.ts";
import { closePull, setDraft } from "../../../src/sandbox/github/state/pull.ts";
import { updateRef } from "../../../src/sandbox/github/state/ref.ts";
import { forkRepository } from "../../../src/sandbox/github/state/repository.ts";
import { scene } from "./scene.ts";

const pulls = "/repos/acme/site/pulls";

test("a push to the head branch moves the pull's head and fires synchronize with before and after", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { c: "c\n" } });
  const before = pull.head.sha;
  staged.heard();
  const tip = pushCommits(world, repository, { branch: "c", by: bob, commits: [{ message: "more", files: { d: "d\n" } }] });
  expect(staged.heard()).toEqual(["push", "pull_request.synchronize", "check_suite.requested"]);
  expect(staged.events.find((event) => event.action === "synchronize")?.payload).toMatchObject({ number: 1, before, after: tip.sha, pull_request: { head: { sha: tip.sha }, changed_files: 2, commits: 2 }, sender: { login: "bob" }, repository: { id: repository.id } });
  expect((await staged.call(bob, "GET", `${pulls}/1`)).body["head"]).toMatchObject({ sha: tip.sha, ref: "c" });
});

test("a forced push is told apart from a plain one, and a plain push that is no fast-forward is refused", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  const main = repository.refs.get("refs/heads/main");
  if (main === undefined) throw new Error("main is missing");
  openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { c: "c\n" } });
  const other = pushCommits(world, repository, { branch: "other", by: bob, from: main, commits: [{ message: "anew", files: { e: "e\n" } }] });
  const path = "/repos/acme/site/git/refs/heads/c";
  expect((await staged.call(bob, "PATCH", path, { sha: other.sha })).body["message"]).toBe("Update is not a fast forward");
  expect((await staged.call(bob, "PATCH", path, { sha: other.sha, force: true })).status).toBe(200);
  expect(staged.events.findLast((event) => event.event === "push")?.payload).toMatchObject({ forced: true, after: other.sha });
  expect((await staged.call(bob, "GET", `${pulls}/1/files`)).list.map((file) => file["filename"])).toEqual(["e"]);
});

test("a pull from a fork has another owner's head repository and follows pushes to the fork", async () => {
  const staged = scene();
  const { world, repository, carol } = staged;
  const fork = forkRepository(world, repository, carol);
  pushCommits(world, fork, { branch: "idea", by: carol, commits: [{ message: "idea", files: { i: "i\n" } }] });
  const opened = await staged.call(carol, "POST", pulls, { title: "Idea", head: "carol:idea", base: "main" });
  expect(opened.status).toBe(201);
  expect(opened.body).toMatchObject({ head: { label: "carol:idea", repo: { full_name: "carol/site", fork: true } }, base: { label: "acme:main", repo: { id: repository.id } }, maintainer_can_modify: true });
  staged.heard();
  pushCommits(world, fork, { branch: "idea", by: carol, commits: [{ message: "more", files: { j: "j\n" } }] });
  const moved = staged.events.findLast((event) => event.action === "synchronize");
  expect([staged.heard().includes("pull_request.synchronize"), moved?.repositoryId]).toEqual([true, repository.id]);
  expect((await staged.call(carol, "PUT", `${pulls}/1/merge`, {})).status).toBe(403);
  expect((await staged.call(staged.bob, "PUT", `${pulls}/1/merge`, {})).status).toBe(200);
});

test("a second pull of the same branches, one without commits and one to an unknown base are 422", async () => {
  const staged = scene();
  openPull(staged.world, staged.repository, { by: staged.bob, title: "Add c", head: "c", files: { c: "c\n" } });
  for (const [head, base, text] of [["c", "main", "already exists"], ["main", "main", "No commits between"], ["c", "nowhere", "base"]]) {
    const answer = await staged.call(staged.bob, "POST", pulls, { title: "Again", head, base });
    expect([answer.status, JSON.stringify(answer.body).includes(text ?? "")]).toEqual([422, true]);
  }
});

test("retargeting fires edited with the old base and compares against the new one", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  pushCommits(world, repository, { branch: "next", by: bob, commits: [{ message: "n", files: { n: "n\n" } }] });
  openPull(world, repository, { by: bob, title: "Upon next", head: "c", base: "next", files: { c: "c\n" } });
  const answer = await staged.call(bob, "PATCH", `${pulls}/1`, { base: "main" });
  expect(answer.body).toMatchObject({ base: { ref: "main" }, changed_files: 2 });
  expect(staged.events.at(-1)).toMatchObject({ event: "pull_request", action: "edited", payload: { changes: { base: { ref: { from: "next" } } } } });
});

test("a pull is an issue too: label, milestone, close and reopen through issues fire as pull_request.* and never as issues.*", async () => {
  const staged = scene();
  const { world, repository, bob, alice } = staged;
  openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { c: "c\n" } });
  await staged.call(alice, "POST", "/repos/acme/site/milestones", { title: "v1", due_on: "2024-02-01T08:00:00Z" });
  staged.heard();
  await staged.call(alice, "POST", "/repos/acme/site/issues/1/labels", { labels: ["bug", "brand new"] });
  await staged.call(alice, "PATCH", "/repos/acme/site/issues/1", { milestone: 1 });
  await staged.call(alice, "PATCH", "/repos/acme/site/issues/1", { state: "closed" });
  await staged.call(alice, "PATCH", "/repos/acme/site/issues/1", { state: "open" });
  expect(staged.heard()).toEqual(["label.created", "pull_request.labeled", "pull_request.labeled", "pull_request.milestoned", "pull_request.closed", "pull_request.reopened"]);
  const pull = await staged.call(bob, "GET", `${pulls}/1`);
  expect(pull.body).toMatchObject({ labels: [{ name: "bug" }, { name: "brand new", color: "ededed" }], milestone: { title: "v1", open_issues: 1, due_on: "2024-02-01T08:00:00Z" } });
  expect((await staged.call(bob, "GET", "/repos/acme/site/issues/1")).body["pull_request"]).toBeDefined();
  expect((await staged.call(bob, "GET", "/repos/acme/site/issues/1/events")).list[0]).toMatchObject({ event: "labeled", actor: { login: "alice" }, label: { name: "bug" } });
});

test("a renamed file is one entry with both names, also when a line changed on the way", async () => {
  const text = Array.from({ length: 20 }, (_, index) => `line ${index}`).join("\n");
  const staged = scene({ files: { "old/name.txt": `${text}\n`, "gone.txt": "gone\n" } });
  openPull(staged.world, staged.repository, { by: staged.bob, title: "Move", head: "move", files: { "old/name.txt": null, "new/name.txt": `${text.replace("line 7", "line seven")}\n`, "gone.txt": null, "fresh.txt": "fresh\n" } });
  const files = await staged.call(staged.bob, "GET", `${pulls}/1/files`);
  expect(files.list).toMatchObject([
    { filename: "fresh.txt", status: "added", additions: 1, patch: "@@ -0,0 +1 @@\n+fresh" },
    { filename: "gone.txt", status: "removed", deletions: 1 },
    { filename: "new/name.txt", previous_filename: "old/name.txt", status: "renamed", additions: 1, deletions: 1, changes: 2 },
  ]);
});

test("its changes can be had as git prints them, which is what gh pr diff shows", async () => {
  const { world, repository, bob, call } = scene();
  pushCommits(world, repository, { branch: "main", by: bob, bypassRules: true, commits: [{ message: "two", files: { "old.txt": "1\n2\n3\n4\n5\n6\n", "gone.txt": "x\n" } }] });
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { "c/d.txt": "d\n" } });
  pushCommits(world, repository, { branch: "c", by: bob, commits: [{ message: "more", files: { "old.txt": null, "new.txt": "1\n2\n3\n4\n5\nsix\n", "gone.txt": null } }] });
  const { text, headers } = await call(bob, "GET", `${pulls}/${pull.issue.number}`, undefined, { accept: "application/vnd.github.v3.diff" });
  expect(headers.get("content-type")).toBe("application/vnd.github.v3.diff; charset=utf-8");
  expect(text.replace(/^index .*$/gm, (line) => line.replace(/[1-9a-f][0-9a-f]{6}/g, "SHA").replace(/0{7}/g, "NONE"))).toBe([
    "diff --git a/c/d.txt b/c/d.txt", "new file mode 100644", "index NONE..SHA", "--- /dev/null", "+++ b/c/d.txt", "@@ -0,0 +1 @@", "+d",
    "diff --git a/gone.txt b/gone.txt", "deleted file mode 100644", "index SHA..NONE", "--- a/gone.txt", "+++ /dev/null", "@@ -1 +0,0 @@", "-x",
    "diff --git a/old.txt b/new.txt", "rename from old.txt", "rename to new.txt", "index SHA..SHA 100644", "--- a/old.txt", "+++ b/new.txt", "@@ -3,4 +3,4 @@", " 3", " 4", " 5", "-6", "+six", "",
  ].join("\n"));
  expect((await call(bob, "GET", `${pulls}/${pull.issue.number}`, undefined, { accept: "application/vnd.github.v3.patch" })).status).toBe(406);
});

test("files of a large pull come in pages with Link headers", async () => {
  const staged = scene();
  openPull(staged.world, staged.repository, { by: staged.bob, title: "Large", head: "large", files: manyFiles(124, "data") });
  const first = await staged.call(staged.bob, "GET", `${pulls}/1/files?per_page=100`);
  expect([first.list.length, first.headers.get("link")?.includes('page=2>; rel="next"')]).toEqual([100, true]);
  const second = await staged.call(staged.bob, "GET", `${pulls}/1/files?per_page=100&page=2`);
  expect([second.list.length, second.headers.get("link")?.includes('rel="next"')]).toEqual([24, false]);
});

test("the files of a merged pull stay what they were although its base now contains them", async () => {
  const staged = scene();
  const pull = openPull(staged.world, staged.repository, { by: staged.bob, title: "Add c", head: "c", files: { c: "c\n" } });
  mergePull(staged.world, pull, { by: staged.bob });
  expect((await staged.call(staged.bob, "GET", `${pulls}/1/files`)).list.map((file) => file["filename"])).toEqual(["c"]);
  expect((await staged.call(staged.bob, "GET", `${pulls}/1`)).body).toMatchObject({ commits: 1, changed_files: 1 });
});

test("deleting the head branch closes the pull, and it can be reopened only when the branch is back", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { c: "c\n" } });
  updateRef(world, repository, { ref: "refs/heads/c", to: null }, bob);
  expect(pull.issue.state).toBe("closed");
  expect((await staged.call(bob, "PATCH", `${pulls}/1`, { state: "open" })).status).toBe(422);
  updateRef(world, repository, { ref: "refs/heads/c", to: pull.head }, bob);
  expect((await staged.call(bob, "PATCH", `${pulls}/1`, { state: "open" })).body["state"]).toBe("open");
});

test("reviews count for the commit they were made on, and authors cannot approve their own pull", async () => {
  const staged = scene();
  const pull = openPull(staged.world, staged.repository, { by: staged.bob, title: "Add c", head: "c", files: { c: "c\n" } });
  const own = await staged.call(staged.bob, "POST", `${pulls}/1/reviews`, { event: "APPROVE" });
  expect([own.status, own.body["message"]]).toEqual([422, "Can not approve your own pull request"]);
  const approval = await staged.call(staged.alice, "POST", `${pulls}/1/reviews`, { event: "APPROVE" });
  expect(approval.body).toMatchObject({ state: "APPROVED", commit_id: pull.head.sha, user: { login: "alice" }, author_association: "MEMBER" });
  expect(staged.events.at(-1)).toMatchObject({ event: "pull_request_review", action: "submitted", payload: { review: { state: "approved" } } });
});

test("pulls of a commit: the merged one once it is in the default branch, else every open one that contains it", async () => {
  const staged = scene();
  const { world, repository, bob } = staged;
  pushCommits(world, repository, { branch: "next", by: bob, commits: [{ message: "n", files: { n: "n\n" } }] });
  const pull = openPull(world, repository, { by: bob, title: "To main", head: "c", files: { c: "c\n" } });
  openPull(world, repository, { by: bob, title: "To next", head: "c", base: "next" });
  const path = `/repos/acme/site/commits/${pull.head.sha}/pulls`;
  expect((await staged.call(bob, "GET", path)).list.map((each) => each["number"])).toEqual([1, 2]);
  mergePull(world, pull, { by: bob });
  expect((await staged.call(bob, "GET", path)).list.map((each) => each["number"])).toEqual([1]);
});

test("draft and ready fire their events, and closing without merging is not a merge", () => {
  const { world, repository, bob, heard, events } = scene();
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { c: "c\n" } });
  heard();
  setDraft(world, pull, true, bob);
  setDraft(world, pull, false, bob);
  closePull(world, pull, bob);
  expect(heard()).toEqual(["pull_request.converted_to_draft", "pull_request.ready_for_review", "pull_request.closed"]);
  expect(events.at(-1)?.payload).toMatchObject({ pull_request: { merged: false, merged_at: null, state: "closed" } });
});

test("ten thousand open pulls can be opened, and any page of a hundred is listed in order", async () => {
  const staged = scene();
  const { world, repository, call } = staged;
  const dora = seedUser(world, "dora");
  for (let index = 1; index <= 10_000; index += 1) openPull(world, repository, { by: dora, title: `Change ${index}`, head: `topic-${index}`, files: { [`src/part-${index % 50}.ts`]: `${index}\n` } });
  await call(staged.bob, "GET", `${pulls}?per_page=100`);
  const page = await call(staged.bob, "GET", `${pulls}?per_page=100&page=50&sort=updated`);
  expect(page.list.map((pull) => (pull as { number: number }).number)).toEqual(Array.from({ length: 100 }, (_, index) => 4_901 + index));
});
