/**
 * What every family of events is read from and read into. A reader answers null when a field it needs is missing or malformed; the whole
 * repository is then looked at again, because losing the event would be worse than reading too much.
 */
import type { Key, Lane, Mark } from "../domain/model/key.ts";
import type { Witness } from "../domain/model/witness.ts";
import { fieldsOf, nameOf, type Fields } from "./fields.ts";

/** A witness before the door adds what only the delivery knows. `at` null = the instant of receipt stands in. */
export interface WitnessSeed extends Omit<Witness, "delivery" | "event" | "installation" | "repository" | "at"> {
  readonly at: Witness["at"] | null;
}

export interface EventPayload {
  readonly fields: Fields;
  readonly action: string | null;
  readonly installation: number;
  readonly repository: number;
}

export interface Reading {
  readonly marks: readonly Mark[];
  readonly witnesses: readonly WitnessSeed[];
}

export type PayloadReader = (payload: EventPayload) => Reading | null;

export const NOTHING: Reading = { marks: [], witnesses: [] };

export function mark(payload: EventPayload, key: Key, lane: Lane = "changed"): Mark {
  return { key, lane, installation: payload.installation };
}

export function marked(...marks: readonly Mark[]): Reading {
  return { marks, witnesses: [] };
}

type WitnessFacts = Partial<Pick<WitnessSeed, "at" | "before" | "after">>;

/** Empty when the sender is not known: a row that does not say who is no evidence. */
export function witness(payload: EventPayload, object: string, facts: WitnessFacts = {}): readonly WitnessSeed[] {
  const sender = fieldsOf(payload.fields["sender"]);
  const login = nameOf(sender?.["login"]);
  if (login === null) return [];
  const { at = null, before = null, after = null } = facts;
  return [{ action: payload.action, object, sender: login, senderBot: sender?.["type"] === "Bot", at, before, after }];
}
