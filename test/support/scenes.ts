/** The scenes of one test file: every test has its own, which is stopped after it and must have had nothing to complain of. */
import { afterEach, expect } from "@jest/globals";
import { createScene } from "./scene.ts";
import type { Scene, SceneOptions } from "./scene.ts";

/** To be called once at the top of a test file; the answer begins a scene, with what the test wants otherwise. */
export function scenesOf(usual: SceneOptions): (options?: Partial<SceneOptions>) => Promise<Scene> {
  const scenes: Scene[] = [];
  afterEach(async () => {
    for (const scene of scenes.splice(0)) {
      expect(scene.complaints).toEqual([]);
      await scene.stop();
    }
  });
  return async function begin(options = {}) {
    const scene = await createScene({ ...usual, ...options });
    scenes.push(scene);
    return scene;
  };
}
