import { describe, expect, test } from "@jest/globals";
import { contentLimits, contentMinutes, contentRoomAt } from "../../../src/domain/policy/content-pace.ts";

const NOW = Date.UTC(2026, 11, 1);
const seconds = (...ago: readonly number[]): readonly number[] => ago.map((one) => NOW - one * 1_000);

describe("when one more new thing may be made", () => {
  test.each([
    ["at once where nothing was made", seconds(), 0],
    ["at once below every limit", seconds(1), 0],
    ["when the oldest of a full minute is a minute old", seconds(1, 20), 40_000],
    ["when the oldest of a full hour is an hour old", seconds(120, 1_800, 3_000), 600_000],
    ["at once when all that is older than its span", seconds(61, 62, 3_600), 0],
  ])("%s", (_name, made, wait) => {
    expect(contentRoomAt(made, NOW, contentLimits(2, 3)) - NOW).toBe(wait);
  });

  test("never sooner than a minute where none is allowed", () => {
    expect(contentRoomAt([], NOW, contentLimits(0.5, 3))).toBe(NOW + 60_000);
  });
});

test.each([[0, 0], [1, 1], [60, 1], [252, 5], [400, 7], [401, 61], [1_000, 124]])("%d new things take %d minutes", (count, minutes) => {
  expect(contentMinutes(count)).toBe(minutes);
});
