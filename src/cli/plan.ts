/** `plan apply --dry-run`: what the plans of a repository would write to milestones, issues and boards on GitHub now. The server writes by itself; this only looks. */
import { terminalText } from "../text/escape.ts";
import { planWriteLines } from "../text/plan-writes.ts";
import { inputProblem, usageProblem } from "./cli-problem.ts";
import type { Command } from "./command.ts";
import { printLines } from "./io.ts";
import { readRepository } from "./repository-argument.ts";

export const planCommand: Command = {
  name: "plan",
  usage: "plan apply --dry-run --repo OWNER/NAME",
  summary: "print what the merged plan would write to milestones, issues and boards on GitHub; writes nothing",
  help: ["Reads the plans of a repository and the milestones of every repository that they govern through the app's own installation, and prints the difference as a table; the same for its issues and its board, where it asks for them.", "There is no way to apply a plan by hand: the server does it when the plan is merged."],
  options: [
    { name: "dry-run", value: null, required: false, help: "look and write nothing; the server alone writes" },
    { name: "repo", value: "OWNER/NAME", required: true, help: "the repository that holds the plan" },
  ],
  operands: { least: 1, most: 1, name: "apply" },
  run: async ({ operands, values, switches }, io, services) => {
    const repository = readRepository(values["repo"] ?? "", "repo");
    if (operands[0] !== "apply") throw usageProblem(`There is no "plan ${terminalText(operands[0] ?? "", 60)}".`, "write release-warden plan apply --dry-run --repo owner/name");
    if (!switches.has("dry-run")) throw usageProblem("A plan is applied by the server when it is merged, not by hand.", "add --dry-run to see what it would write");
    if (services.planned === undefined || services.planned === null) throw usageProblem("plan apply reads a live installation, and no credentials are set.", "set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, or check the file with release-warden validate");
    const writes = await services.planned(repository);
    if (writes === null) throw inputProblem(`${terminalText(repository)} holds no release plan, or the app is not installed there, or no server has run here yet.`, "release-warden init shows where a plan goes; start the server once with npm start, where the same store settings are set");
    printLines(io.stdout, [...planWriteLines(writes, io.columns), "Nothing was written."]);
    return 0;
  },
};
