/** Every write to a ruleset from now on, by whomever: "edited active". */
import type { Scene } from "./scene.ts";

export function recordWrites(scene: Scene): () => readonly string[] {
  const seen: string[] = [];
  scene.github.world.events.on((event) => {
    if (event.event !== "repository_ruleset") return;
    const active = [...scene.repository.rulesets.values()].some((one) => one.name.startsWith("Release Warden") && one.enforcement === "active");
    seen.push(`${event.action} ${active ? "active" : "disabled"}`);
  });
  return () => seen;
}
