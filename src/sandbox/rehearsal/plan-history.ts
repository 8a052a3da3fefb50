/**
 * How a plan file came to be what it is, told from what it says of itself: `planned` is what `due` said at first, `moved` when a date changed,
 * `actual` what could only be written down afterwards. So a plan that is rehearsed is announced and changed as it was, and not known in
 * advance.
 */
import { parseDocument } from "yaml";
import type { YAMLMap, YAMLSeq } from "yaml";
import type { Instant } from "../../domain/model/instant.ts";
import type { PlannedMilestone, ReleasePlan } from "../../domain/model/plan.ts";
import { parsePlan } from "../../domain/plan/parse.ts";

export interface PlanRevision {
  /** null = the first one */
  readonly at: Instant | null;
  readonly text: string;
  /** the same before anybody had written down where its new dates were decided; null = it moves none, or never says */
  readonly unexplained: string | null;
}

/** Oldest first; each text is a plan of its own, and where an earlier state would be none it is left out. The last one is the text as given. */
export function planHistory(text: string, plan: ReleasePlan): readonly PlanRevision[] {
  const changes = plan.milestones.flatMap((milestone) => [...moves(milestone), ...(milestone.actual === null ? [] : [milestone.actual.time.at])]);
  const instants = [...new Set(changes.filter((at) => at !== null))].sort((a, b) => a - b);
  if (instants.length === 0) return [{ at: null, text, unexplained: null }];
  const revisions = [null, ...instants].map((at, index) => {
    const then = index === instants.length ? text : asOf(text, plan, at ?? Number.NEGATIVE_INFINITY);
    return { at, text: then, unexplained: at === null ? null : unexplained(then, plan, at) };
  });
  const [first, ...later] = revisions.filter((revision) => parsePlan(new TextEncoder().encode(revision.text), "plan.yml", null).plan !== null);
  return first === undefined ? [{ at: null, text, unexplained: null }] : [{ ...first, at: null, unexplained: null }, ...later];
}

/** Without the links of the moves made at that instant. */
function unexplained(text: string, plan: ReleasePlan, at: Instant): string | null {
  const document = parseDocument(text);
  const written = document.get("milestones") as YAMLSeq<YAMLMap>;
  const links = plan.milestones.flatMap((milestone, index) => milestone.moved.flatMap((move, line) => (move.on?.at === at && move.see !== null ? [{ index, line }] : [])));
  for (const { index, line } of links) (written.items[index]?.get("moved") as YAMLSeq<YAMLMap>).items[line]?.delete("see");
  return links.length === 0 ? null : document.toString({ lineWidth: 0 });
}

/** When each date of the milestone was moved; a move that does not say so was there from the beginning. */
function moves(milestone: PlannedMilestone): readonly Instant[] {
  return milestone.moved.flatMap((move) => move.on?.at ?? []);
}

function asOf(text: string, plan: ReleasePlan, now: Instant): string {
  const document = parseDocument(text);
  const written = document.get("milestones") as YAMLSeq<YAMLMap>;
  plan.milestones.forEach((milestone, index) => {
    const map = written.items[index];
    if (map === undefined) return;
    if ((milestone.actual?.time.at ?? now) > now) map.delete("actual");
    const made = milestone.moved.filter((move) => (move.on?.at ?? now) <= now);
    if (made.length === milestone.moved.length) return;
    map.set("due", made.at(-1)?.to.text ?? milestone.planned?.text ?? map.get("due"));
    map.delete("due_for");
    if (made.length === 0) map.delete("moved");
    else map.set("moved", document.createNode((map.get("moved") as YAMLSeq).items.slice(0, made.length)));
  });
  return document.toString({ lineWidth: 0 });
}
