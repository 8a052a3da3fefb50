/** `incidents`: the incident log of a repository's plans, as the server last saw it. */
import { foundIncidents, incidentLog } from "../domain/incident/incident-log.ts";
import type { IncidentLog } from "../domain/incident/incident-log.ts";
import { terminalText } from "../text/escape.ts";
import { incidentLogCsv, incidentLogJson, incidentLogLines } from "../text/incident-log.ts";
import { inputProblem, usageProblem } from "./cli-problem.ts";
import type { Command } from "./command.ts";
import { printLines, type CliIo } from "./io.ts";
import { readRepository } from "./repository-argument.ts";

export const incidentsCommand: Command = {
  name: "incidents",
  usage: "incidents --repo OWNER/NAME [--find WORDS] [--json|--csv]",
  summary: "print every incident of a plan, with counts and medians by severity and component",
  help: ["Prints the incidents that were reported under the plans of a repository. A duration that nobody can know is left out of its median, and counted."],
  options: [
    { name: "repo", value: "OWNER/NAME", required: true, help: "the repository that holds the plan" },
    { name: "find", value: "WORDS", required: false, help: "only those in whose title, version, component, error, type or severity all these words stand" },
    { name: "json", value: null, required: false, help: "print JSON" },
    { name: "csv", value: null, required: false, help: "print CSV, one line for each incident" },
  ],
  operands: { least: 0, most: 0, name: "operand" },
  run: async ({ values, switches }, io, services) => {
    const repository = readRepository(values["repo"] ?? "", "repo");
    if (switches.has("json") && switches.has("csv")) throw usageProblem("--json and --csv cannot be printed together.", "choose one of them");
    if (services.incidents == null) throw usageProblem("incidents asks a live installation, and no credentials are set.", "set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, and the same store settings as the server's");
    const log = await services.incidents(repository);
    if (log === null) throw inputProblem(`${terminalText(repository)} holds no release plan, or the app is not installed there, or no server has run here yet.`, "release-warden init shows where a plan goes; start the server once with npm start, where the same store settings are set");
    print(values["find"] === undefined ? log : { ...log, ...incidentLog(foundIncidents(log.incidents, values["find"]), log.bySeverity.flatMap(({ name }) => name ?? [])) }, switches.has("json") ? "json" : switches.has("csv") ? "csv" : "lines", io);
    return 0;
  },
};

function print(log: IncidentLog, format: "json" | "csv" | "lines", io: CliIo): void {
  switch (format) {
    case "json": return io.stdout(`${incidentLogJson(log)}\n`);
    case "csv": return io.stdout(incidentLogCsv(log));
    case "lines": return printLines(io.stdout, incidentLogLines(log, { width: io.columns }));
  }
}
