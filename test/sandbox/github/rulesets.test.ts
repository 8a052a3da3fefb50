import { expect, test } from "@jest/globals";
import { mergePull, openPull, pushCommits, seedRepository, seedToken } from "../../../src/sandbox/github/seed.ts";
import { createInstallationToken } from "../../../src/sandbox/github/state/app.ts";
import { updateRef } from "../../../src/sandbox/github/state/ref.ts";
import { allPermissions, scene } from "./scene.ts";

const gatePermissions = { metadata: "read", administration: "write", organization_administration: "write" } as const;
const check = (context: string) => ({ type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context }] } });
const over = (refs: string[], more: Record<string, unknown> = {}) => ({ ref_name: { include: refs, exclude: [] }, ...more });
const organizationRulesets = "/orgs/acme/rulesets";
const repositoryRulesets = "/repos/acme/site/rulesets";

function gated() {
  return scene({ permissions: { ...allPermissions, ...gatePermissions } });
}

test("a ruleset of the organisation closes the branches of the repositories it names, and of no others", async () => {
  const { call, world, repository, alice, bob, organization } = gated();
  const other = seedRepository(world, { owner: organization, name: "tool", by: alice });
  const body = { name: "Freeze of main", target: "branch", enforcement: "active", conditions: over(["refs/heads/main"], { repository_name: { include: ["si*"], exclude: [] } }), rules: [check("gate")] };
  const made = await call("installation", "POST", organizationRulesets, body);
  expect([made.status, made.body]).toMatchObject([201, { source_type: "Organization", source: "acme", conditions: { repository_name: { include: ["si*"] } } }]);
  expect(() => pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "x", files: { x: "x\n" } }] })).toThrow("is expected");
  pushCommits(world, other, { branch: "main", by: alice, commits: [{ message: "x", files: { x: "x\n" } }] });
  expect(other.refs.get("refs/heads/main")?.message).toBe("x");
});

test("the rules of a branch name the level and the ruleset that each comes from", async () => {
  const { call, repository } = gated();
  const own = await call("installation", "POST", repositoryRulesets, { name: "own", enforcement: "active", conditions: over(["~DEFAULT_BRANCH"]), rules: [{ type: "deletion" }] });
  const above = await call("installation", "POST", organizationRulesets, { name: "above", enforcement: "active", conditions: over(["~ALL"], { repository_id: { repository_ids: [repository.id] } }), rules: [check("gate")] });
  await call("installation", "POST", organizationRulesets, { name: "elsewhere", enforcement: "active", conditions: over(["~ALL"], { repository_id: { repository_ids: [1] } }), rules: [check("other")] });
  expect((await call("installation", "GET", "/repos/acme/site/rules/branches/main")).list).toMatchObject([
    { type: "deletion", ruleset_source_type: "Repository", ruleset_source: "acme/site", ruleset_id: own.body["id"] },
    { type: "required_status_checks", ruleset_source_type: "Organization", ruleset_source: "acme", ruleset_id: above.body["id"] },
  ]);
});

test("a repository lists the rulesets above it unless told not to, and shows each by its id", async () => {
  const { call, carol } = gated();
  const above = await call("installation", "POST", organizationRulesets, { name: "above", enforcement: "disabled", conditions: over(["~ALL"], { repository_name: { include: ["~ALL"], exclude: [] } }), rules: [] });
  await call("installation", "POST", repositoryRulesets, { name: "own", enforcement: "active", conditions: over(["~ALL"]), rules: [] });
  const names = async (query: string): Promise<unknown[]> => (await call(carol, "GET", `${repositoryRulesets}${query}`)).list.map((each) => each["name"]);
  expect([await names(""), await names("?includes_parents=false")]).toEqual([["own", "above"], ["own"]]);
  const path = `${repositoryRulesets}/${String(above.body["id"])}`;
  expect([(await call(carol, "GET", path)).status, (await call(carol, "GET", `${path}?includes_parents=false`)).status]).toEqual([200, 404]);
});

test("bypass actors are shown to those who may write the ruleset, and to nobody else", async () => {
  const { call, world, installation, alice, carol, bob } = gated();
  const bypass_actors = [{ actor_id: bob.id, actor_type: "User", bypass_mode: "pull_request" }];
  const made = await call("installation", "POST", repositoryRulesets, { name: "own", enforcement: "active", bypass_actors, conditions: over(["~ALL"]), rules: [{ type: "update" }] });
  const path = `${repositoryRulesets}/${String(made.body["id"])}`;
  const reader = createInstallationToken(world, installation, { permissions: { metadata: "read" }, repositoryIds: null });
  const seen = await Promise.all([alice, carol, { token: reader.token }].map(async (as) => (await call(as, "GET", path)).body["bypass_actors"]));
  expect(seen).toEqual([bypass_actors, undefined, undefined]);
  expect((await call(bob, "GET", path)).body["current_user_can_bypass"]).toBe("pull_requests_only");
  expect((await call(carol, "GET", path)).body["current_user_can_bypass"]).toBe("never");
});

test("rulesets of the organisation are for its owners and for apps that may administer it", async () => {
  const { call, alice, bob, world, installation } = gated();
  const weak = createInstallationToken(world, installation, { permissions: { metadata: "read", administration: "write" }, repositoryIds: null });
  const answers = await Promise.all([alice, bob, { token: weak.token }, { token: seedToken(world, installation) }].map(async (as) => (await call(as, "GET", organizationRulesets)).status));
  expect(answers).toEqual([200, 403, 403, 200]);
});

test("changes of rulesets are told with sender and what was before, of the organisation without a repository", async () => {
  const { call, alice, events } = gated();
  const made = await call(alice, "POST", organizationRulesets, { name: "above", enforcement: "disabled", conditions: over(["refs/heads/main"], { repository_name: { include: ["~ALL"], exclude: [] } }), rules: [check("a")] });
  const path = `${organizationRulesets}/${String(made.body["id"])}`;
  await call("installation", "PUT", path, { enforcement: "active", rules: [check("b"), { type: "deletion" }] });
  await call(alice, "DELETE", path);
  expect(events.map(({ event, action }) => `${event}.${String(action)}`)).toEqual(["repository_ruleset.created", "repository_ruleset.edited", "repository_ruleset.deleted"]);
  expect(events[1]?.payload).toMatchObject({ sender: { login: "warden[bot]" }, organization: { login: "acme" }, changes: { enforcement: { from: "disabled" }, rules: { added: [{ type: "deletion" }], updated: [{ rule: { type: "required_status_checks" } }] } } });
  expect(events[1]?.payload["repository"]).toBeUndefined();
});

test.each([
  ["an organisation's ruleset with a merge queue", organizationRulesets, { rules: [{ type: "merge_queue" }] }],
  ["required checks of tags", repositoryRulesets, { target: "tag", rules: [check("gate")] }],
  ["an app from elsewhere that may pass", repositoryRulesets, { bypass_actors: [{ actor_id: 1, actor_type: "Integration", bypass_mode: "always" }] }],
  ["a required check without a named app but with null", repositoryRulesets, { rules: [{ type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "gate", integration_id: null }] } }] }],
])("%s is refused with 422", async (_case, path, more) => {
  const { call } = gated();
  expect((await call("installation", "POST", path, { name: "bad", enforcement: "active", conditions: over(["~ALL"]), rules: [], ...more })).status).toBe(422);
});

test("a ruleset on tags refuses new, moved and deleted tags of its pattern, but not to its bypass actor", async () => {
  const { call, world, repository, bob, app } = gated();
  const tip = repository.refs.get("refs/heads/main")?.sha;
  await call(bob, "POST", "/repos/acme/site/git/refs", { ref: "refs/tags/v1", sha: tip });
  const rules = [{ type: "creation" }, { type: "update" }, { type: "deletion" }];
  await call("installation", "POST", repositoryRulesets, { name: "tags", target: "tag", enforcement: "active", bypass_actors: [{ actor_id: app.id, actor_type: "Integration", bypass_mode: "always" }], conditions: over(["refs/tags/v*"]), rules });
  const next = pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "x", files: { x: "x\n" } }] }).sha;
  const create = (as: typeof bob | "installation", ref: string) => call(as, "POST", "/repos/acme/site/git/refs", { ref, sha: next });
  expect([(await create(bob, "refs/tags/v2")).status, (await create(bob, "refs/tags/nightly")).status, (await create("installation", "refs/tags/v2")).status]).toEqual([422, 201, 201]);
  expect((await call(bob, "PATCH", "/repos/acme/site/git/refs/tags/v1", { sha: next })).status).toBe(422);
  expect((await call(bob, "DELETE", "/repos/acme/site/git/refs/tags/v1")).status).toBe(422);
  const release = await call(bob, "POST", "/repos/acme/site/releases", { tag_name: "v3" });
  expect([release.status, repository.refs.has("refs/tags/v3")]).toEqual([422, false]);
});

test("what somebody passed by bypass is kept as a rule suite, and what an exempt one did is not", async () => {
  const { call, world, repository, alice, bob } = gated();
  const bypass_actors = [
    { actor_id: alice.id, actor_type: "User", bypass_mode: "always" },
    { actor_id: bob.id, actor_type: "User", bypass_mode: "exempt" },
  ];
  await call("installation", "POST", repositoryRulesets, { name: "gate", enforcement: "active", bypass_actors, conditions: over(["refs/heads/main"]), rules: [check("gate")] });
  pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "x", files: { x: "x\n" } }] });
  pushCommits(world, repository, { branch: "main", by: alice, commits: [{ message: "y", files: { y: "y\n" } }] });
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  mergePull(world, pull, { by: alice });
  const suites = await call("installation", "GET", `${repositoryRulesets}/rule-suites?rule_suite_result=bypass`);
  expect(suites.list).toMatchObject([{ actor_name: "alice", ref: "refs/heads/main", after_sha: pull.mergeCommit?.sha, result: "bypass" }, { actor_name: "alice", result: "bypass" }]);
  const one = await call("installation", "GET", `${repositoryRulesets}/rule-suites/${String(suites.list[0]?.["id"])}`);
  expect(one.body["rule_evaluations"]).toMatchObject([{ rule_type: "required_status_checks", result: "fail", rule_source: { name: "gate" } }]);
});

test("a ruleset on trial refuses nothing and says what it would have done", async () => {
  const { call, world, repository, bob } = gated();
  await call("installation", "POST", repositoryRulesets, { name: "trial", enforcement: "evaluate", conditions: over(["refs/heads/main"]), rules: [check("gate")] });
  pushCommits(world, repository, { branch: "main", by: bob, commits: [{ message: "x", files: { x: "x\n" } }] });
  expect((await call("installation", "GET", `${repositoryRulesets}/rule-suites`)).list).toMatchObject([{ result: "pass", evaluation_result: "fail" }]);
  expect((await call("installation", "GET", "/repos/acme/site/rules/branches/main")).list).toEqual([]);
});

test("the activity of a repository tells pushes, forced pushes and merges apart, and who made them", async () => {
  const { call, world, repository, alice, bob } = gated();
  const pull = openPull(world, repository, { by: bob, title: "Add c", head: "c", files: { "c.ts": "c\n" } });
  mergePull(world, pull, { by: alice });
  const before = pull.mergeCommit?.parents[0];
  if (before === undefined) throw new Error("The merge has a parent.");
  updateRef(world, repository, { ref: "refs/heads/main", to: before, force: true }, bob);
  const listed = await call(bob, "GET", "/repos/acme/site/activity?ref=main");
  expect(listed.list.slice(0, 2)).toMatchObject([{ activity_type: "force_push", actor: { login: "bob" }, after: before.sha }, { activity_type: "pr_merge", actor: { login: "alice" }, after: pull.mergeCommit?.sha }]);
  expect((await call(bob, "GET", "/repos/acme/site/activity?activity_type=pr_merge&actor=alice")).list).toHaveLength(1);
});
