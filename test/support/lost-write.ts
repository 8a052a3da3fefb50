/** One write of the app that is lost on its way to GitHub, or whose answer is lost on its way back. */
import type { SceneOptions } from "./scene.ts";

/** Which write is lost, and whether GitHub heard of it; null = none is. */
export interface Loss {
  readonly write: number;
  readonly heard: boolean;
}

/** For a scene's `between`; `writes` counts those that the app has tried so far. Tokens are asked for by a write that changes nothing, and are not among them. */
export function losing(loss: Loss | null): { readonly between: NonNullable<SceneOptions["between"]>; writes(): number } {
  let writes = 0;
  return {
    writes: () => writes,
    between: (near) => async (input, init) => {
      const request = new Request(input, init);
      const isWrite = request.method !== "GET" && !/access_tokens/.test(request.url) && (!/graphql/.test(request.url) || (await request.clone().text()).includes("mutation"));
      if (!isWrite) return near(request);
      writes += 1;
      if (writes !== loss?.write) return near(request);
      if (loss.heard) await near(request);
      throw new TypeError("fetch failed");
    },
  };
}
