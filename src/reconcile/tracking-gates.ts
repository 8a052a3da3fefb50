/** What the tracking issue says of the gates of a freeze, read from memory alone. */
import type { GateRecord, SelfTestNotice, SelfTestRecord } from "../domain/model/gate.ts";
import { gateKey } from "../domain/model/gate.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { TrackedFreeze } from "../text/tracking-freeze.ts";
import type { TrackedGate, TrackedGates } from "../text/tracking-gates.ts";
import { GATE_EVENTS } from "./gate-outcome.ts";
import type { RunContext } from "./ports.ts";
import type { FreezePlace } from "./tracking-facts.ts";

/** The epoch is made this long before a known start, and an end is acted upon within this time. */
const AROUND = 15 * 60_000;

export async function trackedGates(places: readonly FreezePlace[], tracked: TrackedFreeze, context: RunContext): Promise<TrackedGates> {
  if (tracked.freeze.mode === "observe") return { gates: [], events: [], notices: [] };
  const gates: TrackedGate[] = [];
  const notices: SelfTestNotice[] = [];
  const ahead = tracked.state === "before" || tracked.state === "notice";
  for (const { repository, branch, inForce, freeze } of places) {
    const key = gateKey(repository.id, branch);
    const gate = await context.memory.record<GateRecord>("gate", key);
    if (gate !== null) gates.push({ repository: repositoryName(repository), gate, tested: await context.memory.record<SelfTestRecord>("self-test", key) });
    const found = ahead ? await context.memory.records<SelfTestNotice>("notice", `self-test/${key}/${inForce.home.id}/${freeze.id}/`) : [];
    notices.push(...found.map(({ value }) => value).filter(({ begins }) => begins === tracked.since));
  }
  return { gates, events: await eventsOf(places, tracked, context), notices };
}

async function eventsOf(places: readonly FreezePlace[], { since, until, state }: TrackedFreeze, context: RunContext): Promise<readonly LedgerEntry[]> {
  const [first] = places;
  if (first === undefined || since === null) return [];
  const events: LedgerEntry[] = [];
  for (const kind of GATE_EVENTS.filter((one) => one !== "soft-clean")) {
    for (const event of await context.memory.ledger(first.inForce.home.id, kind)) {
      const here = places.some(({ repository, branch }) => event.body["repository"] === repository.id && event.body["branch"] === branch);
      const then = event.at >= since - AROUND && (state !== "over" || until === null || event.at <= until + AROUND);
      if (here && then) events.push(event);
    }
  }
  return events.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}
