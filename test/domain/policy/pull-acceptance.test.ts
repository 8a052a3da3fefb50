import { describe, expect, test } from "@jest/globals";
import type { LinkGap } from "../../../src/domain/model/feature.ts";
import type { FeatureStanding } from "../../../src/domain/model/feature-standing.ts";
import { decidePullAcceptance } from "../../../src/domain/policy/pull-acceptance.ts";
import type { ClosedFeature } from "../../../src/domain/policy/pull-acceptance.ts";
import { linkTarget } from "../../../src/domain/policy/link-target.ts";
import { files, pull } from "../../support/plan-builder.ts";

const context = { repository: "acme/app", number: 1, web: "https://github.com", addresses: [], branches: [] };

function closed(link: string, code: LinkGap["code"] = "not-found", gap: FeatureStanding["gap"] = null): ClosedFeature {
  return { repository: "acme/app", number: 1, tests: [], standing: { group: null, title: "Joining", gap, links: 1, broken: [{ text: link, target: linkTarget(link, context), code }] } };
}

function met(feature: ClosedFeature, ...paths: readonly string[]): boolean | undefined {
  return decidePullAcceptance(pull({ files: files(...paths) }), [feature])?.met;
}

describe("a pull request that closes a feature", () => {
  test("may bring the test, the folder or what the pattern asks for", () => {
    expect([met(closed("tests/a_test.go"), "tests/a_test.go"), met(closed("tests/e2e/"), "tests/e2e/a_test.go"), met(closed("tests/**/*_test.go"), "tests/x/a_test.go"), met(closed("tests"), "tests/a_test.go")]).toEqual([true, true, true, true]);
  });
  test("brings nothing with other files, or files that are no tests", () => {
    expect([met(closed("tests/a_test.go"), "tests/b_test.go"), met(closed("docs/"), "docs/a.md"), met(closed("https://github.com/acme/other/blob/main/tests/a_test.go"), "tests/a_test.go")]).toEqual([false, false, false]);
  });
  test("cannot mend a link that leads to another site, or a feature that links nothing", () => {
    expect([met(closed("https://evil.example/x", "unusable"), "tests/a_test.go"), met(closed("tests/a_test.go", "not-found", "too-few"), "tests/a_test.go")]).toEqual([false, false]);
  });
  test("and one that closes none is not asked", () => expect(decidePullAcceptance(pull(), [])).toBeNull());
});
