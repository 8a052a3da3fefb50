/**
 * How free places are offered to lanes. Some places never go to the slow lanes, so that a merge group, a gate or a command finds one at once
 * behind any number of fan-out keys, whose runs may take half a minute each.
 */
import { LANES, type Lane } from "../domain/model/key.ts";

export const URGENT: readonly Lane[] = ["gate", "group", "command"];

export interface Offer {
  readonly lanes: readonly Lane[];
  readonly limit: number;
}

export interface Places {
  readonly concurrency: number;
  /** of `concurrency`, kept for the urgent lanes */
  readonly reserved: number;
  readonly lanes: readonly Lane[];
}

export function reservedPlaces(concurrency: number): number {
  return concurrency >= 4 ? 2 : concurrency >= 2 ? 1 : 0;
}

/** What to claim in this order; a later offer shrinks by what an earlier one took. */
export function offers(places: Places, running: readonly Lane[]): readonly Offer[] {
  const free = places.concurrency - running.length;
  const ordinary = running.filter((lane) => !URGENT.includes(lane)).length;
  const ordinaryFree = Math.min(free, places.concurrency - places.reserved - ordinary);
  if (free === ordinaryFree) return [{ lanes: places.lanes, limit: free }].filter(isUseful);
  return [
    { lanes: places.lanes.filter((lane) => URGENT.includes(lane)), limit: free },
    { lanes: places.lanes.filter((lane) => !URGENT.includes(lane)), limit: ordinaryFree },
  ].filter(isUseful);
}

export const ALL_LANES: readonly Lane[] = LANES;

function isUseful(offer: Offer): boolean {
  return offer.limit > 0 && offer.lanes.length > 0;
}
