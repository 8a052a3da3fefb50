/** One person in another's place: the lines that say so, in either style of YAML, and the law that they leave what was before as it was. */
import { describe, expect, test } from "@jest/globals";
import { Document, isCollection, visit } from "yaml";
import { fc } from "../../support/properties.ts";
import { patched } from "../../support/patch.ts";
import { parsePlan } from "../../../src/domain/plan/parse.ts";
import { add, equal, fraction, ONE, ZERO } from "../../../src/domain/model/fraction.ts";
import type { ReleasePlan } from "../../../src/domain/model/plan.ts";
import { planJsonSchema } from "../../../src/domain/plan/json-schema.ts";
import { answerable, nearestAnswerable, PLACES, reassign } from "../../../src/domain/plan/edit/reassign.ts";
import type { Handover } from "../../../src/domain/plan/edit/reassign.ts";
import { diffLines } from "../../../src/domain/plan/edit/text-edit.ts";
import { fixtureBytes, parseText, planOf } from "./plan-fixture.ts";

const AT = Date.UTC(2026, 11, 1);
const HANDOVER: Handover = { from: "alice", to: "bob", since: "2026-12-01", at: AT, because: null, over: [] };

function lines(text: string, handover: Partial<Handover> = {}): readonly string[] {
  return diffLines(reassign(text, planOf(parseText(text)), { ...HANDOVER, ...handover })?.hunks ?? []);
}

describe("the lines that put one person in another's place", () => {
  test("change each place alone, note who had it before, and add a row of weights in which the two shares are one", () => {
    const text = `release:
  name: x
  manager: alice   # for now
  timezone: UTC
milestones:
  - id: a
    due: 2026-12-04
    manager: alice
    team: [bob, alice, { who: alice, role: Tester }, { who: Bob, role: tester }, { who: alice, role: Lead }]
    checklist:
      - { task: One, owner: Alice }
  - { id: b, due: 2026-12-07, manager: alice, handed_over: [{ by: carol, on: 2026-11-01 }] }
operations:
  - id: payouts
    every: Monday 10:00
    owner: alice
key_results:
  - id: k
    title: K
    weights: [{ from: 2026-10-01, of: { alice: 1/2, bob: 1/4, carol: 1/4 } }]
`;
    expect(lines(text, { because: 'she is "away"' })).toEqual([
      "@@ -3,1 +3,2 @@", "-  manager: alice   # for now", "+  manager: bob   # for now", '+  handed_over: [{ by: alice, on: 2026-12-01, because: "she is \\"away\\"" }]',
      "@@ -8,1 +9,2 @@", "-    manager: alice", "+    manager: bob", '+    handed_over: [{ by: alice, on: 2026-12-01, because: "she is \\"away\\"" }]',
      "@@ -9,1 +11,1 @@", "-    team: [bob, alice, { who: alice, role: Tester }, { who: Bob, role: tester }, { who: alice, role: Lead }]", "+    team: [bob, { who: Bob, role: tester }, { who: bob, role: Lead }]",
      "@@ -11,1 +13,1 @@", "-      - { task: One, owner: Alice }", "+      - { task: One, owner: bob }",
      "@@ -12,1 +14,1 @@", "-  - { id: b, due: 2026-12-07, manager: alice, handed_over: [{ by: carol, on: 2026-11-01 }] }", '+  - { id: b, due: 2026-12-07, manager: bob, handed_over: [{ by: carol, on: 2026-11-01 }, { by: alice, on: 2026-12-01, because: "she is \\"away\\"" }] }',
      "@@ -16,1 +18,1 @@", "-    owner: alice", "+    owner: bob",
      "@@ -20,1 +22,1 @@", "-    weights: [{ from: 2026-10-01, of: { alice: 1/2, bob: 1/4, carol: 1/4 } }]",
      "+    weights: [{ from: 2026-10-01, of: { alice: 1/2, bob: 1/4, carol: 1/4 } }, { from: 2026-12-01, of: { bob: 3/4, carol: 1/4 } }]",
    ]);
  });

  test("leave milestones that are over, and rows of weights before the date, as they are", () => {
    const text = `release: { name: x, manager: carol, timezone: UTC }
milestones:
  - { id: a, due: 2026-11-04, manager: alice }
  - { id: b, due: 2026-12-07, manager: alice }
key_results:
  - id: k
    title: K
    weights:
      - from: 2026-10-01
        of: { alice: 1 }
      - from: 2026-11-01
        of:
          alice: 1/2
          carol: 1/2
      # later
      - from: 2026-12-15
        of:
          alice: 1/3
          bob: 2/3
`;
    expect(lines(text, { over: ["a"] })).toEqual([
      "@@ -4,1 +4,1 @@", "-  - { id: b, due: 2026-12-07, manager: alice }", "+  - { id: b, due: 2026-12-07, manager: bob, handed_over: [{ by: alice, on: 2026-12-01 }] }",
      "@@ -14,0 +15,1 @@", "+      - { from: 2026-12-01, of: { bob: 1/2, carol: 1/2 } }",
      "@@ -18,2 +19,1 @@", "-          alice: 1/3", "-          bob: 2/3", "+          bob: 1",
    ]);
  });

  test("write out by name what a role meant before it changes hands", () => {
    const text = `release: { name: x, manager: carol, timezone: UTC }
milestones:
  - { id: a, due: 2026-12-04, team: [{ who: alice, role: lead }, { who: dave, role: lead }] }
key_results:
  - id: k
    title: K
    weights: [{ from: 2026-10-01, of: { lead: 1/2, carol: 1/2 } },
              { from: 2027-01-01, of: { lead: 1 } }]
`;
    expect(lines(text).slice(3)).toEqual([
      "@@ -7,1 +7,2 @@", "-    weights: [{ from: 2026-10-01, of: { lead: 1/2, carol: 1/2 } },",
      "+    weights: [{ from: 2026-10-01, of: { alice: 1/4, dave: 1/4, carol: 1/2 } },", "+              { from: 2026-12-01, of: { bob: 1/4, dave: 1/4, carol: 1/2 } },",
      "@@ -8,1 +9,1 @@", "-              { from: 2027-01-01, of: { lead: 1 } }]", "+              { from: 2027-01-01, of: { bob: 1/2, dave: 1/2 } }]",
    ]);
  });

  test("quote a login that YAML would take for something else, and keep the line ends of the file", () => {
    const text = "release: { name: x, manager: alice, timezone: UTC }\r\nmilestones:\r\n  - id: a\r\n    due: 2026-12-04\r\n    manager: alice\r\n";
    const outcome = reassign(text, planOf(parseText(text)), { ...HANDOVER, to: "true" });
    expect(diffLines(outcome?.hunks ?? [])).toContain('+    manager: "true"');
  });

  test("of Acropolis, in the middle of June, leave a plan whose weights of May are those of May", () => {
    const text = new TextDecoder().decode(fixtureBytes("acropolis.yml"));
    const before = planOf(parseText(text));
    const after = planOf(parseText(patched(text, diffLines(reassign(text, before, { ...HANDOVER, from: "mnaamani", to: "siman", since: "2019-06-14", at: Date.UTC(2019, 5, 13, 22), over: ["spec-release"] })?.hunks ?? []))));
    expect(after.keyResults.map(({ weights }) => weights.filter(({ from }) => from < Date.UTC(2019, 5, 13, 22)))).toEqual(before.keyResults.map(({ weights }) => weights));
    expect(after.milestones.find(({ id }) => id === "release")).toMatchObject({ manager: "siman", handedOver: [{ by: "mnaamani" }] });
  });

  test("leave weights to people that no fraction of three digits can write out", () => {
    const text = `release: { name: x, manager: carol, timezone: UTC }
products: [{ id: p, team: [${["alice", "dave", "eve", "fay", "gus", "hal", "ivy"].map((name) => `{ who: ${name}, role: lead }`).join(", ")}] }]
key_results: [{ id: k, title: K, weights: [{ from: 2026-10-01, of: { lead: 500/999, carol: 499/999 } }] }]
`;
    const outcome = reassign(text, planOf(parseText(text)), HANDOVER);
    expect([outcome?.unwritten, outcome?.hunks.map(({ line }) => line)]).toEqual([["k"], [2]]);
  });

  test("are none where the person answers for nothing, whose nearest is named", () => {
    const text = "release: { name: x, manager: alice, timezone: UTC }";
    expect(lines(text, { from: "alcie" })).toEqual([]);
    expect(nearestAnswerable("alcie", text, planOf(parseText(text)), [])).toBe("alice");
  });
});

/** What a plan says of the past and of nobody's tasks; and who votes, since with one voice fewer a vote may not be one any more. */
const LEFT = [/\.handed_over\.\*\.by$/, /^freezes\.\*\.agreed\.\*\.by$/, /^key_results\.\*\.measure\.without$/, /^incidents\.procedure\.ratified_by$/];

test("no place at which the format lets a plan name a person is passed over without a reason", () => {
  const named = new Set<string>();
  const walk = (node: unknown, path: readonly string[]): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, examples, anyOf = [], properties = {}, items } = node as { readonly type?: string; readonly examples?: unknown; readonly anyOf?: readonly unknown[]; readonly properties?: Readonly<Record<string, unknown>>; readonly items?: unknown };
    if (type === "string" && JSON.stringify(examples) === '["bwhm"]') named.add(path.join(".").replace(/(?:\.\*)?(?:\.who)?$/, (end) => (end.startsWith(".*") ? "" : end)));
    for (const one of anyOf) walk(one, path);
    for (const [key, one] of Object.entries(properties)) walk(one, [...path, key]);
    if (items !== undefined) walk(items, [...path, "*"]);
  };
  walk(planJsonSchema(), []);
  expect(named.size).toBeGreaterThan(20);
  const known = PLACES.map(([path]) => path);
  const variants = (path: string): readonly string[] => [path, `${path}.*.who`, `${path}.who`];
  expect([...named].filter((path) => !LEFT.some((one) => one.test(path)) && !known.some((one) => one === path || variants(path).includes(one)))).toEqual([]);
});

const PEOPLE = ["alice", "bob", "carol", "dave", "Alice"];
const who = fc.constantFrom(...PEOPLE);
const maybe = fc.option(who, { nil: undefined });
const day = fc.integer({ min: 1, max: 28 });
const handed = fc.option(fc.array(fc.record({ by: who, on: day.map((one) => `2026-10-${String(one).padStart(2, "0")}`) }), { minLength: 1, maxLength: 2 }), { nil: undefined });
const team = fc.option(fc.array(fc.oneof(who, fc.record({ who, role: fc.constantFrom("lead", "tester") })), { minLength: 1, maxLength: 4 }), { nil: undefined });
const names = fc.uniqueArray(fc.constantFrom("alice", "bob", "carol"), { minLength: 1, maxLength: 3 });
const row = fc.record({ people: fc.uniqueArray(fc.constantFrom("alice", "bob", "carol", "lead", "tester"), { minLength: 1, maxLength: 4 }), parts: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 4, maxLength: 4 }) }).map(({ people, parts }) => {
  const sum = people.reduce((all, _, at) => all + (parts[at] ?? 1), 0);
  return Object.fromEntries(people.map((name, at) => [name, `${parts[at] ?? 1}/${sum}`]));
});
const MONTHS = ["2026-09-01", "2026-10-15", "2026-12-01", "2026-12-20"];

const plans = fc.record({
  release: fc.record({ name: fc.constant("x"), manager: maybe, timezone: fc.constant("UTC"), handed_over: handed }),
  products: fc.constant([{ id: "p" }]).chain(([first]) => fc.record({ id: fc.constant(first?.id ?? "p"), manager: maybe, team }).map((one) => [one])),
  milestones: fc.array(fc.record({ due: day, manager: maybe, handed_over: handed, team, owners: fc.array(maybe, { maxLength: 3 }), review: names }), { minLength: 1, maxLength: 4 })
    .map((all) => all.map(({ due, owners, review, ...one }, at) => ({
      id: `m${at}`, due: `2026-12-${String(due).padStart(2, "0")}`, ...one,
      checklist: owners.map((owner, index) => ({ task: `Task ${index}`, owner })), parts: [{ title: "Part", owner: owners[0], review }],
    }))),
  teams: fc.option(fc.record({ members: names, plain: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), chair: fc.constantFrom("alice", "bob"), away: fc.array(fc.nat(2), { maxLength: 3 }) }).map(({ members, plain, chair, away }) => [{
    id: "core", chair, members: members.map((one, at) => (plain[at] === true ? one : { who: one, load: "half", organization: "Firm" })),
    away: away.map((at) => ({ who: members[at % members.length], from: "2026-12-20", to: "2026-12-24" })),
  }]), { nil: undefined }),
  freezes: fc.option(names.map((approvers) => [{ from: "m0", waivers: { approvers } }]), { nil: undefined }),
  operations: fc.option(who.map((owner) => [{ id: "o", every: "Monday 10:00", owner }]), { nil: undefined }),
  key_results: fc.array(row, { minLength: 1, maxLength: 4 }).map((rows) => [{ id: "k", title: "K", weights: rows.map((of, at) => ({ from: MONTHS[at], of })) }]),
});

/** In a style drawn for each collection, as people mix them. */
function yamlOf(value: object, flow: readonly boolean[]): string {
  const document = new Document(JSON.parse(JSON.stringify(value)));
  let at = 0;
  visit(document, { Collection: (_, node) => { if (node.items.length > 0 && isCollection(node)) node.flow = flow[(at += 1) % flow.length] === true; } });
  return String(document);
}

function weightsAt(plan: ReleasePlan, at: number): ReleasePlan["keyResults"][number]["weights"][number]["of"] | null {
  return plan.keyResults[0]?.weights.findLast(({ from }) => from <= at)?.of ?? null;
}

test("for any plan: the lines apply and are read back, history stays, weights make one, and nobody answers for anything in the other's place any more", () => {
  let changed = 0;
  fc.assert(fc.property(plans, fc.array(fc.boolean(), { minLength: 3, maxLength: 9 }), fc.boolean(), (value, flow, firstIsOver) => {
    const text = yamlOf(value, flow);
    const before = parsePlan(new TextEncoder().encode(text), "plan.yml").plan;
    fc.pre(before !== null);
    const handover = { ...HANDOVER, over: firstIsOver ? ["m0"] : [] };
    const outcome = reassign(text, before, handover);
    const diff = diffLines(outcome?.hunks ?? []);
    if (diff.length > 0) changed += 1;
    const then = patched(text, diff);
    const after = planOf(parseText(then));
    expect(answerable(then, after, handover.over).map((name) => name.toLowerCase())).not.toContain("alice");
    expect(diffLines(reassign(then, after, handover)?.hunks ?? [])).toEqual([]);
    for (const at of [AT - 86_400_000 * 80, AT - 86_400_000 * 20, AT - 1]) expect(weightsAt(after, at)).toEqual(weightsAt(before, at));
    for (const { of } of after.keyResults[0]?.weights ?? []) expect(equal(Object.values(of).map(([top, bottom]) => fraction(top, bottom)).reduce(add, ZERO), ONE)).toBe(true);
    const was = weightsAt(before, AT);
    const share = (of: typeof was, name: string) => fraction(...(Object.entries(of ?? {}).find(([one]) => one.toLowerCase() === name)?.[1] ?? [0, 1]));
    expect(equal(share(weightsAt(after, AT), "bob"), add(share(was, "alice"), share(was, "bob")))).toBe(true);
    expect(after.milestones.map(({ id, due }) => [id, due?.at])).toEqual(before.milestones.map(({ id, due }) => [id, due?.at]));
    if (firstIsOver) expect(after.milestones[0]).toEqual(before.milestones[0]);
    expect(before.milestones.filter(({ manager }) => manager?.toLowerCase() === "alice").every(({ id, handedOver }) => id === handover.over[0] || (after.milestones.find((one) => one.id === id)?.handedOver.length ?? 0) === handedOver.length + 1)).toBe(true);
  }), { numRuns: 300 });
  expect(changed).toBeGreaterThan(100);
});
