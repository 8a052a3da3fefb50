/**
 * How well the wording of a title tells bugfixes from everything else, against the plain rule "a fix word in the title". The own titles are made
 * up and only show that the measure works; `--titles FILE` takes real ones: `{ "prs": [{ "title": "…", "class": "bugfix" | … }] }` or such a list.
 * Titles of the class `mixed` are left out: they were listed under several headings, so nobody can say whether they were bugfixes.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import { measureWording } from "../src/domain/policy/wording.ts";
import type { KnownTitle } from "../src/domain/policy/wording.ts";
import type { Figure, Measure } from "./figure.ts";

const FIX_WORD = /\bfix(?:e[sd]|ing)?\b/i;

const Titles = z.array(z.object({ title: z.string(), class: z.string() }));
const File = z.union([Titles, z.object({ prs: Titles }).transform(({ prs }) => prs)]);

const BUGFIXES = [
  "Fix the ferry's horn", "Fixes a leak below deck", "Horn sounds twice when the fog lifts", "Do not open the lock while a boat is inside", "Correct the tide table of March",
  "Crash when the crew list is empty", "Prevent two pilots from boarding", "Handle a missing flag", "Wrong depth shown at low water", "Restore the old berth after a storm",
];
const OTHERS = [
  "Add a second mast", "Fix typo in the sailing instructions", "Fix flaky test of the windlass", "Rename the port side", "Support tugs", "Bump rope to 4.1", "Document how to fix a net",
  "Drop coal", "Add tests for the leak", "Refactor the rigging", "Fix lint errors", "Discovery of new islands", "Move the fixtures to the hold", "Let the captain choose a course",
];

export const wording: Measure = {
  name: "wording",
  about: "titles told apart by their words alone; the peer is the plain rule \"a fix word in the title\"",
  async run({ titles }) {
    const own: readonly KnownTitle[] = [...BUGFIXES.map((title) => ({ title, isBugfix: true })), ...OTHERS.map((title) => ({ title, isBugfix: false }))];
    const given = titles === null ? [] : File.parse(JSON.parse(readFileSync(titles, "utf8"))).filter((one) => one.class !== "mixed").map((one) => ({ title: one.title, isBugfix: one.class === "bugfix" }));
    return [...figures("own titles", own), ...(titles === null ? [] : figures("given titles", given))];
  },
};

function figures(name: string, titles: readonly KnownTitle[]): readonly Figure[] {
  const ours = measureWording(titles);
  const said = titles.filter(({ title }) => FIX_WORD.test(title));
  const right = said.filter((one) => one.isBugfix).length;
  const plain = { precision: right / Math.max(1, said.length), recall: right / Math.max(1, titles.filter((one) => one.isBugfix).length) };
  return (["precision", "recall"] as const).map((what) => ({
    what: `${what}, ${titles.length} ${name}`, value: ours[what], unit: "", peer: { name: "plain rule", value: plain[what] }, aim: "better than it", met: ours[what] > plain[what],
  }));
}
