import type { Instant } from "./instant.ts";

/**
 * Witness: one whitelisted row kept from a webhook for what GitHub cannot be asked later (who closed a milestone, a push's before and
 * after). It is evidence and never a verdict; it carries no free text of people.
 */
export interface Witness {
  readonly delivery: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: number;
  readonly repository: number;
  /** the object, as `milestone:7`, `push:refs/heads/master`, `comment:991` */
  readonly object: string;
  readonly sender: string;
  readonly senderBot: boolean;
  /** when GitHub says it happened; the receipt where the payload has no instant */
  readonly at: Instant;
  readonly before: string | null;
  readonly after: string | null;
}
