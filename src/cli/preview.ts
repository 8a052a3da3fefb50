/** `preview`: what would hold for the open pull requests of a repository at an instant. It asks a live installation and writes nothing. */
import { decisionLine } from "../text/decision-line.ts";
import { counted } from "../text/enumeration.ts";
import { terminalText } from "../text/escape.ts";
import { inputProblem, usageProblem } from "./cli-problem.ts";
import type { Command } from "./command.ts";
import { readInstant } from "./instant-argument.ts";
import { printLines } from "./io.ts";
import { paintFor } from "./paint.ts";
import { readRepository } from "./repository-argument.ts";

export const previewCommand: Command = {
  name: "preview",
  usage: "preview --repo OWNER/NAME --at INSTANT",
  summary: "say what would hold for the open pull requests at an instant; writes nothing",
  help: ["Reads the plan and the open pull requests through the app's own installation, decides as if it were that instant, and prints one line each."],
  options: [
    { name: "repo", value: "OWNER/NAME", required: true, help: "a repository that the app is installed on" },
    { name: "at", value: "INSTANT", required: true, help: "2026-12-01T00:00Z, or a date or time in the plan's zone" },
  ],
  operands: { least: 0, most: 0, name: "operand" },
  run: async ({ values }, io, services) => {
    const repository = readRepository(values["repo"] ?? "", "repo");
    const atText = values["at"] ?? "";
    if (services.preview === null) {
      throw usageProblem("preview reads a live installation, and no credentials are set.", "set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, or decide from files with release-warden decide");
    }
    const preview = await services.preview(repository, (plan) => readInstant(atText, "at", plan));
    if (!preview.governed) throw inputProblem(`No release plan governs ${terminalText(repository)}, or the app is not installed there.`, "release-warden init shows where a plan goes");
    const pulls = preview.pulls.map((one) => ({ ...one, now: one.decision.decidedAt, repository }));
    const held = pulls.filter(({ decision }) => decision.verdict === "block" || decision.verdict === "wait").length;
    printLines(io.stdout, [
      ...pulls.map((pull) => decisionLine(`#${pull.number}`, pull, paintFor(io))),
      ...(pulls.length === 0 ? [] : [""]),
      `${counted(pulls.length, "open pull request")}, ${held} not let in. Nothing was written.`,
      ...(preview.complete ? [] : ["Not all open pull requests could be read, so there may be more."]),
    ]);
    return 0;
  },
};
