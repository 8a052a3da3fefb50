import { expect, test } from "@jest/globals";
import { createComment } from "../../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../../src/sandbox/github/state/issue.ts";
import type { Scene } from "./scene.ts";
import { scene } from "./scene.ts";

const issues = "/repos/acme/site/issues";

function withComment(body = "/warden why"): Scene & { readonly path: string; readonly nodeId: string } {
  const staged = scene();
  const issue = createIssue(staged.world, staged.repository, { title: "Talk" }, staged.bob);
  const comment = createComment(staged.world, issue, body, staged.carol);
  staged.heard();
  return { ...staged, path: `${issues}/comments/${comment.id}`, nodeId: comment.nodeId };
}

test("a reaction is 201 when new and 200 when it was there, and counts once", async () => {
  const { call, bob, path, heard } = withComment();
  const first = await call("installation", "POST", `${path}/reactions`, { content: "eyes" });
  const again = await call("installation", "POST", `${path}/reactions`, { content: "eyes" });
  await call(bob, "POST", `${path}/reactions`, { content: "eyes" });
  expect([first.status, again.status, again.body["id"]]).toEqual([201, 200, first.body["id"]]);
  expect(first.body).toMatchObject({ content: "eyes", user: { login: "warden[bot]" } });
  expect((await call(bob, "GET", path)).body["reactions"]).toMatchObject({ total_count: 2, eyes: 2, confused: 0, "+1": 0 });
  expect(heard()).toEqual([]);
});

test("reactions are listed by kind, and only their owner takes them back", async () => {
  const { call, bob, carol, path } = withComment();
  await call(bob, "POST", `${path}/reactions`, { content: "+1" });
  const mine = await call(carol, "POST", `${path}/reactions`, { content: "confused" });
  expect((await call(bob, "GET", `${path}/reactions?content=confused`)).list).toMatchObject([{ user: { login: "carol" } }]);
  expect((await call(bob, "DELETE", `${path}/reactions/${String(mine.body["id"])}`)).status).toBe(404);
  expect((await call(carol, "DELETE", `${path}/reactions/${String(mine.body["id"])}`)).status).toBe(204);
  expect((await call(bob, "GET", `${path}/reactions`)).list).toHaveLength(1);
});

test("issues and pulls take reactions too, and an unknown one is 422", async () => {
  const { call, bob } = withComment();
  expect((await call(bob, "POST", `${issues}/1/reactions`, { content: "rocket" })).status).toBe(201);
  expect((await call(bob, "GET", `${issues}/1`)).body["reactions"]).toMatchObject({ total_count: 1, rocket: 1 });
  expect((await call(bob, "POST", `${issues}/1/reactions`, { content: "cheese" })).status).toBe(422);
});

test("a reaction needs the permission to write, and a private repository hides everything", async () => {
  const staged = scene({ permissions: { issues: "read" } });
  createIssue(staged.world, staged.repository, { title: "Talk" }, staged.bob);
  expect((await staged.call("installation", "POST", `${issues}/1/reactions`, { content: "eyes" })).status).toBe(403);
  staged.repository.private = true;
  expect((await staged.call(staged.carol, "GET", `${issues}/1/reactions`)).status).toBe(404);
});

test("all comments of a repository are listed by the last change since an instant", async () => {
  const { call, bob, carol, world, repository, path } = withComment();
  const other = createIssue(world, repository, { title: "Other" }, bob);
  world.clock.advance(60_000);
  createComment(world, other, "later", bob);
  world.clock.advance(60_000);
  await call(carol, "PATCH", path, { body: "changed" });
  const listed = await call(bob, "GET", `${issues}/comments?since=2024-01-01T00:01:00Z&sort=updated&direction=asc`);
  expect(listed.list.map((comment) => comment["body"])).toEqual(["later", "changed"]);
});

test("an issue takes 2,500 comments and refuses the next in GitHub's words", async () => {
  const { call, bob, world, repository } = withComment();
  const issue = repository.issues.get(1);
  if (issue === undefined) throw new Error("The scene has an issue.");
  while (issue.comments.length < 2_500) createComment(world, issue, "again", bob);
  const refused = await call("installation", "POST", `${issues}/1/comments`, { body: "one more" });
  expect([refused.status, refused.body["message"]]).toEqual([403, "Commenting is disabled on issues with more than 2500 comments"]);
});

test("a locked issue takes comments only from those who belong to it, and no app does", async () => {
  const { call, alice, bob, carol } = withComment();
  const own = (await call("installation", "POST", `${issues}/1/comments`, { body: "ours" })).body["id"];
  await call(alice, "PUT", `${issues}/1/lock`);
  expect(await call(carol, "POST", `${issues}/1/comments`, { body: "me too" })).toMatchObject({ status: 403, body: { message: "Unable to create comment because issue is locked." } });
  expect((await call(bob, "POST", `${issues}/1/comments`, { body: "noted" })).status).toBe(201);
  expect((await call("installation", "POST", `${issues}/1/comments`, { body: "me too" })).status).toBe(403);
  expect((await call("installation", "PATCH", `${issues}/comments/${own}`, { body: "changed" })).status).toBe(403);
  expect((await call(bob, "POST", `${issues}/1/reactions`, { content: "+1" })).status).toBe(403);
  expect((await call("installation", "PATCH", `${issues}/1`, { body: "the text is no comment" })).status).toBe(200);
});

test("locking and unlocking are told once each, with the reason that GitHub knows", async () => {
  const { call, alice, carol, heard } = withComment();
  const lock = (body?: unknown) => call(alice, "PUT", `${issues}/1/lock`, body);
  expect((await lock({ lock_reason: "closing time" })).status).toBe(422);
  expect((await call(carol, "PUT", `${issues}/1/lock`)).status).toBe(403);
  expect([(await lock({ lock_reason: "resolved" })).status, (await lock()).status]).toEqual([204, 204]);
  expect((await call(carol, "GET", `${issues}/1`)).body).toMatchObject({ locked: true, active_lock_reason: "resolved" });
  expect([(await call("installation", "DELETE", `${issues}/1/lock`)).status, (await call("installation", "DELETE", `${issues}/1/lock`)).status]).toEqual([204, 204]);
  expect((await call(carol, "GET", `${issues}/1`)).body).toMatchObject({ locked: false, active_lock_reason: null });
  expect(heard().filter((event) => event.startsWith("issues."))).toEqual(["issues.locked", "issues.unlocked"]);
});

const hide = "mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OFF_TOPIC }) { minimizedComment { isMinimized minimizedReason } } }";
const show = "mutation($id: ID!) { unminimizeComment(input: { subjectId: $id }) { unminimizedComment { isMinimized minimizedReason } } }";

test("a comment is hidden with a reason and shown again, and keeps its text", async () => {
  const { ask, call, bob, path, nodeId } = withComment("Due on Monday");
  expect((await ask("installation", hide, { id: nodeId })).data).toEqual({ minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: "off-topic" } } });
  expect((await call(bob, "GET", path)).body).toMatchObject({ body: "Due on Monday", minimized: { reason: "off-topic" } });
  expect((await ask(bob, show, { id: nodeId })).data).toEqual({ unminimizeComment: { unminimizedComment: { isMinimized: false, minimizedReason: null } } });
});

test("a comment is not hidden by those who only read", async () => {
  const { ask, carol, nodeId } = withComment();
  expect((await ask(carol, hide, { id: nodeId })).errors).toMatchObject([{ type: "FORBIDDEN" }]);
});

test("comments and reactions are written by mutation and read with their issue", async () => {
  const { ask, bob, repository, nodeId } = withComment();
  const id = repository.issues.get(1)?.nodeId;
  expect((await ask("installation", 'mutation($id: ID!) { addComment(input: { subjectId: $id, body: "Done" }) { commentEdge { node { body author { login } } } } }', { id })).data).toEqual({ addComment: { commentEdge: { node: { body: "Done", author: { login: "warden" } } } } });
  await ask(bob, "mutation($id: ID!) { addReaction(input: { subjectId: $id, content: THUMBS_UP }) { reaction { content } } }", { id: nodeId });
  const { data } = await ask(bob, '{ repository(owner: "acme", name: "site") { issue(number: 1) { comments(first: 10) { nodes { isMinimized reactions(first: 5) { nodes { content user { login } } } } } } } }');
  expect(data["repository"]).toEqual({ issue: { comments: { nodes: [{ isMinimized: false, reactions: { nodes: [{ content: "THUMBS_UP", user: { login: "bob" } }] } }, { isMinimized: false, reactions: { nodes: [] } }] } } });
});
