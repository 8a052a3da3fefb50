import { describe, expect, test } from "@jest/globals";
import { readStartArguments } from "../../src/cli/start-arguments.ts";

const NONE = { help: false, once: false, port: null, record: null, plan: null, pulls: null, milestones: null, scene: null, until: null };

describe("what follows npm start --", () => {
  test.each([
    [[], {}],
    [["--once", "--record", "r.jsonl"], { once: true, record: "r.jsonl" }],
    [["--plan", "p.yml", "--pulls", "p.json", "--milestones", "m.json"], { plan: "p.yml", pulls: "p.json", milestones: "m.json" }],
    [["--plan", "nunet", "--once"], { scene: "nunet", once: true }],
    [["--plan", "factom"], { scene: "factom", plan: null }],
    [["--plan", "nunet", "--pulls", "p.json"], { plan: "nunet", pulls: "p.json" }],
    [["--until", "2019-06-20T20:00"], { until: "2019-06-20T20:00" }],
    [["--port", "0"], { port: 0 }],
    [["-h"], { help: true }],
  ])("%j is read", (args, expected) => {
    expect(readStartArguments(args)).toEqual({ ...NONE, ...expected });
  });

  test.each([
    [["--plan", "p.yml"], "--plan needs --pulls beside it"],
    [["--pulls", "p.json"], "--pulls needs --plan beside it"],
    [["--milestones", "m.json"], "--milestones belongs to --plan and --pulls"],
    [["--until="], "--until needs a date or a time"],
    [["--plan", "nunet", "--until", "2019-06-20"], "--until belongs to releases that are played from pull requests"],
    [["--port", "65536"], "--port must be a whole number from 0 to 65535."],
    [["--port", "http"], "--port must be a whole number from 0 to 65535."],
    [["--record="], "--record needs the name of a file."],
    [["--onec"], "Unknown option '--onec'."],
    [["--once=yes"], "Option '--once' does not take an argument."],
    [["plan.yml"], "Unexpected argument 'plan.yml'."],
  ])("%j is refused with a sentence", (args, sentence) => {
    expect(() => readStartArguments(args)).toThrow(sentence);
  });
});
