import type { Key, Lane } from "./key.ts";

/**
 * Lane of a key that only the clock woke. A gate must move at its instant and a merge group is waited for by GitHub; everything that follows
 * from them may come in thousands at once, so it waits behind what people do.
 */
export function wakeLane(key: Key): Lane {
  switch (key.kind) {
    case "branch": case "organization-gate": return "gate";
    case "group": return "group";
    case "comment": return "command";
    case "plan": case "freeze": case "progress": case "live": case "incident": return "changed";
    default: return "fan-out";
  }
}
