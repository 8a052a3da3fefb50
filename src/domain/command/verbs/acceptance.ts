/** `acceptance`: links an acceptance test to the feature under whose issue it is said, or takes such a link back. */
import { mayUse } from "../right.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const ACCEPTANCE: VerbRow = {
  verb: "acceptance",
  usage: "acceptance [without] LINK",
  does: "Links an acceptance test to this feature, beside those that its description links; the word without takes back one that was linked so.",
  right: "ask",
  place: "anywhere",
  argument: "several",
  clauses: [],
  needs: [],
  examples: ["/warden acceptance tests/join_test.go::TestJoin", "/warden acceptance without tests/join_test.go::TestJoin"],
  ofDiff: false,
  touches: "features",
  apply: applyAcceptance,
};

function applyAcceptance(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  if (!mayUse("ask", command.standing, context.plan)) return null;
  if (command.pull !== null) return { state, outcome: refused("acceptance-a-pull") };
  if (context.plan.features === null) return { state, outcome: refused("acceptance-no-features") };
  const said = command.command.argument ?? "";
  const [, without, link = ""] = /^(without )?(.*)$/i.exec(said) ?? [];
  const feature = `${context.repository.toLowerCase()}#${command.number}`;
  const others = state.linkedTests.filter((one) => one.feature !== feature || one.link !== link);
  if (without !== undefined) {
    if (others.length === state.linkedTests.length) return { state, outcome: refused("acceptance-unknown", { link }) };
    return { state: { ...state, linkedTests: others }, outcome: done("acceptance-without", { link }) };
  }
  return { state: { ...state, linkedTests: [...others, { feature, link, by: command.standing.login, at: command.at }] }, outcome: done("acceptance-linked", { link }) };
}
