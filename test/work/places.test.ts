import { describe, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import { LANES } from "../../src/domain/model/key.ts";
import { ALL_LANES, URGENT, offers, reservedPlaces } from "../../src/work/places.ts";

const eight = { concurrency: 8, reserved: 2, lanes: ALL_LANES };
const slow = ALL_LANES.filter((lane) => !URGENT.includes(lane));

describe("places", () => {
  test.each([
    ["nothing runs: six for the slow lanes", [], [{ lanes: URGENT, limit: 8 }, { lanes: slow, limit: 6 }]],
    ["the slow lanes are full: only urgent ones", Array(6).fill("fan-out"), [{ lanes: URGENT, limit: 2 }]],
    ["urgent ones use their places: the rest is open to all", ["gate", "group", "fan-out"], [{ lanes: ALL_LANES, limit: 5 }]],
    ["everything runs: no offer", Array(8).fill("gate"), []],
  ] as const)("%s", (_, running, expected) => {
    expect(offers(eight, running)).toEqual(expected);
  });

  test("whatever runs, slow lanes never take the reserved places, and no more is offered than is free", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...LANES), { maxLength: 8 }), (running) => {
      const free = 8 - running.length;
      for (const offer of offers(eight, running)) {
        expect(offer.limit).toBeLessThanOrEqual(free);
        if (offer.lanes.some((lane) => !URGENT.includes(lane))) {
          const slowRunning = running.filter((lane) => !URGENT.includes(lane)).length;
          expect(slowRunning + offer.limit).toBeLessThanOrEqual(6);
        }
      }
    }));
  });

  test("a small worker reserves less, and one alone nothing", () => {
    expect([1, 2, 3, 4, 8].map(reservedPlaces)).toEqual([0, 1, 1, 2, 2]);
  });
});
