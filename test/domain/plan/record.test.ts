import { describe, expect, test } from "@jest/globals";
import type { CardAnswer } from "../../../src/domain/model/plan-record.ts";
import { parseText, planOf } from "./plan-fixture.ts";

const HEAD = "release: { name: x, timezone: Europe/Oslo }\n";
const read = (text: string) => planOf(parseText(HEAD + text));
const errors = (text: string): readonly string[] => parseText(HEAD + text).problems.filter(({ severity }) => severity === "error").map(({ code, path }) => `${code} ${path ?? ""}`);
const utc = (text: string): number => Date.parse(`${text}Z`);

describe("what a plan records beside its dates", () => {
  test("a risk is a sentence, or says who watches it and what is done", () => {
    expect(read("risks: ['The holidays, again!', { risk: rain, mitigation: umbrella, owner: bwhm, likelihood: high, impact: low, review: 2026-12-01 }]").risks).toMatchObject([
      { id: "the-holidays-again", risk: "The holidays, again!", mitigation: null, owner: null, review: null },
      { id: "rain", mitigation: "umbrella", owner: "bwhm", likelihood: "high", impact: "low", review: { at: utc("2026-12-01T23:00") } },
    ]);
  });
  test("the same risk twice is said, with its line", () => expect(errors("risks:\n  - rain\n  - Rain\n")).toEqual(["duplicate-id risks[1].id"]));
  test("constraints are kept as they stand", () => expect(read("constraints: [no change of storage]").constraints).toEqual(["no change of storage"]));
  test("a window has two instants, and an issue that is there", () => {
    expect(read("windows: [{ id: ask, opens: 2026-12-01T12:00, closes: 2026-12-08T12:00Z, issue: 'acme/app#12' }]").windows).toMatchObject([
      { id: "ask", title: "Ask", opens: { at: utc("2026-12-01T11:00") }, closes: { at: utc("2026-12-08T12:00") }, issue: { repository: "acme/app", number: 12 } },
    ]);
  });
  test.each([["12", null], ["'#12'", null], ["'acme/app#12'", "acme/app"], ["'https://github.com/acme/app/pull/12'", "acme/app"]])("the issue %s is read", (written, repository) => {
    expect(read(`windows: [{ id: ask, opens: 2026-12-01T12:00, closes: 2026-12-02T12:00, issue: ${written} }]`).windows[0]?.issue).toEqual({ repository, number: 12 });
  });
  test("a document names its file, what was agreed, and when it holds", () => {
    expect(read(`windows: [{ id: ask, opens: 2026-12-01T12:00, closes: 2026-12-02T12:00 }]\ndocuments: [{ id: guide, path: docs/guide.md, version: '1.2', blob: ${"a".repeat(40)}, windows: [ask], owner: tor }]`).documents).toMatchObject([
      { id: "guide", path: "docs/guide.md", version: "1.2", blob: "a".repeat(40), windows: ["ask"], final: null, owner: "tor" },
    ]);
  });
  test("a document that waits for a window nobody planned is refused", () => expect(errors("documents: [{ id: guide, path: a.md, windows: [aks] }]")).toEqual(["unknown-window documents[0].windows[0]"]));
  test("a blocker concerns people from outside unless it says otherwise", () => {
    expect(read("blockers: [{ id: cla, because: lawyers, owner: brian, status: license/cla }]").blockers).toMatchObject([{ id: "cla", title: "Cla", concerns: "outside", status: "license/cla", owner: "brian" }]);
  });
  test("deployment in words, and migrations that nobody knows yet", () => {
    expect(read("").release.deployment).toBeNull();
    expect(planOf(parseText("release: { name: x, timezone: UTC, deployment: { how: by vote, migrations: { unknown: true, resolve_by: 2026-12-01 } } }\n")).release.deployment)
      .toMatchObject({ how: "by vote", migrations: { text: null, unknown: { at: null, resolveBy: utc("2026-12-02T00:00") } } });
  });
  test("a fallback, and who looks at a part once it is ready", () => {
    const [milestone] = read("milestones: [{ id: proposal, due: 2026-12-01, fallback: { task: force it, after: 48 hours, unless: criticism }, parts: [{ title: draft, at: 'acme/app#3', review: [bedeho] }] }]").milestones;
    expect(milestone).toMatchObject({ fallback: { task: "force it", after: 172_800_000, unless: "criticism" }, parts: [{ title: "draft", at: { repository: "acme/app", number: 3 }, review: ["bedeho"] }] });
  });
});

describe("what is written wrongly is said where it stands, with what to write", () => {
  test.each([
    ["an unknown key of a member that may be a name as well", "teams: [{ id: core, members: [{ name: x }] }]", "teams[0].members[0].name did you mean `who`?"],
    ["a login that begins as YAML does not", "milestones: [{ id: a, due: 2026-12-01, parts: [{ title: b, review: '@bedeho' }] }]", 'milestones[0].parts[0].review write `review: ["@bedeho"]`'],
    ["an entry of a list where a word would do as well", "products: [{ id: a, ci: [{ who: b }] }]", "products[0].ci[0] write `what: tests of the runtime`"],
    ["neither a list nor that word", "products: [{ id: a, ci: 3 }]", "products[0].ci write `[{ who: mnaamani, what: tests of the runtime }]`"],
    ["a word that is not that word", "products: [{ id: a, ci: nobody }]", "products[0].ci write `ci: [nobody]`"],
    ["a place that is none", "windows: [{ id: a, opens: 2026-12-01T12:00, closes: 2026-12-02T12:00, issue: twelve }]", "windows[0].issue write `issue: Joystream/joystream#64`"],
  ])("%s", (_name, written, expected) => {
    expect(parseText(HEAD + written).problems.filter(({ severity }) => severity === "error").map(({ path, hint }) => `${path ?? ""} ${hint ?? ""}`)).toEqual([expected]);
  });
});

describe("the card of a product", () => {
  const answer = (written: string): CardAnswer | undefined => read(`products: [{ id: runtime, audit: ${written} }]`).products[0]?.card.audit;
  test.each<[string, CardAnswer]>([
    ["true", { said: "yes", note: null }], ["false", { said: "no", note: null }], ["'No'", { said: "no", note: null }], ["none", { said: "none", note: null }], ["'N/A'", { said: "none", note: null }],
    ["'No. License to be added.'", { said: "no", note: "License to be added." }], ["'no licence needed'", { said: "words", lines: ["no licence needed"] }],
    ["[]", { said: "none", note: null }], ["[a, b]", { said: "words", lines: ["a", "b"] }], ["in March", { said: "words", lines: ["in March"] }], ["", null], ["null", null],
  ])("audit: %s", (written, expected) => expect(answer(written)).toEqual(expected));
  test("nobody builds it, and nobody has said who does, are two things", () => {
    expect([read("products: [{ id: a, ci: none }]").products[0]?.card.ci, read("products: [{ id: a }]").products[0]?.card.ci]).toEqual(["none", null]);
  });
});

describe("teams of the plan", () => {
  const TEAMS = "teams: [{ id: core, chair: niels, members: [tor, { who: brian, organization: Factom Inc, load: part-time }], away: [{ who: tor, from: 2026-12-20, to: 2026-12-24, because: elections }] }]\n";
  test("the chair is a member, and absences have their days", () => {
    expect(read(TEAMS).teams).toEqual([{
      id: "core", title: "Core", chair: "niels",
      members: [{ who: "niels", organization: null, load: null }, { who: "tor", organization: null, load: null }, { who: "brian", organization: "Factom Inc", load: "part-time" }],
      away: [{ who: "tor", from: utc("2026-12-19T23:00"), to: utc("2026-12-24T23:00"), because: "elections" }],
    }]);
  });
  test("their members own incidents and approve exceptions, everybody once", () => {
    const plan = read(`${TEAMS}incidents: { owners: [core, Tor, acme/guides] }\nfreezes: [{ from: 2026-12-01, waivers: { approvers: [core] } }]`);
    expect(plan.incidents?.owners).toEqual(["niels", "tor", "brian", "acme/guides"]);
    expect(plan.freezes[0]?.waivers.approvers).toEqual(["niels", "tor", "brian"]);
  });
});
