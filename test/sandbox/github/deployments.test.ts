import { expect, test } from "@jest/globals";
import { allPermissions, scene } from "./scene.ts";

const deployments = "/repos/acme/site/deployments";

test("a deployment is made for a ref, followed by statuses, and told at each step", async () => {
  const { call, repository, heard, events } = scene({ permissions: { ...allPermissions, deployments: "write" } });
  const made = await call("installation", "POST", deployments, { ref: "main", environment: "feature" });
  expect([made.status, made.body]).toMatchObject([201, { environment: "feature", ref: "main", sha: repository.refs.get("refs/heads/main")?.sha, performed_via_github_app: { slug: "warden" } }]);
  const path = `${deployments}/${String(made.body["id"])}/statuses`;
  await call("installation", "POST", path, { state: "in_progress" });
  await call("installation", "POST", path, { state: "success", description: "Up", environment_url: "https://feature.acme.test" });
  expect((await call("installation", "GET", path)).list).toMatchObject([{ state: "success", description: "Up" }, { state: "in_progress" }]);
  expect(heard()).toEqual(["deployment.created", "deployment_status.created", "deployment_status.created"]);
  expect(events.at(-1)?.payload).toMatchObject({ deployment_status: { state: "success", environment: "feature" }, deployment: { environment: "feature" } });
});

test("deployments are found by environment and commit, and name the environments that there are", async () => {
  const { call, bob, repository } = scene({ permissions: { ...allPermissions, deployments: "read", actions: "read" } });
  for (const environment of ["feature", "testnet", "feature"]) await call(bob, "POST", deployments, { ref: "main", environment });
  const sha = repository.refs.get("refs/heads/main")?.sha ?? "";
  expect((await call("installation", "GET", `${deployments}?environment=feature&sha=${sha}`)).list).toHaveLength(2);
  expect((await call("installation", "GET", "/repos/acme/site/environments")).body).toMatchObject({ total_count: 2, environments: [{ name: "feature" }, { name: "testnet" }] });
  expect((await call("installation", "POST", deployments, { ref: "main" })).status).toBe(403);
});

test("a deployment of nothing, and a status without a state, are refused", async () => {
  const { call, bob } = scene();
  expect((await call(bob, "POST", deployments, { ref: "nowhere" })).status).toBe(422);
  const made = await call(bob, "POST", deployments, { ref: "main" });
  expect((await call(bob, "POST", `${deployments}/${String(made.body["id"])}/statuses`, {})).status).toBe(422);
});
