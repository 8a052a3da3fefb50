/**
 * The release as a drawing: a row for each milestone with its baseline, its live date and when it was reached, and a bar for each freeze.
 * Positions are plain numbers for SVG. Shape tells what colour tells: a ring is the baseline, a diamond the live date, a disc what happened.
 */
import type { Instant } from "../../domain/model/instant.ts";
import { baselineOf } from "../../domain/policy/baseline.ts";
import { freezePhase, frozenProducts, reachedInstant } from "../../domain/policy/freeze-interval.ts";
import { plainText } from "../escape.ts";
import { dayText } from "../instant.ts";
import type { PageFacts } from "./facts.ts";

export interface Timeline {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly today: number | null;
  readonly ticks: readonly { readonly x: number; readonly label: string }[];
  readonly rows: readonly TimelineRow[];
  /** rows that found no room */
  readonly left: number;
}

export interface TimelineRow {
  readonly kind: "milestone" | "freeze";
  readonly label: string;
  /** where the words begin: over the first mark of the row, so that they are seen with it on a narrow screen too */
  readonly labelX: number;
  readonly labelY: number;
  /** its middle */
  readonly y: number;
  /** the whole row in words, for who cannot see it */
  readonly words: string;
  readonly baseline: number | null;
  readonly live: number | null;
  readonly actual: number | null;
  readonly diamond: string;
  readonly slip: { readonly x: number; readonly width: number } | null;
  readonly bar: { readonly x: number; readonly width: number; readonly open: boolean } | null;
}

const WIDTH = 960;
const [LEFT, RIGHT, TOP, ROW] = [24, 24, 34, 44];
const MOST_ROWS = 40;
/** so wide a letter is at most, on average */
const LETTER = 8;
const DAY = 86_400_000;

interface Dated {
  readonly kind: "milestone" | "freeze";
  readonly label: string;
  readonly baseline: Instant | null;
  readonly live: Instant | null;
  readonly actual: Instant | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly open: boolean;
}

/** null = nothing is dated */
export function timeline(facts: PageFacts): Timeline | null {
  const all = [...datedMilestones(facts), ...datedFreezes(facts)];
  const instants = all.flatMap((one) => [one.baseline, one.live, one.actual, one.from, one.to]).filter((at) => at !== null);
  if (instants.length === 0) return null;
  const [first, last] = [Math.min(...instants) - DAY, Math.max(...instants) + DAY];
  const x = (at: Instant): number => Math.round((LEFT + ((at - first) / (last - first)) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const shown = all.slice(0, MOST_ROWS);
  return {
    width: WIDTH, height: TOP + shown.length * ROW + 12, left: all.length - shown.length,
    title: `Timeline of ${plainText(facts.plan.release.name, 60)}: baseline, live date and what happened`,
    today: facts.now >= first && facts.now <= last ? x(facts.now) : null,
    ticks: ticks(first, last, x, facts),
    rows: shown.map((one, index) => row(one, TOP + index * ROW, x, facts)),
  };
}

function datedMilestones({ plan, record, now }: PageFacts): readonly Dated[] {
  const all = plan.milestones.map((milestone): Dated => ({
    kind: "milestone", label: milestone.title, baseline: (baselineOf(record.baselines ?? {}, milestone.id)?.time ?? milestone.planned)?.at ?? null, live: milestone.due?.at ?? null,
    actual: reachedInstant(record.reached, milestone.id, null, now), from: null, to: null, open: false,
  }));
  return all.filter((one) => one.baseline !== null || one.live !== null || one.actual !== null);
}

function datedFreezes({ plan, record, now }: PageFacts): readonly Dated[] {
  return plan.freezes.flatMap((freeze) => {
    const product = frozenProducts(plan, freeze).find((id) => id === null || !freeze.except.products.includes(id));
    const phase = freezePhase(plan, freeze, product ?? null, record.reached, now);
    if (phase.since === null) return [];
    // A freeze that is overdue holds until now at least; one without an end is drawn up to now.
    const to = phase.state === "in-force" ? Math.max(now, phase.until ?? now) : Math.max(phase.since, phase.until ?? phase.since);
    return [{ kind: "freeze" as const, label: freeze.title, baseline: null, live: null, actual: null, from: phase.since, to, open: phase.state === "in-force" && (phase.until === null || phase.overdueSince !== null) }];
  });
}

function row(one: Dated, top: number, x: (at: Instant) => number, facts: PageFacts): TimelineRow {
  const [baseline, live, actual] = [one.baseline, one.live, one.actual].map((at) => (at === null ? null : x(at)));
  const y = top + 30;
  const ends = [baseline, actual ?? live].filter((at) => at != null);
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  const label = plainText(one.label, 70);
  const first = Math.min(...[baseline, live, actual, one.from === null ? null : x(one.from)].filter((at) => at != null));
  return {
    kind: one.kind, label, labelX: Math.max(4, Math.min(first - 8, WIDTH - 4 - label.length * LETTER)), labelY: top + 14, y, words: words(one, facts), baseline: baseline ?? null, live: live ?? null, actual: actual ?? null,
    diamond: live == null ? "" : `${live},${y - 8} ${live + 8},${y} ${live},${y + 8} ${live - 8},${y}`,
    slip: ends.length === 2 && to > from ? { x: from, width: Math.round((to - from) * 10) / 10 } : null,
    bar: one.from === null || one.to === null ? null : { x: x(one.from), width: Math.max(4, Math.round((x(one.to) - x(one.from)) * 10) / 10), open: one.open },
  };
}

function words(one: Dated, { plan: { release }, now }: PageFacts): string {
  const day = (at: Instant): string => dayText(at, release.timezone, now);
  const name = plainText(one.label, 70);
  if (one.from !== null && one.to !== null) return `Freeze ${name}: from ${day(one.from)} ${one.open ? "on, and it still holds" : `to ${day(one.to)}`}`;
  const parts = [one.baseline === null ? null : `baseline ${day(one.baseline)}`, one.live === null ? null : `live ${day(one.live)}`, one.actual === null ? "not reached yet" : `reached ${day(one.actual)}`];
  return `${name}: ${parts.filter((part) => part !== null).join(", ")}`;
}

/** At most eight days, evenly apart. */
function ticks(first: Instant, last: Instant, x: (at: Instant) => number, { plan: { release }, now }: PageFacts): Timeline["ticks"] {
  const every = Math.max(1, Math.ceil((last - first) / DAY / 8)) * DAY;
  const found: { x: number; label: string }[] = [];
  for (let at = first + every / 2; at < last; at += every) found.push({ x: x(at), label: dayText(at, release.timezone, now).replace(/^\w+ /, "").replace(/ (\w{3})\w*/, " $1") });
  return found;
}
