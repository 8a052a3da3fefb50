/** `promote`: records why a final release stands on another commit than the last candidate, which is what was tested. */
import { parseTag } from "../../policy/tag.ts";
import { mayUse } from "../right.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const PROMOTE: VerbRow = {
  verb: "promote",
  usage: "promote TAG COMMIT because WHY",
  does: "Records why the final tag stands on another commit than the last candidate, so that it may; everything else that it needs it still needs.",
  right: "manage",
  place: "anywhere",
  argument: "several",
  clauses: ["because"],
  needs: ["because"],
  examples: ["/warden promote v0.5.0 3f2a91c because only the version number was changed"],
  ofDiff: false,
  touches: "tags",
  apply: applyPromote,
};

function applyPromote(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  if (!mayUse("manage", command.standing, context.plan)) return null;
  const [tag = "", sha = "", ...more] = (command.command.argument ?? "").split(" ");
  const reading = parseTag(tag, context.plan.tags.format);
  if (more.length > 0 || !/^[0-9a-f]{7,64}$/i.test(sha)) return { state, outcome: refused("promote-which", { tag }) };
  if (!reading.ok || reading.tag.stage.kind !== "final") return { state, outcome: refused("promote-not-final", { tag, hint: reading.ok ? null : reading.hint }) };
  const because = command.command.because ?? "";
  const promotion = { tag, sha: sha.toLowerCase(), because, by: command.standing.login };
  return { state: { ...state, promotions: [...state.promotions, promotion] }, outcome: done("promoted", { tag, sha: promotion.sha, because }) };
}
