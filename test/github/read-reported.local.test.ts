import { expect, test } from "@jest/globals";
import { seedApp } from "../../src/sandbox/github/seed.ts";
import { createCheckRun, updateCheckRun } from "../../src/sandbox/github/state/check.ts";
import { createStatus } from "../../src/sandbox/github/state/status.ts";
import { place } from "./local.ts";

test("the newest status counts, a check of another app as well, and the stricter where there are both", async () => {
  const { view, web_, web, world, ann, acme, app, openPull } = place({ permissions: { checks: "write", statuses: "write", pull_requests: "read", contents: "read" } });
  const { sha } = openPull("topic", { "a.txt": "a" }).head;
  const report = (context: string, state: "pending" | "success" | "error"): void => { createStatus(world, web, sha, { state, context }, ann); };
  report("License/CLA", "pending");
  expect(await view.readReported(web_, sha, ["license/cla", "dco", "build"])).toEqual({ "license/cla": "pending", dco: "absent", build: "absent" });
  report("License/CLA", "success");
  report("build", "error");
  const dco = seedApp(world, { slug: "dco", owner: acme, permissions: { checks: "write" }, events: [] }).app;
  const run = createCheckRun(world, web, dco, { name: "dco", headSha: sha });
  createCheckRun(world, web, app, { name: "License/CLA", headSha: sha, status: "completed", conclusion: "failure" });
  expect(await view.readReported(web_, sha, ["License/CLA", "dco", "build"])).toEqual({ "license/cla": "success", dco: "pending", build: "failure" });
  updateCheckRun(world, run, { status: "completed", conclusion: "action_required" });
  expect(await view.readReported(web_, sha, ["dco"])).toEqual({ dco: "failure" });
  updateCheckRun(world, run, { status: "completed", conclusion: "neutral" });
  report("dco", "pending");
  expect(await view.readReported(web_, sha, ["dco"])).toEqual({ dco: "pending" });
});

test("without the right to read statuses, and of a commit that is gone, nothing is said", async () => {
  const { view, web_, openPull } = place({ permissions: { pull_requests: "read", contents: "read" } });
  const { sha } = openPull("topic", { "a.txt": "a" }).head;
  expect([await view.readReported(web_, sha, ["cla"]), await view.readReported(web_, "f".repeat(40), ["cla"]), await view.readReported(web_, sha, [])]).toEqual([{ cla: "absent" }, { cla: "absent" }, {}]);
});
