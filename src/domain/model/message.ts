/**
 * Message: what one audience is to be told once, and what became of it at each of the operator's targets.
 *
 * Promises: the id names the telling, so settling it twice tells it once. Its words are plain text that nobody has made harmless yet: whoever
 * sends them escapes for the medium. Where a message goes is the operator's to say and is no part of it.
 */
import type { Instant } from "./instant.ts";
import type { Key } from "./key.ts";

export interface OutboxMessage {
  readonly id: string;
  /** as the plan names it, or one of OWN_AUDIENCES */
  readonly audience: string;
  /** names of the operator's targets that the plan gives for the audience, beside those that the operator gives; empty = none */
  readonly targets: readonly string[];
  /** the object whose run shows people what became of the message: a freeze (its tracking issue) or an incident */
  readonly about: Key;
  readonly installation: number;
  /** `owner/name` of the plan's home: targets are for certain owners only */
  readonly home: string;
  /** when what it tells of happened; long after that nobody is told any more */
  readonly since: Instant;
  /** not to be sent before, such as in quiet hours; null = at once */
  readonly notBefore: Instant | null;
  /** it was decided before memory was lost, so it may have been told then: it is listed and not sent by itself. Absent = no */
  readonly mayBeTold?: true;
  readonly words: MessageWords;
  /** the same for machines; nothing private */
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface MessageWords {
  readonly title: string;
  readonly lines: readonly string[];
  /** where it can be read on GitHub; null = nowhere */
  readonly url: string | null;
}

/**
 * Audiences of the Warden's own messages, which every plan has. `alert`: something does not hold, or a message was lost. `manager`: who manages the
 * release. `incident-owners`: who owns incidents.
 */
export const OWN_AUDIENCES = ["alert", "manager", "incident-owners"] as const;

/** A message older than this when it is first given to targets is told to nobody: it would be read as news. */
export const TOLD_WITHIN = 24 * 3_600_000;

/**
 * `waiting`: to be sent, or sent again. `under-way`: the attempt is recorded and its end is not. `sent`: the target took it. `unclear`: it may
 * not have arrived, and sending it again could tell it twice, so a person decides. `failed`: it did not arrive and is not tried again by itself.
 */
export const SENDING_STATES = ["waiting", "under-way", "sent", "unclear", "failed"] as const;
export type SendingState = (typeof SENDING_STATES)[number];

/** One message at one target. */
export interface Sending {
  /** as the operator named it */
  readonly target: string;
  readonly state: SendingState;
  readonly attempts: number;
  readonly changedAt: Instant;
  /** the next attempt, while it waits */
  readonly notBefore: Instant;
  /** why it is not sent, in words of ours; null = nothing went wrong */
  readonly why: string | null;
}

/** A message with what became of it. */
export interface ToldMessage {
  readonly message: OutboxMessage;
  /** targets were sought for it; with none found `sendings` is empty, and nobody was told */
  readonly addressed: boolean;
  readonly sendings: readonly Sending[];
}

/** A person asked for what did not arrive to be sent again. */
export interface Resend {
  /** key text of what the messages are about */
  readonly about: string;
  /** only to this target; null = to each that may not have got it */
  readonly target: string | null;
  /** when it was asked: only what was known not to have arrived by then is meant, and only once */
  readonly at: Instant;
}

export interface OutboxHealth {
  /** to be sent, those under way included */
  readonly waiting: number;
  readonly oldestWaitingAt: Instant | null;
  readonly unclear: number;
  readonly failed: number;
}
