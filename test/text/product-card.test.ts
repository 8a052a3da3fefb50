import { describe, expect, test } from "@jest/globals";
import type { Product } from "../../src/domain/model/plan.ts";
import { BLANK_CARD } from "../../src/domain/model/plan-record.ts";
import { privateProductText, productText, productTitle } from "../../src/text/product-card.ts";
import { plan, product, time } from "../support/plan-builder.ts";

const EVIL = "](x) @everyone <img> `#1` | a\nb https://evil.example";
const evilProduct = (many: number): Product => product("a", {
  title: EVIL, repositories: Array.from({ length: many }, () => "acme/app"), manager: EVIL, branch: EVIL, team: Array.from({ length: many }, () => ({ who: EVIL.repeat(2), role: EVIL, open: true })),
  handedOver: [{ by: EVIL, on: time("2026-12-01T00:00Z"), because: EVIL }], version: { current: EVIL, target: EVIL, note: EVIL.repeat(9) },
  card: {
    description: EVIL.repeat(40), audit: { said: "no", note: EVIL }, documentation: { said: "words", lines: Array.from({ length: many }, () => EVIL.repeat(20)) }, legalReview: null,
    ci: Array.from({ length: many }, () => ({ who: EVIL, what: EVIL.repeat(10) })), platforms: { said: "words", lines: Array.from({ length: many }, () => EVIL.repeat(20)) },
    functionality: Array.from({ length: many }, () => ({ what: EVIL.repeat(10), who: EVIL, delayed: { on: null, to: EVIL } })), userStories: Array.from({ length: many }, () => EVIL.repeat(10)),
    refactor: { said: "words", lines: Array.from({ length: many }, () => EVIL.repeat(20)) }, rollout: { said: "words", lines: Array.from({ length: many }, () => EVIL.repeat(20)) },
    environments: { said: "words", lines: Array.from({ length: many }, () => EVIL.repeat(20)) },
  },
});

describe("the card of a product", () => {
  test("yes, no, none, words and a blank are five things", () => {
    const text = productText({
      product: product("runtime", {
        title: "Runtime", repositories: ["acme/runtime", "acme/hidden"], branch: "master", manager: "mnaamani", handedOver: [{ by: "jens", on: time("2026-11-10T00:00Z"), because: null }],
        team: [{ who: "mnaamani", role: "Developer", open: false }, { who: "alex", role: "Developer", open: false }, { who: "Community Member 1", role: "Tester", open: true }, { who: null, role: "Designer", open: false }],
        version: { current: "5.3.0", target: "5.4.0", note: "unless a bugfix upgrade comes first" },
        card: {
          ...BLANK_CARD, description: "What validators run", audit: { said: "no", note: null }, documentation: { said: "yes", note: null }, legalReview: { said: "no", note: "a licence is added" }, ci: [{ who: "mnaamani", what: "tests" }, { who: null, what: "an image" }],
          platforms: { said: "none", note: null }, functionality: [{ what: "forum", who: "bedeho", delayed: null }, { what: "tranches", who: null, delayed: { on: time("2026-11-11T00:00Z"), to: "the next release" } }],
          userStories: [], refactor: { said: "words", lines: ["Docker", "modules apart"] },
        },
      }), manager: "rita", path: "plan.yml", unlinked: new Set(["acme/hidden"]), taken: null,
    });
    expect(text).toMatchInlineSnapshot(`
"**2 of 11 not answered yet:** rollout and test environments. \`no\` and \`none\` are answers too.

| | |
|---|---|
| What it is for | What validators run |
| Manager | mnaamani<br>until Mon 9 November 2026 24:00 UTC jens |
| Team | Developer: mnaamani, alex<br>Tester: Community Member 1 (open)<br>Designer: nobody yet |
| Repository | [acme/runtime](/acme/runtime)<br>acme/hidden (private) |
| Branch | \`master\` |
| Version | 5.3.0 → 5.4.0<br>unless a bugfix upgrade comes first |
| Audit | no |
| Documentation | yes |
| Legal review | no: a licence is added |
| Build and tests | • mnaamani: tests<br>• an image |
| Platforms | none |
| New or changed functions | • forum (bedeho)<br>• tranches (nobody named yet), moved to the next release, decided Tue 10 November 2026 24:00 UTC |
| User stories | none |
| Refactoring | Docker<br>modules apart |
| Rollout | *not answered yet* |
| Test environments | *not answered yet* |

What stands here comes from \`plan.yml\`, and is changed there."
`);
  });

  test("a private one is shown by its names, and by how much is said of it", () => {
    expect(privateProductText({ product: product("faucet", { title: "Faucet", private: true, card: { ...BLANK_CARD, audit: { said: "words", lines: ["SECRET"] }, description: "SECRET" } }), manager: "rita", path: "plan.yml", unlinked: new Set(), taken: null })).toMatchInlineSnapshot(`
"Faucet is private: it is shown by name only. Its code is in acme/faucet (private).

**9 of 11 not answered yet:** documentation, legal review, build and tests, platforms, new or changed functions, user stories, refactoring, rollout and test environments. \`no\` and \`none\` are answers too.

What the release plan says of it stands in \`plan.yml\`."
`);
  });

  test("what people wrote stays inert, and an issue has room for all of it", () => {
    const text = productText({ product: evilProduct(100), manager: EVIL, path: "plan.yml", unlinked: new Set(), taken: null });
    expect(text.length).toBeLessThan(64_000);
    expect(text.split("\n").filter((line) => line.startsWith("| ") && line.replaceAll(/\\./g, "").split("|").length !== 4)).toEqual([]);
    expect([/[^\\]\]\(x\)/, /@everyone/, /<img>/, /https:\/\/evil/].filter((bad) => bad.test(text))).toEqual([]);
    expect(productTitle(plan(), evilProduct(1))).not.toContain("\n");
  });
});
