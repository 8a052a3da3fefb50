import { LANES, type Lane } from "../domain/model/key.ts";

/** Lanes are stored by their place, so that the lowest sorts first. */
export function laneNumber(lane: Lane): number {
  return LANES.indexOf(lane);
}

export function laneOf(number: number): Lane {
  const lane = LANES[number];
  if (lane === undefined) throw new Error(`The store holds lane ${number}, which this program does not know.`);
  return lane;
}

/** For a key given back unfinished: it is due in its own lane, or in that of a more urgent mark that came meanwhile. */
export const BACK_IN_LANE = "lane = case when next_lane < lane then next_lane else lane end, next_lane = null";
