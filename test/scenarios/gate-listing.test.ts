/** A long listing of open pull requests, and the instant at which their branch must be closed. */
import { expect, test } from "@jest/globals";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";

const CLOSE_TO_IT = Date.parse("2026-12-01T08:59:50Z");

test("a listing that is under way when a freeze begins goes on after the branch is closed", async () => {
  const calls: string[] = [];
  const staged: { scene: Scene | null; slow: boolean } = { scene: null, slow: false };
  const scene = await createScene({
    plan: PLAN, gate: true,
    between: (near) => async (url, init) => {
      const request = new Request(url, init);
      const lists = request.url.endsWith("/graphql") && (await request.clone().text()).includes("pullRequests(");
      const answer = await near(request);
      const call = lists ? "lists" : `${request.method} ${new URL(request.url).pathname.replace(/.*\/(rulesets)\/\d+$/, "$1")}`;
      calls.push(call);
      // Three pages took GitHub most of the ten minutes that there were.
      if (lists && staged.slow && calls.filter((one) => one === "lists").length === 3) staged.scene?.clock.set(CLOSE_TO_IT);
      return answer;
    },
  });
  staged.scene = scene;
  for (let index = 0; index < 100; index += 1) scene.open({ title: `Add slide ${index}`, head: `slide-${index}`, files: { [`slide-${index}.txt`]: "new\n" } });
  await scene.settle();
  await scene.passTo("2026-12-01T08:49:00Z");
  calls.length = 0;
  staged.slow = true;
  await scene.passTo("2026-12-01T09:00:00Z");
  await scene.stop();
  const [closing, lists] = [calls.indexOf("PUT rulesets"), calls.flatMap((call, at) => (call === "lists" ? [at] : []))];
  expect([lists.filter((at) => at < closing).length, lists.filter((at) => at > closing).length]).toEqual([3, 1]);
});
