/** `release:<repository>/<tag>`: the tag is judged, and incidents whose words wait for its release are looked at. */
import type { Key } from "../domain/model/key.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { runCandidate } from "./candidate.ts";
import { notesWaiting } from "./incident-release-note.ts";
import type { RunContext } from "./ports.ts";

export async function runRelease(key: Extract<Key, { kind: "release" }>, context: RunContext): Promise<Settlement> {
  const judged = await runCandidate(key, context);
  return { ...judged, marks: [...judged.marks, ...await notesWaiting(key, context)] };
}
