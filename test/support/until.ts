/** Waits for something to be so on the local GitHub: it is looked at with each event there, so that no test waits for time. */
import type { Scene } from "./scene.ts";

/** Resolves as soon as that is so. `atOnce` is called before GitHub hears anything more. */
export function until(scene: Scene, isSo: () => boolean, atOnce: () => void = () => undefined): Promise<void> {
  return new Promise((resolve) => {
    let over = false;
    const look = (): void => {
      if (over || !isSo()) return;
      over = true;
      stop();
      atOnce();
      resolve();
    };
    const stop = scene.github.world.events.on(look);
    look();
  });
}
