/** The page of a large release in a process of its own: says where it is, changes a pull request when asked, and tells its memory after a collection. */
import { NOW, openPull, serve } from "../../test/web/page/served.ts";
import { largeRelease } from "../../test/web/page/large-release.ts";

const here = await serve(largeRelease());
await here.get("/");
let changes = 0;

process.on("message", (asked: string) => {
  if (asked === "change") {
    changes += 1;
    void here.write({ pulls: [{ ...openPull(7, { title: `Changed ${changes} times` }), takenAt: NOW + changes }] });
    return;
  }
  globalThis.gc?.();
  process.send?.({ listening: here.page.listening, rss: process.memoryUsage().rss, live: process.memoryUsage().heapUsed });
});
process.send?.({ url: here.url, planUrl: here.planUrl });
