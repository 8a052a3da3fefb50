/** A window that leaves its issue: the plan dropped it, or names another issue. What we locked is unlocked, and it is said once. */
import type { CardRecord, GuestPlace } from "../domain/model/card.ts";
import { cardKey } from "../domain/model/card.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { NOTHING_TO_SETTLE } from "../domain/model/settlement.ts";
import { withdrawnCardText } from "../text/milestone-notice.ts";
import type { CardPlan } from "./card-wish.ts";
import { tell } from "./notice.ts";
import { observedIssue } from "./own-record.ts";
import { repositoryOf } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";
import { heldLock, isShared, speaking, turn } from "./window-place.ts";
import type { WindowPlace } from "./window-place.ts";

/** The plan has no such window any more. One that is closed stays as it is. */
export async function withdrawWindow(known: CardRecord, planned: CardPlan, context: RunContext): Promise<Settlement> {
  if (known.told.includes("withdrawn") || known.standing?.tally != null) return NOTHING_TO_SETTLE;
  const left = known.guest === undefined ? known : await leaveGuest(known, known.guest, context);
  const record = await leaveOwn(left, planned, context);
  if (record === known) return NOTHING_TO_SETTLE;
  return { ...NOTHING_TO_SETTLE, records: [{ kind: "card", key: cardKey(known.home, known.path, known.subject), value: { ...record, told: [...record.told, "withdrawn"] } satisfies CardRecord }] };
}

/** The window of the next release in the same issue of somebody else's: its comment there goes on, and is written anew under its own key. */
export function nextInGuest({ told, reminded, standing, guest }: CardRecord, fresh: CardRecord): CardRecord {
  return { ...fresh, told, reminded, ...(standing === undefined ? {} : { standing }), ...(guest === undefined ? {} : { guest: { ...guest, digest: "" } }) };
}

/** What is known once it stands in `place` and nowhere else. */
export async function leavePlace(known: CardRecord, place: WindowPlace, planned: CardPlan, context: RunContext): Promise<CardRecord> {
  const { guest } = known;
  if (guest !== undefined && (guest.number !== place.guest || guest.repository !== place.repository.id)) return leaveGuest(known, guest, context);
  return place.guest !== null && guest === undefined ? leaveOwn(known, planned, context) : known.told.includes("withdrawn") ? { ...known, told: known.told.filter((key) => key !== "withdrawn") } : known;
}

/** A lock that another window wants is left to that one. */
async function leaveGuest({ guest: _guest, standing: _standing, ...known }: CardRecord, at: GuestPlace, context: RunContext): Promise<CardRecord> {
  const { repository, number } = at;
  const place = await repositoryOf(context.memory, repository);
  const observed = place === null || place.archived ? null : await context.github.readIssueLock(place, number);
  if (place === null || observed === null) return { ...known, told: [] };
  const lock = heldLock(observed);
  const unlocks = observed.changed?.ours === true && !await isShared(known, at, context);
  if (unlocks) await turn(lock, false, place, number, context);
  await tell([{ key: `withdrawn/${known.key}`, body: withdrawnCardText(known.path) }], [], number, place, speaking(lock, place, number, context));
  await turn(lock, observed.locked && !unlocks, place, number, context);
  return { ...known, told: [] };
}

async function leaveOwn(known: CardRecord, { home }: CardPlan, context: RunContext): Promise<CardRecord> {
  if (known.number === null || known.closed || known.deleted) return known;
  const observed = await observedIssue(home, known, context);
  if (observed === null) return { ...known, deleted: true, open: false };
  const lock = heldLock(await context.github.readIssueLock(home, observed.number));
  await turn(lock, false, home, observed.number, context);
  await tell([{ key: "withdrawn", body: withdrawnCardText(known.path) }], known.told, observed.number, home, context);
  await context.github.ensureIssueContent(home, observed, { open: false });
  const { standing: _, ...rest } = known;
  return { ...rest, open: false, closed: true };
}
