/** `project:<installation>/<id>`: a project of an organization changed; where it is the board of a plan, that is looked at. Which one it is, the store knows. */
import type { BoardRecord } from "../domain/model/board.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

export async function runProject({ installation, project }: Extract<Key, { kind: "project" }>, { memory }: RunContext): Promise<Settlement> {
  const marks: Mark[] = [];
  for (const { key, value } of await memory.records<BoardRecord>("board", "")) {
    if (value.id !== project) continue;
    const repository = Number(key.slice(0, key.indexOf("/")));
    if ((await repositoryOf(memory, repository))?.installation === installation) marks.push({ key: { kind: "board", repository, path: key.slice(key.indexOf("/") + 1) }, lane: "changed", installation });
  }
  return { ...NOTHING_TO_SETTLE, marks };
}
