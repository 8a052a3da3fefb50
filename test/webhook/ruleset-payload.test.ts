/** A changed ruleset, which only an app with administration hears of. */
import { expect, test } from "@jest/globals";
import { acceptanceOf } from "../../src/webhook/acceptance.ts";
import { GATE_EVENTS, SUBSCRIBED_EVENTS } from "../../src/webhook/payload.ts";
import { INSTALLATION, mapped, payload, REPOSITORY } from "./github-payloads.ts";

test("a changed ruleset looks at the gates of its repository, and keeps who changed it", () => {
  const reading = mapped("repository_ruleset", payload({ action: "edited", repository_ruleset: { id: 77, name: "@everyone", enforcement: "disabled" } }));
  expect(reading).toMatchObject({
    marks: [{ key: { kind: "repository", repository: REPOSITORY }, lane: "gate", installation: INSTALLATION }],
    witnesses: [{ action: "edited", object: "ruleset:77", senderBot: false }],
  });
  expect(JSON.stringify(reading)).not.toContain("everyone");
});

test("one without an id still looks at the whole repository", () => {
  expect(mapped("repository_ruleset", payload({ action: "deleted" }))?.marks).toEqual([{ key: { kind: "repository", repository: REPOSITORY }, lane: "changed", installation: INSTALLATION }]);
});

test("the first app does not subscribe to it, since GitHub asks administration for that", () => {
  expect([GATE_EVENTS, SUBSCRIBED_EVENTS.includes("repository_ruleset")]).toEqual([["repository_ruleset"], false]);
});

test("one of an organisation keeps who changed it, under no repository; whose gates it is, the store knows", () => {
  const { repository: _, ...ofOrganization } = payload({ action: "edited", organization: { id: 3, login: "acme" }, repository_ruleset: { id: 77, name: "x" } }) as Record<string, unknown>;
  const reading = mapped("repository_ruleset", ofOrganization);
  expect(reading).toMatchObject({ repository: null, marks: [], witnesses: [{ object: "ruleset:77" }] });
  expect(reading === null ? null : acceptanceOf("d", "repository_ruleset", reading, 5)?.witnesses).toMatchObject([{ repository: 0, at: 5 }]);
});
