import { describe, expect, test } from "@jest/globals";
import type { Vote, VoteTerms } from "../../src/domain/model/vote.ts";
import { procedureSectionText, procedureTitle, unratifiedText, voteOpenedText } from "../../src/text/procedure-issue.ts";
import type { ShownProcedure } from "../../src/text/procedure-issue.ts";
import { at } from "../support/plan-builder.ts";

const NASTY = "@everyone | <b>x</b> [a](https://evil.example) #12\n\n| x | y |\n```";
const TERMS: VoteTerms = { voters: ["niels", "tor"], text: "a".repeat(40), needs: "all", within: null };
const NOON = at("2026-12-01T12:00Z");
const VOTE: Vote = {
  rounds: [{ id: "1", motion: { by: "niels", at: NOON, because: NASTY }, second: { by: "tor", at: NOON }, terms: TERMS, ballots: [{ by: "niels", at: NOON, choice: "no", because: NASTY }], result: null }],
  concerns: [{ number: 1, by: "eve", at: NOON, text: NASTY, settledAt: null }, { number: 2, by: "eve", at: NOON, text: "settled", settledAt: NOON }],
};
const SHOWN: ShownProcedure = { procedure: { version: NASTY, file: "docs/`|a.md" }, rules: { by: ["niels", "tor"], needs: "all", within: null }, vote: VOTE, standing: "voting", text: "a".repeat(40), zone: "UTC" };

describe("what people wrote about a vote", () => {
  const text = [procedureSectionText(SHOWN), unratifiedText({ version: NASTY, issue: "#7", changed: false }), voteOpenedText(VOTE.rounds[0] as never, "UTC", NASTY, VOTE.rounds[0] as never)].join("\n\n");
  test("mentions, links and formats nothing, and stays in its cell", () => {
    expect(text.match(/@[a-z]+/g)).toEqual(["@niels", "@tor"]);
    expect(text).not.toMatch(/<b>|(?<!\\)\]\(https|(?<!\\)#12|^```/m);
    for (const row of text.split("\n").filter((line) => line.startsWith("| "))) expect([row, [2, 3].includes((row.match(/(?<!\\)\|/g) ?? []).length - 1)]).toEqual([row, true]);
  });
  test("keeps its sections and has one line in front of an incident", () => {
    expect(procedureSectionText(SHOWN)).toContain("2. settled — eve, settled on Tue 1 December 2026 12:00 UTC");
    expect(unratifiedText({ version: NASTY, issue: null, changed: true }).split("\n")).toHaveLength(1);
  });
});

test.each<readonly [ShownProcedure["standing"], string]>([
  ["draft", "Incident procedure 2.1: to be ratified"], ["not-carried", "Incident procedure 2.1: not ratified"], ["ratified", "Incident procedure 2.1: ratified"], ["changed", "Incident procedure 2.1: to be ratified again"],
])("the title says that it is %s", (standing, title) => expect(procedureTitle("2.1", standing)).toBe(title));
