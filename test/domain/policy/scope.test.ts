import { describe, expect, test } from "@jest/globals";
import type { FeatureFact } from "../../../src/domain/model/feature.ts";
import { admissionOf, bodyHash, freezeScope, scopeChanges, scopeInstant, untold } from "../../../src/domain/policy/scope.ts";
import type { FrozenScope, ScopeChange } from "../../../src/domain/policy/scope.ts";
import { featureFact, featurePlan } from "../../support/feature-builder.ts";
import { at, milestone, plan, reached } from "../../support/plan-builder.ts";

const HEADING = "Acceptance tests";
const [one, two] = [featureFact(1, { body: "Join.\n- [ ] a" }), featureFact(2, { body: "Leave." })];
const scope = freezeScope([one, two], 5, HEADING);

function changes(features: readonly FeatureFact[], from: FrozenScope = scope): readonly ScopeChange[] {
  return scopeChanges(from, features, HEADING);
}

describe("after the scope is fixed", () => {
  test("nothing is said of what stands as it was", () => expect(changes([one, two])).toEqual([]));
  test("a ticked box, line ends, spaces, empty lines and our own sections are no rewriting", () => {
    const edited = { ...one, body: "Join.  \r\n\n\n- [x] a\r\n\n<!-- release-warden:begin acceptance -->\nx\n<!-- release-warden:end acceptance -->\n" };
    expect(changes([edited, two])).toEqual([]);
  });
  test.each([
    ["a section", "Join.\n\n## Acceptance tests\n\n- tests/a_test.go\n- [ ] by hand\n```\ntests/b_test.go\n```\n"],
    ["an underlined heading", "Acceptance tests\n----------------\n- tests/a_test.go\n\nJoin.".replace(/^([^]*)\n\n(Join\.)$/, "$2\n\n$1")],
    ["a label", "Join.\n\n**Acceptance tests**: tests/a_test.go"],
    ["a row of a table", "Join.\n| Acceptance tests | tests/a_test.go |"],
  ])("tests that are linked in %s are no rewriting", (_name, body) => {
    const bare = freezeScope([{ ...one, body: "Join." }], 5, HEADING);
    expect(changes([{ ...one, body }], bare)).toEqual([]);
    expect(changes([{ ...one, body: body.replace("Join", "Join twice") }], bare)).toHaveLength(1);
  });
  test("what is added, rewritten and taken out is named", () => {
    expect(changes([{ ...one, body: "Join twice." }, featureFact(3)]).map((change) => `${change.kind} ${change.key}`)).toEqual(["rewritten acme/app#1", "added acme/app#3", "removed acme/app#2"]);
  });
  test("each change is told once, and a further one again", () => {
    const first = untold(scope, changes([{ ...one, body: "Join twice." }, two]), 10);
    expect(first.changes).toHaveLength(1);
    expect(untold(first.scope, changes([{ ...one, body: "Join twice." }, two]), 20)).toEqual({ changes: [], scope: first.scope });
    expect(untold(first.scope, changes([{ ...one, body: "Join thrice." }, two]), 20).changes).toHaveLength(1);
  });
  test("what goes back to the fixed words is forgotten, and told when it leaves them again", () => {
    const first = untold(scope, changes([{ ...one, body: "Join twice." }, two]), 10);
    const back = untold(first.scope, changes([one, two]), 20);
    expect([back.changes.length, untold(back.scope, changes([{ ...one, body: "Join twice." }, two]), 30).changes.length]).toEqual([0, 1]);
  });
});

describe("the manager's word", () => {
  const word = (instant: number, key = "acme/app#1"): { readonly key: string; readonly by: string; readonly at: number; readonly because: string } => ({ key, by: "rita", at: instant, because: "it is small" });
  const [rewritten] = changes([{ ...one, body: "Join twice." }, two]);
  const told = untold(scope, [rewritten ?? { key: "", title: "", kind: "added", what: "" }], 10).scope;
  const [added] = changes([one, two, featureFact(3)]);

  test("lets in the words that stood when it was given, and no later ones", () => {
    expect([9, 10].map((instant) => admissionOf(rewritten as ScopeChange, told, [word(instant)])?.by ?? null)).toEqual([null, "rita"]);
    const [later] = changes([{ ...one, body: "Join thrice." }, two]);
    expect(admissionOf(later as ScopeChange, untold(told, [later as ScopeChange], 30).scope, [word(20)])).toBeNull();
  });
  test("lets in what was added for good, and nothing else", () => {
    expect(admissionOf(added as ScopeChange, scope, [word(1, "acme/app#3")])?.because).toBe("it is small");
    expect(admissionOf(added as ScopeChange, scope, [word(1)])).toBeNull();
  });
});

describe("the scope is fixed", () => {
  const dated = plan({ milestones: [milestone("freeze", "2026-12-01T09:00Z")], features: featurePlan({ scope: { frozenAt: "freeze", strict: false } }) });
  const [before, after] = [at("2026-11-30T09:00Z"), at("2026-12-02T09:00Z")];
  test("when its milestone is due", () => expect([before, after].map((now) => scopeInstant(dated, [], now))).toEqual([{ since: null, next: at("2026-12-01T09:00Z") }, { since: at("2026-12-01T09:00Z"), next: null }]));
  test("or reached, whichever is first", () => expect(scopeInstant(dated, [reached("freeze", "2026-11-29T09:00Z")], before).since).toBe(at("2026-11-29T09:00Z")));
  test("never, where the plan names no milestone for it", () => expect(scopeInstant(plan({ features: featurePlan() }), [], after)).toEqual({ since: null, next: null }));
});

test("a torn section of ours is read in a time that grows with its length alone", () => {
  expect(bodyHash("<!-- release-warden:begin a -->".repeat(2_000), HEADING)).toHaveLength(16);
});
