import { expect, test } from "@jest/globals";
import { pushCommits } from "../../../src/sandbox/github/seed.ts";
import { addAsset } from "../../../src/sandbox/github/state/release-asset.ts";
import { createInstallationToken } from "../../../src/sandbox/github/state/app.ts";
import { scene } from "./scene.ts";

const releases = "/repos/acme/site/releases";
const git = "/repos/acme/site/git";

test("a published release makes its tag, and both are told", async () => {
  const { call, bob, heard, repository, events } = scene();
  const made = await call(bob, "POST", releases, { tag_name: "v0.5.0-rc1", prerelease: true, name: "First candidate" });
  expect([made.status, made.body]).toMatchObject([201, { draft: false, prerelease: true, published_at: "2024-01-01T00:00:00Z" }]);
  expect(heard()).toEqual(["push", "create", "release.created", "release.published", "release.prereleased"]);
  expect(events[1]?.payload).toMatchObject({ ref: "v0.5.0-rc1", ref_type: "tag" });
  expect(repository.refs.get("refs/tags/v0.5.0-rc1")).toBe(repository.refs.get("refs/heads/main"));
});

test("a draft makes no tag, is shown to writers alone, and is published at the commit it names", async () => {
  const { call, bob, carol, world, installation, repository, heard } = scene();
  const sha = repository.refs.get("refs/heads/main")?.sha;
  const draft = await call(bob, "POST", releases, { tag_name: "v1", draft: true, target_commitish: sha });
  pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "later", files: { x: "x\n" } }] });
  const path = `${releases}/${String(draft.body["id"])}`;
  const reader = { token: createInstallationToken(world, installation, { permissions: { contents: "read" }, repositoryIds: null }).token };
  expect([repository.refs.has("refs/tags/v1"), (await call(carol, "GET", path)).status, (await call(reader, "GET", releases)).list, (await call("installation", "GET", releases)).list.length]).toEqual([false, 404, [], 1]);
  heard();
  const published = await call("installation", "PATCH", path, { draft: false });
  expect([published.body["published_at"], repository.refs.get("refs/tags/v1")?.sha]).toEqual(["2024-01-01T00:00:00Z", sha]);
  expect(heard()).toEqual(["push", "create", "release.published", "release.released"]);
  expect((await call(carol, "GET", `${releases}/tags/v1`)).status).toBe(200);
});

test("a release is edited with what was before, promoted, and taken back to a draft", async () => {
  const { call, bob, heard, events } = scene();
  const made = await call(bob, "POST", releases, { tag_name: "v1", prerelease: true, body: "old" });
  const path = `${releases}/${String(made.body["id"])}`;
  heard();
  await call(bob, "PATCH", path, { body: "new", prerelease: false });
  expect(heard()).toEqual(["release.edited", "release.released"]);
  expect(events.find((event) => event.action === "edited")?.payload["changes"]).toEqual({ body: { from: "old" } });
  await call(bob, "PATCH", path, { draft: true });
  expect(heard()).toEqual(["release.unpublished"]);
});

test("the latest release is the newest full one, unless another was said to be", async () => {
  const { call, bob, world } = scene();
  const latest = async (): Promise<unknown> => (await call(bob, "GET", `${releases}/latest`)).body["tag_name"];
  const publish = async (tag: string, more: Record<string, unknown> = {}): Promise<number> => {
    world.clock.advance(1_000);
    return (await call(bob, "POST", releases, { tag_name: tag, ...more })).status;
  };
  await publish("v2");
  await publish("v3-rc1", { prerelease: true });
  expect(await latest()).toBe("v2");
  await publish("v1.9.1", { make_latest: "false" });
  expect(await latest()).toBe("v2");
  expect(await publish("v3-rc2", { prerelease: true, make_latest: "true" })).toBe(422);
  await publish("v3");
  expect(await latest()).toBe("v3");
});

test("a tag belongs to one published release", async () => {
  const { call, bob } = scene();
  await call(bob, "POST", releases, { tag_name: "v1" });
  const other = await call(bob, "POST", releases, { tag_name: "v2", draft: true });
  expect((await call(bob, "POST", releases, { tag_name: "v1" })).body["errors"]).toMatchObject([{ code: "already_exists", field: "tag_name" }]);
  expect((await call(bob, "PATCH", `${releases}/${String(other.body["id"])}`, { tag_name: "v1", draft: false })).status).toBe(422);
});

test("files are added to a release once by name, counted, read as bytes and deleted", async () => {
  const { call, bob, repository, world } = scene();
  const made = await call(bob, "POST", releases, { tag_name: "v1" });
  const path = `${releases}/${String(made.body["id"])}/assets`;
  const added = await call(bob, "POST", `${path}?name=check%20sums.txt`, { a: 1 });
  expect([added.status, added.body]).toMatchObject([201, { name: "check.sums.txt", size: 7, state: "uploaded", uploader: { login: "bob" } }]);
  const release = [...repository.releases.values()][0];
  if (release === undefined) throw new Error("There is a release.");
  expect(() => addAsset(world, release, { name: "check.sums.txt", label: null, contentType: "text/plain", content: Buffer.from("x") }, bob)).toThrow("Validation Failed");
  const one = `${releases}/assets/${String(added.body["id"])}`;
  expect((await call(bob, "GET", one, undefined, { accept: "application/octet-stream" })).text).toBe('{"a":1}');
  expect((await call(bob, "GET", `${releases}/latest`)).body["assets"]).toMatchObject([{ download_count: 1 }]);
  expect([(await call(bob, "DELETE", one)).status, (await call(bob, "GET", path)).list]).toEqual([204, []]);
});

test("an annotated tag has a message of its own and leads to its commit, by REST and by GraphQL", async () => {
  const { call, ask, bob, repository } = scene();
  const sha = repository.refs.get("refs/heads/main")?.sha ?? "";
  const tagger = { name: "Bob", email: "bob@acme.test", date: "2019-06-20T11:00:00Z" };
  const made = await call(bob, "POST", `${git}/tags`, { tag: "v1", message: "The final one", object: sha, type: "commit", tagger });
  expect([made.status, made.body]).toMatchObject([201, { tag: "v1", tagger, object: { sha, type: "commit" } }]);
  const tag = String(made.body["sha"]);
  expect((await call(bob, "POST", `${git}/refs`, { ref: "refs/tags/v1", sha: tag })).body["object"]).toMatchObject({ type: "tag", sha: tag });
  expect((await call(bob, "GET", `${git}/ref/tags/v1`)).body["object"]).toMatchObject({ type: "tag", sha: tag });
  expect((await call(bob, "GET", `${git}/tags/${tag}`)).body).toMatchObject({ message: "The final one" });
  expect((await call(bob, "GET", "/repos/acme/site/commits/v1")).body["sha"]).toBe(sha);
  const { data } = await ask(bob, '{ repository(owner: "acme", name: "site") { refs(refPrefix: "refs/tags/", first: 5) { nodes { name target { oid ... on Tag { message tagger { name } target { oid } } } } } } }');
  expect(data["repository"]).toEqual({ refs: { nodes: [{ name: "v1", target: { oid: tag, message: "The final one", tagger: { name: "Bob" }, target: { oid: sha } } }] } });
});

test("a tag that is moved is a light one again", async () => {
  const { call, bob, world, repository } = scene();
  const sha = repository.refs.get("refs/heads/main")?.sha ?? "";
  const made = await call(bob, "POST", `${git}/tags`, { tag: "v1", message: "first", object: sha, type: "commit" });
  await call(bob, "POST", `${git}/refs`, { ref: "refs/tags/v1", sha: made.body["sha"] });
  const next = pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "later", files: { x: "x\n" } }] });
  expect((await call(bob, "PATCH", `${git}/refs/tags/v1`, { sha: next.sha })).body["object"]).toMatchObject({ type: "commit", sha: next.sha });
});
