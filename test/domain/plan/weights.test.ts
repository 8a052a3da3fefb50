import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { equal, fractionText, ONE, sum } from "../../../src/domain/model/fraction.ts";
import { scorersOf } from "../../../src/domain/policy/key-result-people.ts";
import { weightsAt } from "../../../src/domain/policy/key-result-score.ts";
import { at } from "../../support/plan-builder.ts";
import { parseText, planOf } from "./plan-fixture.ts";

const TEAM = "[ann, { who: ben, role: Tester }, { who: cy, role: tester }, { who: dora, role: Lead tester }, { role: Designer, open: true }]";

function text(weights: string, team = TEAM): string {
  return `release: { name: x, timezone: UTC, manager: rita }
milestones: [{ id: release, due: 2030-12-08, team: ${team} }]
products: [{ id: app, repositories: [acme/app], team: [{ who: ben, role: Lead tester }] }]
key_results: [{ id: calm, title: Calm, score: naive, weights: ${weights} }]
`;
}

function weights(written: string, team?: string): Readonly<Record<string, string>> {
  const [result] = planOf(parseText(text(written, team))).keyResults;
  return Object.fromEntries([...(result === undefined ? null : weightsAt(result, at("2030-11-10T00:00Z"))) ?? []].map(([who, weight]) => [who, fractionText(weight)]));
}

const coded = (written: string): readonly string[] => parseText(text(written)).problems.map(({ severity, code }) => `${severity} ${code}`);

describe("a role in the place of a login", () => {
  test("shares its weight evenly among those who have it in any team of the plan", () => {
    expect(weights("[{ from: 2030-11-04, of: { ann: 1/2, Tester: 1/2 } }]")).toEqual({ ann: "1/2", ben: "1/4", cy: "1/4" });
    expect(weights("[{ from: 2030-11-04, of: { 'lead tester': 1 } }]")).toEqual({ ben: "1/2", dora: "1/2" });
  });

  test("adds to what a person has already", () => {
    expect(weights("[{ from: 2030-11-04, of: { Ben: 1/3, Tester: 1/3, Lead tester: 1/3 } }]")).toEqual({ Ben: "2/3", cy: "1/6", dora: "1/6" });
  });

  test("those whom it stands for may score, and the role itself is nobody", () => {
    expect(scorersOf(planOf(parseText(text("[{ from: 2030-11-04, of: { Tester: 1 } }]"))))).toEqual(["ben", "cy"]);
  });

  test("which nobody has yet keeps its weight, and the plan says so", () => {
    expect(weights("[{ from: 2030-11-04, of: { ann: 1/2, Designer: 1/2 } }]")).toEqual({ ann: "1/2", Designer: "1/2" });
    expect(coded("[{ from: 2030-11-04, of: { ann: 1/2, Designer: 1/2 } }]")).toContain("warning role-of-nobody");
  });

  test("which there is not is named, with the one that may be meant", () => {
    const { problems } = parseText(text("[{ from: 2030-11-04, of: { Lead testers: 1 } }]"));
    expect(problems.find(({ code }) => code === "weight-of-nobody")).toMatchObject({ severity: "warning", hint: "did you mean the role `lead tester`?" });
    expect(coded("[{ from: 2030-11-04, of: { ann: 1/2, acme/core: 1/4, 'bot[bot]': 1/4 } }]").filter((code) => code.includes("nobody"))).toEqual([]);
  });

  test("does not hide a row that makes more or less than one", () => {
    expect(coded("[{ from: 2030-11-04, of: { ann: 1/2, Tester: 1/3 } }]")).toContain("error weights-not-one");
  });
});

test("weights make one on every date, whoever has which role, and each of a role has the same part of it", () => {
  const people = ["ann", "ben", "cy", "dora", "eve"] as const;
  const roles = ["Tester", "Lead", "Designer"] as const;
  const team = fc.uniqueArray(fc.tuple(fc.constantFrom(...people), fc.constantFrom(...roles)), { minLength: 1, maxLength: 8, selector: (pair) => pair.join() });
  const named = fc.uniqueArray(fc.constantFrom("Tester", "Lead", "Designer", "zoe", "acme/core"), { minLength: 1, maxLength: 5 });
  const rows = fc.array(named.chain((names) => fc.array(fc.integer({ min: 1, max: 9 }), { minLength: names.length, maxLength: names.length }).map((parts) => ({ names, parts, whole: parts.reduce((a, b) => a + b, 0) }))), { minLength: 1, maxLength: 4 });
  fc.assert(fc.property(team, rows, fc.integer({ min: 0, max: 40 }), (members, written, day) => {
    const yaml = written.map(({ names, parts, whole }, index) => `{ from: 2030-11-${String(4 + 7 * index).padStart(2, "0")}, of: { ${names.map((name, at) => `${name}: ${parts[at] ?? 1}/${whole}`).join(", ")} } }`);
    const plan = planOf(parseText(text(`[${yaml.join(", ")}]`, `[${members.map(([who, role]) => `{ who: ${who}, role: ${role} }`).join(", ")}]`)));
    const [result] = plan.keyResults;
    const now = at("2030-11-04T00:00Z") + day * 86_400_000;
    const found = result === undefined ? null : weightsAt(result, now);
    expect(found !== null && equal(sum([...found.values()]), ONE)).toBe(true);
    const alone = members.filter(([who]) => members.filter(([other]) => other === who).length === 1);
    for (const role of roles) expect(new Set(alone.filter(([, one]) => one === role).map(([who]) => fractionText(found?.get(who) ?? { numerator: 0n, denominator: 1n }))).size).toBeLessThanOrEqual(1);
  }));
});
