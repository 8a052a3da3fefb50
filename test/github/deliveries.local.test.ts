import { expect, test } from "@jest/globals";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { place } from "./local.ts";

test("a delivery that was refused is listed as failed, and asked for again it comes with the same guid", async () => {
  const { github, local, world, web, ann } = place();
  let status = 500;
  local.deliveries.setDoor(async () => ({ status }));
  createIssue(world, web, { title: "It breaks" }, ann);
  await local.deliveries.idle();
  const [failed] = (await github.deliveries.listDeliveries({ cursor: null, since: 0 })).deliveries;
  expect(failed).toMatchObject({ status: "failed", redelivery: false, event: "issues" });
  status = 202;
  expect(await github.deliveries.redeliver(failed?.id ?? "")).toBe(true);
  await local.deliveries.idle();
  const [again] = (await github.deliveries.listDeliveries({ cursor: null, since: 0 })).deliveries;
  expect(again).toMatchObject({ guid: failed?.guid, status: "ok", redelivery: true });
});
