/** Taking deliveries in: each id once, with its marks and witnesses, a group of deliveries per transaction. */
import type { Instant } from "../domain/model/instant.ts";
import type { Witness } from "../domain/model/witness.ts";
import { text, type Insertion, type Session, type Value } from "./database.ts";
import { markNow } from "./mark.ts";
import type { Accepted } from "./store.ts";

const DELIVERY: Insertion = {
  into: "delivery",
  columns: ["id", "event", "action", "installation", "repository", "received_at"],
  then: "on conflict (id) do nothing returning id",
};

const WITNESS: Insertion = {
  into: "witness",
  columns: ["delivery", "object", "event", "action", "installation", "repository", "sender", "sender_bot", "at", "sha_before", "sha_after"],
  then: "on conflict (delivery, object) do nothing",
};

export async function acceptAll(session: Session, requests: readonly Accepted[]): Promise<readonly ("accepted" | "duplicate")[]> {
  const first = new Map<string, Accepted>();
  for (const request of requests) if (!first.has(request.delivery.id)) first.set(request.delivery.id, request);
  // In id order: two processes that are sent the same deliveries must not wait for each other in a circle.
  const inOrder = [...first.values()].sort((one, other) => one.delivery.id < other.delivery.id ? -1 : 1);
  const added = new Set((await session.insert(DELIVERY, inOrder.map(deliveryRow))).map((row) => text(row, "id")));
  const fresh = inOrder.filter((one) => added.has(one.delivery.id));
  await markNow(session, fresh.flatMap((one) => one.marks), earliestReceipt(fresh));
  await session.insert(WITNESS, distinct(fresh.flatMap((one) => one.witnesses)).map(witnessRow));
  return requests.map((one) => added.has(one.delivery.id) && first.get(one.delivery.id) === one ? "accepted" : "duplicate");
}

function earliestReceipt(accepted: readonly Accepted[]): Instant {
  return accepted.reduce((earliest, one) => Math.min(earliest, one.delivery.receivedAt), Infinity);
}

function deliveryRow({ delivery }: Accepted): readonly Value[] {
  return [delivery.id, delivery.event, delivery.action, delivery.installation, delivery.repository, delivery.receivedAt];
}

function witnessRow(one: Witness): readonly Value[] {
  return [one.delivery, one.object, one.event, one.action, one.installation, one.repository, one.sender, one.senderBot ? 1 : 0, one.at, one.before, one.after];
}

function distinct(witnesses: readonly Witness[]): readonly Witness[] {
  const known = new Map(witnesses.map((one) => [`${one.delivery}\n${one.object}`, one]));
  return [...known.values()];
}
