import { expect, test } from "@jest/globals";
import { acceptInvitation, createTeam } from "../../../src/sandbox/github/state/account.ts";
import { allPermissions, scene } from "./scene.ts";

const milestones = "/repos/acme/site/milestones";

test.each([
  ["noon UTC in summer stays on its day", "2019-06-24T12:00:00Z", "2019-06-24T07:00:00Z"],
  ["noon UTC in winter stays on its day", "2019-12-24T12:00:00Z", "2019-12-24T08:00:00Z"],
  ["midnight UTC falls on the day before", "2019-06-24T00:00:00Z", "2019-06-23T07:00:00Z"],
  ["a time with an offset is read as an instant", "2019-06-24T01:00:00+02:00", "2019-06-23T07:00:00Z"],
  ["the day on which clocks go forward begins in winter time", "2019-03-10T12:00:00Z", "2019-03-10T08:00:00Z"],
])("a milestone's due date is a Pacific day: %s", async (_case, given, kept) => {
  const { call, alice } = scene();
  const made = await call(alice, "POST", milestones, { title: "Release", due_on: given });
  expect([made.status, made.body["due_on"]]).toEqual([201, kept]);
  expect((await call(alice, "PATCH", `${milestones}/1`, { due_on: kept })).body["due_on"]).toBe(kept);
});

test("setting the due date that it has already is no edit", async () => {
  const { call, alice, heard } = scene();
  await call(alice, "POST", milestones, { title: "Release", due_on: "2019-06-24T12:00:00Z" });
  heard();
  await call(alice, "PATCH", `${milestones}/1`, { due_on: "2019-06-24T12:00:00Z" });
  expect(heard()).toEqual([]);
  await call(alice, "PATCH", `${milestones}/1`, { due_on: null });
  expect(heard()).toEqual(["milestone.edited"]);
});

test("a title that is taken is refused with already_exists, also by a closed milestone and on renaming", async () => {
  const { call, alice } = scene();
  await call(alice, "POST", milestones, { title: "Release" });
  await call(alice, "PATCH", `${milestones}/1`, { state: "closed" });
  await call(alice, "POST", milestones, { title: "Other" });
  const again = await call(alice, "POST", milestones, { title: "Release" });
  const renamed = await call(alice, "PATCH", `${milestones}/2`, { title: "Release" });
  expect([again.status, again.body["errors"]]).toMatchObject([422, [{ resource: "Milestone", code: "already_exists", field: "title" }]]);
  expect(renamed.status).toBe(422);
});

test("labels have GitHub's lengths", async () => {
  const { call, alice } = scene();
  expect((await call(alice, "POST", "/repos/acme/site/labels", { name: "x".repeat(51) })).status).toBe(422);
  expect((await call(alice, "POST", "/repos/acme/site/labels", { name: "fits", description: "y".repeat(101) })).status).toBe(422);
  expect((await call(alice, "POST", "/repos/acme/site/labels", { name: "x".repeat(50), description: "y".repeat(100) })).status).toBe(201);
});

test("somebody asked into a team is pending until they accept, and counts for nothing before", async () => {
  const { call, world, organization, carol } = scene({ permissions: { ...allPermissions, members: "write" } });
  createTeam(world, organization, { name: "Release managers" });
  const path = "/orgs/acme/teams/release-managers/memberships/carol";
  expect((await call("installation", "GET", path)).status).toBe(404);
  expect((await call("installation", "PUT", path, { role: "maintainer" })).body).toMatchObject({ state: "pending", role: "maintainer" });
  expect((await call("installation", "GET", path)).body).toMatchObject({ state: "pending" });
  expect((await call("installation", "GET", "/orgs/acme/teams/release-managers/members")).list).toEqual([]);
  acceptInvitation(organization, carol);
  expect((await call("installation", "GET", path)).body).toMatchObject({ state: "active", role: "maintainer" });
  expect((await call("installation", "GET", "/orgs/acme/teams/release-managers/members")).list).toMatchObject([{ login: "carol" }]);
  expect([(await call("installation", "DELETE", path)).status, (await call("installation", "GET", path)).status]).toEqual([204, 404]);
});

test("a member of a team below is active in the team above", async () => {
  const { call, world, organization, bob } = scene();
  const above = createTeam(world, organization, { name: "Engineers" });
  createTeam(world, organization, { name: "Web", parent: above, members: [bob] });
  expect((await call("installation", "GET", "/orgs/acme/teams/engineers/memberships/bob")).body).toMatchObject({ state: "active", role: "member" });
});

test("only owners and maintainers change who is in a team", async () => {
  const { call, world, organization, bob, alice } = scene();
  createTeam(world, organization, { name: "Web" });
  const path = "/orgs/acme/teams/web/memberships/bob";
  expect([(await call(bob, "PUT", path)).status, (await call("installation", "PUT", path)).status, (await call(alice, "PUT", path)).status]).toEqual([403, 403, 200]);
});

test("an owner adds, renames and removes issue types, and issues follow", async () => {
  const { call, alice, bob } = scene();
  const made = await call(alice, "POST", "/orgs/acme/issue-types", { name: "Acceptance test", is_enabled: true, color: "green" });
  const issue = await call(bob, "POST", "/repos/acme/site/issues", { title: "Log in", type: "acceptance TEST" });
  expect(issue.body["type"]).toMatchObject({ name: "Acceptance test", color: "green" });
  const one = `/orgs/acme/issue-types/${String(made.body["id"])}`;
  await call(alice, "PUT", one, { name: "Test", is_enabled: true });
  expect((await call(bob, "GET", "/repos/acme/site/issues/1")).body["type"]).toMatchObject({ name: "Test" });
  expect((await call(alice, "POST", "/orgs/acme/issue-types", { name: "bug", is_enabled: true })).status).toBe(422);
  expect((await call(bob, "DELETE", one)).status).toBe(403);
  expect((await call(alice, "DELETE", one)).status).toBe(204);
  expect((await call(bob, "GET", "/repos/acme/site/issues/1")).body["type"]).toBeNull();
});

test("an issue is typed and untyped with an event each, and an unknown type is refused", async () => {
  const { call, bob, heard } = scene();
  await call(bob, "POST", "/repos/acme/site/issues", { title: "Crash", type: "Bug" });
  heard();
  await call(bob, "PATCH", "/repos/acme/site/issues/1", { type: "Feature" });
  await call(bob, "PATCH", "/repos/acme/site/issues/1", { type: null });
  expect(heard()).toEqual(["issues.untyped", "issues.typed", "issues.untyped"]);
  expect((await call(bob, "PATCH", "/repos/acme/site/issues/1", { type: "Dream" })).status).toBe(422);
});
