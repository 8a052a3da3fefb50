import { expect, test } from "@jest/globals";
import { acropolis, recordedPulls } from "../../../src/sandbox/rehearsal/acropolis.ts";

test("every title keeps the words that told its type", () => {
  const lost = recordedPulls().filter(({ title, typeWord }) => typeWord !== "(none)" && !typeWord.split(/[ ,]+/).every((word) => title.toLowerCase().includes(word.toLowerCase())));
  expect(lost.map(({ repository, number }) => `${repository}#${number}`)).toEqual([]);
});

test("files show their class by name, as many as there were, and no two pull requests of a repository write the same", () => {
  const { pulls } = acropolis();
  const recorded = recordedPulls();
  for (const [index, pull] of pulls.entries()) expect([pull.number, pull.files?.length]).toEqual([pull.number, Object.values(recorded[index]?.files ?? {}).reduce((sum, count) => sum + count, 0)]);
  const paths = pulls.flatMap((pull) => (pull.files ?? []).map((file) => `${pull.repository}:${file.path}`));
  expect(new Set(paths).size).toBe(paths.length);
});

test("what release merges carried is not handed to the app", () => {
  expect(acropolis().pulls.filter((pull) => pull.contains !== null)).toEqual([]);
});
