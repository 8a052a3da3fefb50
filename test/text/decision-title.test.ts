import { describe, expect, test } from "@jest/globals";
import type { DecidedPull } from "../../src/text/decided-pull.ts";
import { decisionTitle } from "../../src/text/decision-title.ts";
import { allowed, at, decided, evidence, freeze, milestone, offending, plan, reason } from "./decided.ts";

const unknownKind = reason("freeze", false, {}, [reason("kind-unknown", false, { allowed: ["bugfix"] })]);

const titles: readonly (readonly [string, DecidedPull, string])[] = [
  ["what is not let in waits, with the date", decided(), "Waits for Release (due Mon 24 June 24:00 Oslo): only bugfixes until then"],
  ["a release that slipped was due", decided({}, { now: at("2019-06-26T00:00:00Z") }), "Waits for Release (was due Mon 24 June 24:00 Oslo): only bugfixes until then"],
  ["another year is said", decided({ until: at("2020-01-06T11:00:00Z") }), "Waits for Release (due Mon 6 January 2020 12:00 Oslo): only bugfixes until then"],
  ["a milestone without a date", decided({ until: null }), "Waits for Release: only bugfixes until then"],
  ["a freeze that ends by the clock", decided({ untilMilestone: null }), "Waits until Mon 24 June 24:00 Oslo: only bugfixes until then"],
  ["a freeze that a person ends", decided({ untilMilestone: null, until: null }), "Waits until bwhm ends the freeze: only bugfixes until then"],
  ["a kind that nothing shows", decided({ kind: "unknown", reasons: unknownKind }), "Waits for Release (due Mon 24 June 24:00 Oslo): not shown to be a bugfix"],
  ["a file list that GitHub cut short", decided({ reasons: reason("freeze", null, {}, [reason("paths-unknown", null, { count: 3000 })]) }),
    "Waits for Release (due Mon 24 June 24:00 Oslo): cannot tell if all its files are exempt"],
  ["files that were not given", decided({ reasons: reason("freeze", null, {}, [reason("paths-unknown", null, { count: null })]) }), "Waits for Release (due Mon 24 June 24:00 Oslo): only bugfixes until then"],
  ["a freeze that lets in more kinds", decided({}, { plan: plan({ freezes: [freeze({ allow: ["bugfix", "docs", "release"] })] }) }),
    "Waits for Release (due Mon 24 June 24:00 Oslo): only bugfixes and documentation until then"],
  ["an exempt product", decided(allowed(reason("product-exempt", true, { product: "pioneer" }))), "Allowed: pioneer is exempt from this freeze"],
  ["a bugfix with its evidence", decided(allowed(reason("kind-allowed", true, { kind: "bugfix" }), { kind: "bugfix", evidence: [evidence()] })), "Allowed: bugfix (label `bug` by bwhm)"],
  ["a bugfix by its author's words", decided(allowed(reason("kind-allowed", true, { kind: "bugfix" }), { kind: "bugfix", evidence: [evidence({ source: "commit-type", detail: "fix", suppliedBy: "ann", byAuthor: true })] })),
    "Allowed: bugfix (title type `fix` by ann, its own author)"],
  ["an agreed exception", decided(allowed(reason("agreed", true, { because: "initialise the new state", by: "bwhm", see: "https://x.example" }))), "Allowed: agreed beforehand by bwhm: initialise the new state"],
  ["exempt paths", decided(allowed(reason("paths-exempt", true, { patterns: ["docs/**"] }))), "Allowed: every file is under the exempt paths `docs/**`"],
  ["a release merge of what was there", decided(allowed(reason("contains", true, { total: 3 }, [reason("contained-before", true, { change: "o/r#1" })]))), "Allowed: all that it carries was there before the freeze began"],
  ["a plan fix", decided({ ...allowed(reason("plan-fix", true, { approvedBy: "bwhm" })), reasons: reason("plan-fix", true, { approvedBy: "bwhm" }) }), "Allowed: it changes only the release plan, and bwhm, whom the plan names, approved this commit"],
  ["one offending change", decided({ offending: [offending()] }), "Holds up the release: carries #65, which is not a bugfix"],
  ["several offending changes", decided({ offending: [offending(), offending({ number: 72 }), offending({ number: 80 })] }), "Holds up the release: carries #65 and 2 more that are not bugfixes"],
  ["offending changes of unknown kind", decided({ offending: [offending({ kind: "unknown" })] }), "Holds up the release: carries #65, which is not shown to be a bugfix"],
  ["an offending commit", decided({ offending: [offending({ number: null, sha: "0123456789abcdef" })] }), "Holds up the release: carries 0123456789, which is not a bugfix"],
  ["a feeder", decided({ verdict: "allow", feeder: { into: "master", freeze: "bugfixes-only" } }, { base: "development" }), "Can merge to development, but would hold up the release"],
  ["observe mode", decided({ mode: "observe" }), "Would wait for Release (due Mon 24 June 24:00 Oslo) (observe mode: nothing is blocked)"],
  ["an observed release merge", decided({ mode: "observe", offending: [offending()] }), "Would hold up the release: carries #65, which is not a bugfix (observe mode: nothing is blocked)"],
  ["contents that are not read yet", decided({ verdict: "wait", reasons: reason("freeze", null, {}, [reason("contains", null, {}, [reason("contains-incomplete", null)])]) }),
    "Cannot tell yet what it carries, so it waits: its commits are being read"],
  ["contents that cannot all be listed", decided({ reasons: reason("freeze", null, {}, [reason("contains", null, {}, [reason("contains-incomplete", null)])]) }),
    "Waits for Release (due Mon 24 June 24:00 Oslo): not all that it carries could be listed"],
  ["no freeze, and the next one", decided({ verdict: "skip", rule: null, reasons: reason("no-freeze", true, { next: at("2019-06-17T22:00:00Z"), title: "Only bugfixes" }) }),
    "No freeze is in force here; the next, Only bugfixes, begins Mon 17 June 2019 24:00 Oslo (22:00 UTC)"],
  ["a branch that no plan governs", decided({ verdict: "skip", rule: null, reasons: reason("not-governed", null) }), "No release plan governs `master` here"],
];

describe("the title names the nearest thing", () => {
  test.each(titles)("%s", (_name, pull, title) => {
    expect(decisionTitle(pull)).toBe(title);
  });

  test("within 100 characters each", () => {
    expect(titles.filter(([, pull]) => [...decisionTitle(pull)].length > 100)).toEqual([]);
  });
});

test("a title too long for its milestone drops what is least needed first", () => {
  const long = plan({ milestones: [milestone("release", "The Third Public Release of the Acropolis Testnet", null)] });
  expect(decisionTitle(decided({}, { plan: long }))).toBe("Waits for The Third Public Release of the Acropol… (due Mon 24 June 24:00 Oslo)");
});

test("a title cannot carry control characters of a plan", () => {
  const wild = plan({ milestones: [milestone("release", "\u001b[31mRelease\n\u202ex", null)] });
  expect(decisionTitle(decided({}, { plan: wild }))).toBe("Waits for Release x (due Mon 24 June 24:00 Oslo): only bugfixes until then");
});
