/** The page of a large release in a process of its own: says where it is, changes a pull request or the plan when asked, and tells its memory after a collection. */
import { NOW, openPull, serve } from "../../test/web/page/served.ts";
import { largeRelease } from "../../test/web/page/large-release.ts";

const world = largeRelease();
const { pulls: _all, account: _landed, ...standing } = world;
const here = await serve(world);
await here.get("/");
let changes = 0;

process.on("message", (asked: string) => {
  if (asked === "change" || asked === "plan") {
    changes += 1;
    const plan = `${standing.plan ?? ""}${asked === "plan" ? `messages: [{ id: told, due: 2026-12-0${1 + (changes % 9)}, author: ann }]\n` : ""}`;
    void here.write({ ...standing, plan, pulls: [{ ...openPull(7, { title: `Changed ${changes} times` }), takenAt: NOW + changes }] });
    return;
  }
  globalThis.gc?.();
  process.send?.({ listening: here.page.listening, rss: process.memoryUsage().rss, live: process.memoryUsage().heapUsed });
});
process.send?.({ url: here.url, planUrl: here.planUrl });
