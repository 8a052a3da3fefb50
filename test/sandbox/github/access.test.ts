import { expect, test } from "@jest/globals";
import { openPull, pushCommits, seedInstallation, seedOrganization, seedRepository, seedUser } from "../../../src/sandbox/github/seed.ts";
import { createTeam } from "../../../src/sandbox/github/state/account.ts";
import { setCollaborator, setTeamRole, updateRepository } from "../../../src/sandbox/github/state/repository.ts";
import { createRestHandler } from "../../../src/sandbox/github/rest/router.ts";
import { jwt, scene } from "./scene.ts";

const site = "/repos/acme/site";

test("a permission that the token lacks is 403 and names what would be accepted", async () => {
  const staged = scene({ permissions: { checks: "read", issues: "read" } });
  const sha = staged.repository.refs.get("refs/heads/main")?.sha;
  const check = await staged.call("installation", "POST", `${site}/check-runs`, { name: "x", head_sha: sha });
  expect([check.status, check.body["message"], check.headers.get("x-accepted-github-permissions")]).toEqual([403, "Resource not accessible by integration", "checks=write"]);
  const label = await staged.call("installation", "POST", `${site}/labels`, { name: "x" });
  expect(label.headers.get("x-accepted-github-permissions")).toBe("issues=write; pull_requests=write");
  expect((await staged.call("installation", "GET", `${site}/issues`)).status).toBe(200);
  expect((await staged.call("installation", "GET", `${site}/contents/README.md`)).status).toBe(403);
});

test("a repository outside the installation is 404, as is one outside the token's own list", async () => {
  const staged = scene();
  const { world, alice } = staged;
  seedRepository(world, { owner: alice, name: "private-notes", private: true });
  seedRepository(world, { owner: staged.repository.owner, name: "docs", by: alice });
  expect((await staged.call("installation", "GET", "/repos/alice/private-notes")).status).toBe(404);
  const token = await staged.call("app", "POST", `/app/installations/${staged.installation.id}/access_tokens`, { repositories: ["docs"], permissions: { issues: "read" } });
  expect(token.body).toMatchObject({ permissions: { issues: "read", metadata: "read" }, repository_selection: "selected", repositories: [{ name: "docs" }] });
  const narrow = { token: String(token.body["token"]) };
  expect((await staged.call(narrow, "GET", "/repos/acme/docs/issues")).status).toBe(200);
  expect((await staged.call(narrow, "GET", `${site}/issues`)).status).toBe(404);
  expect((await staged.call(narrow, "POST", "/repos/acme/docs/issues", { title: "x" })).status).toBe(403);
  expect((await staged.call(narrow, "GET", "/installation/repositories")).body).toMatchObject({ total_count: 1, repositories: [{ name: "docs" }] });
});

test("a token cannot be widened beyond the installation", async () => {
  const staged = scene({ permissions: { issues: "read" } });
  const path = `/app/installations/${staged.installation.id}/access_tokens`;
  expect((await staged.call("app", "POST", path, { permissions: { issues: "write" } })).status).toBe(422);
  expect((await staged.call("app", "POST", path, { repositories: ["nowhere"] })).status).toBe(422);
});

test("a JWT must be signed by the app's key and not be expired by real time", async () => {
  const staged = scene();
  expect((await staged.call("app", "GET", "/app")).body).toMatchObject({ id: staged.app.id, slug: "warden", installations_count: 1 });
  expect((await staged.call({ token: jwt(staged.app, staged.privateKey, -10) }, "GET", "/app")).status).toBe(401);
  const [head, body] = jwt(staged.app, staged.privateKey).split(".");
  expect((await staged.call({ token: `${head}.${body}.AAAA` }, "GET", "/app")).status).toBe(401);
  expect((await staged.call({ token: "ghs_unknown" }, "GET", site)).status).toBe(401);
  staged.world.clock.advance(10 * 365 * 86_400_000);
  expect((await staged.call("app", "GET", `${site}/installation`)).body["id"]).toBe(staged.installation.id);
});

test("people do what their role allows: anybody comments, triage labels, write merges, admin protects", async () => {
  const staged = scene();
  const { world, repository, carol, bob, alice } = staged;
  openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { c: "c\n" } });
  expect((await staged.call(carol, "POST", `${site}/issues/1/comments`, { body: "Nice" })).status).toBe(201);
  expect((await staged.call(carol, "POST", `${site}/issues/1/labels`, { labels: ["bug"] })).status).toBe(403);
  setCollaborator(world, repository, carol, "triage");
  expect((await staged.call(carol, "POST", `${site}/issues/1/labels`, { labels: ["bug"] })).status).toBe(200);
  expect((await staged.call(carol, "PUT", `${site}/pulls/1/merge`, {})).status).toBe(403);
  expect((await staged.call(bob, "POST", `${site}/rulesets`, { name: "x", enforcement: "active" })).status).toBe(403);
  expect((await staged.call(alice, "POST", `${site}/rulesets`, { name: "x", enforcement: "active" })).status).toBe(201);
  expect((await staged.call(alice, "POST", `${site}/check-runs`, { name: "x", head_sha: "y" })).body["message"]).toBe("You must authenticate via a GitHub App.");
});

test.each([["read", "read"], ["triage", "read"], ["write", "write"], ["maintain", "write"], ["admin", "admin"]] as const)("the role %s shows as permission %s and under its own name", async (role, permission) => {
  const staged = scene();
  setCollaborator(staged.world, staged.repository, staged.carol, role);
  const answer = await staged.call("installation", "GET", `${site}/collaborators/carol/permission`);
  expect(answer.body).toMatchObject({ permission, role_name: role, user: { login: "carol" } });
});

test("a role given to a team reaches its members and those of teams below", async () => {
  const staged = scene();
  const { world, repository, carol } = staged;
  const organization = seedOrganization(world, "acme");
  const top = createTeam(world, organization, { name: "Release managers" });
  createTeam(world, organization, { name: "Deputies", parent: top, members: [carol] });
  setTeamRole(repository, top, "maintain");
  expect((await staged.call("installation", "GET", `${site}/collaborators/carol/permission`)).body["role_name"]).toBe("maintain");
  expect((await staged.call("installation", "GET", "/orgs/acme/teams/release-managers/memberships/carol")).body["state"]).toBe("active");
  expect((await staged.call("installation", "GET", "/orgs/acme/teams/release-managers/members")).list).toMatchObject([{ login: "carol" }]);
});

test("who can read a repository is listed to apps and to those who may write, outsiders and lesser permissions left out where that is asked", async () => {
  const staged = scene();
  const { world, repository, carol, bob, alice } = staged;
  updateRepository(world, repository, { private: true }, alice);
  seedUser(world, "dave");
  setCollaborator(world, repository, carol, "read");
  const listed = async (query: string): Promise<readonly unknown[]> => ((await staged.call("installation", "GET", `${site}/collaborators${query}`)).list ?? []).map((one) => (one as { readonly login: string }).login);
  expect(await listed("")).toEqual(expect.arrayContaining(["alice", "bob", "carol"]));
  expect(await listed("")).not.toContain("dave");
  expect(await listed("?permission=push")).not.toContain("carol");
  expect(await listed("?affiliation=outside")).toContain("carol");
  expect([(await staged.call(carol, "GET", `${site}/collaborators`)).status, (await staged.call(bob, "GET", `${site}/collaborators`)).status]).toEqual([403, 200]);
});

test("an archived repository is read-only", async () => {
  const staged = scene();
  updateRepository(staged.world, staged.repository, { archived: true }, staged.alice);
  expect((await staged.call(staged.bob, "POST", `${site}/issues`, { title: "x" })).status).toBe(403);
  expect((await staged.call(staged.bob, "GET", site)).body["archived"]).toBe(true);
});

test("a renamed repository is found by its number, and by its old name as GitHub redirects", async () => {
  const staged = scene();
  updateRepository(staged.world, staged.repository, { name: "website" }, staged.alice);
  expect((await staged.call(staged.bob, "GET", site)).body["full_name"]).toBe("acme/website");
  expect((await staged.call(staged.bob, "GET", `/repositories/${staged.repository.id}`)).body["full_name"]).toBe("acme/website");
});

test("check_suite.requested goes to each app with checks: write alone, and installing fires installation.created to that app", () => {
  const { world, repository, bob, app, events } = scene();
  pushCommits(world, repository, { branch: "c", by: bob, commits: [{ message: "c", files: { c: "c\n" } }] });
  expect(events.filter((event) => event.event === "check_suite").map((event) => event.onlyAppId)).toEqual([app.id]);
  seedInstallation(world, app, seedUser(world, "zoe"), []);
  expect(events.at(-1)).toMatchObject({ event: "installation", action: "created", onlyAppId: app.id });
});

test("routes given from outside are served and know the caller", async () => {
  const { world, bob, call } = scene();
  const handle = createRestHandler(world, { extraRoutes: [{ method: "GET", path: "/local/{thing}", handler: async (_request, caller) => Response.json({ kind: caller.kind }) }] });
  const answer = await handle(new Request("https://api.github.test/local/x"));
  expect(await answer.json()).toEqual({ kind: "anonymous" });
  expect((await call(bob, "GET", "/local/x")).status).toBe(404);
});

test("a body that is no JSON is 400, an unknown path 404, and nobody may write", async () => {
  const { world } = scene();
  const handle = createRestHandler(world);
  expect((await handle(new Request(`https://api.github.test${site}/issues`, { method: "POST", body: "{" }))).status).toBe(401);
  expect((await handle(new Request("https://api.github.test/nowhere"))).status).toBe(404);
  expect((await handle(new Request(`https://ghe.test/api/v3${site}`))).status).toBe(200);
});
