/** What the door hands to the store: one delivery with all it marks and witnesses, to be committed as one. */
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import type { Witness } from "../domain/model/witness.ts";
import type { MappedPayload } from "./payload.ts";

export interface AcceptedDelivery {
  /** GitHub's delivery id, the same again when a delivery is repeated */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: number;
  /** null for events of the installation itself */
  readonly repository: number | null;
  readonly receivedAt: Instant;
}

export interface Acceptance {
  readonly delivery: AcceptedDelivery;
  readonly marks: readonly Mark[];
  readonly witnesses: readonly Witness[];
}

/** Resolves when everything is committed. `duplicate`: this delivery was accepted before and nothing was written. Rejects when nothing was. */
export type Accept = (acceptance: Acceptance) => Promise<"accepted" | "duplicate">;

/**
 * Null when there is no installation to act for. A delivery of ours that marks nothing is recorded all the same: the sweep of GitHub's
 * delivery log asks again for what the store does not know, and would ask for every echo of a check.
 */
export function acceptanceOf(id: string, event: string, mapped: MappedPayload, receivedAt: Instant): Acceptance | null {
  const { action, installation, repository, marks, witnesses: seeds } = mapped;
  if (installation === null) return null;
  // 0 = of no repository, but of an organisation
  const witnesses = seeds.map((seed) => ({ ...seed, delivery: id, event, installation, repository: repository ?? 0, at: seed.at ?? receivedAt }));
  return { delivery: { id, event, action, installation, repository, receivedAt }, marks, witnesses };
}
