/** What the app would tell people outside GitHub about the freeze of a scene, or about its branch where no freeze explains it. */
import { keyText } from "../../src/domain/model/key.ts";
import type { OutboxMessage } from "../../src/domain/model/message.ts";
import type { Scene } from "./scene.ts";

export async function messagesOf(scene: Scene, audience: string): Promise<readonly OutboxMessage[]> {
  const repository = scene.repository.id;
  const abouts = [{ kind: "freeze", repository, path: ".github/release-plan.yml", freeze: "freeze" }, { kind: "branch", repository, branch: "main" }] as const;
  const told = await Promise.all(abouts.map((about) => scene.app.store.told(keyText(about))));
  return told.flat().map(({ message }) => message).filter((message) => message.audience === audience);
}
