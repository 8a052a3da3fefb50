/** `matrix`: which feature's acceptance tests passed on which candidate in which environment, and what changed from one candidate to the next. */
import type { ReleaseMatrix } from "../domain/policy/release-matrix.ts";
import { joined } from "../text/enumeration.ts";
import { terminalText } from "../text/escape.ts";
import { webAddress } from "../text/github-web.ts";
import { matrixCsv, matrixHtml, matrixJson } from "../text/matrix-export.ts";
import { matrixLines } from "../text/matrix-lines.ts";
import { inputProblem, usageProblem } from "./cli-problem.ts";
import type { Command } from "./command.ts";
import { printLines, type CliIo } from "./io.ts";
import { paintFor } from "./paint.ts";
import { readRepository } from "./repository-argument.ts";
import { readTemplate } from "./template.ts";

const FORMATS = ["json", "csv", "html"] as const;

export const matrixCommand: Command = {
  name: "matrix",
  usage: "matrix --repo OWNER/NAME [--plan PATH] [--json|--csv|--html]",
  summary: "print which feature passed on which candidate in which environment",
  help: ["Prints what the server last saw of every feature of a plan: tag by tag, environment by environment, and what was fixed, regressed, never run or expired from each tag to the next."],
  options: [
    { name: "repo", value: "OWNER/NAME", required: true, help: "the repository that holds the plan" },
    { name: "plan", value: "PATH", required: false, help: "the plan's file, where the repository holds several" },
    { name: "json", value: null, required: false, help: "print JSON" },
    { name: "csv", value: null, required: false, help: "print CSV, one line for each feature, tag and environment" },
    { name: "html", value: null, required: false, help: "print one HTML page" },
  ],
  operands: { least: 0, most: 0, name: "operand" },
  run: async ({ values, switches }, io, services) => {
    const repository = readRepository(values["repo"] ?? "", "repo");
    const formats = FORMATS.filter((format) => switches.has(format));
    if (formats.length > 1) throw usageProblem(`--${joined(formats, "and").replaceAll(/(, | and )/g, "$1--")} cannot be printed together.`, "choose one of them");
    if (services.matrix == null) throw usageProblem("matrix asks a live installation, and no credentials are set.", "set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, and the same store settings as the server's");
    const all = await services.matrix(repository);
    if (all === null) throw inputProblem(`${terminalText(repository)} holds no release plan, or the app is not installed there, or no server has run here yet.`, "release-warden init shows where a plan goes; start the server once with npm start, where the same store settings are set");
    print(chosen(all, values["plan"], repository), formats[0], io);
    return 0;
  },
};

function chosen(all: readonly ReleaseMatrix[], path: string | undefined, repository: string): ReleaseMatrix {
  if (all.length === 0) throw inputProblem(`No plan of ${terminalText(repository)} says which issues are features.`, "add features: { select: { labels: [feature] } } to the plan");
  const [first, ...others] = path === undefined ? all : all.filter((one) => one.path === path);
  const paths = joined(all.map((one) => terminalText(one.path, 200)), "or");
  if (first === undefined) throw inputProblem(`${terminalText(repository)} has no plan with features at ${terminalText(path ?? "", 200)}.`, `there is ${paths}`);
  if (others.length > 0) throw usageProblem(`${terminalText(repository)} holds several plans with features.`, `add --plan with one of them: ${paths}`);
  return first;
}

function print(matrix: ReleaseMatrix, format: (typeof FORMATS)[number] | undefined, io: CliIo): void {
  switch (format) {
    case "json": return io.stdout(`${matrixJson(matrix)}\n`);
    case "csv": return io.stdout(matrixCsv(matrix));
    case "html": return io.stdout(matrixHtml(readTemplate("matrix.html.hbs"), matrix, webAddress(io.apiUrl)));
    case undefined: return printLines(io.stdout, matrixLines(matrix, io.columns, paintFor(io)));
  }
}
