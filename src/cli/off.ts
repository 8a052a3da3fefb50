/** `off`: thaws, completes what waits, and lists what remains. The one command that writes to GitHub. */
import { offLines } from "../text/off-report.ts";
import { terminalText } from "../text/escape.ts";
import { usageProblem } from "./cli-problem.ts";
import type { Command } from "./command.ts";
import { printLines } from "./io.ts";
import { readRepository } from "./repository-argument.ts";

export const offCommand: Command = {
  name: "off",
  usage: "off [--repo OWNER/NAME]",
  summary: "thaw every branch, complete waiting checks, and list what remains; before an uninstall",
  help: [
    "Disables the rulesets that the Warden made, completes its checks that wait, and says what only you can do: rules of yours that require its check, and rulesets that stay.",
    "It asks GitHub alone, so it works while the server is down. To switch the Warden on again, delete the disabled rulesets named \"Release Warden is off …\".",
  ],
  options: [{ name: "repo", value: "OWNER/NAME", required: false, help: "only this repository; all that the app is installed on unless given" }],
  operands: { least: 0, most: 0, name: "operand" },
  run: async ({ values }, io, services) => {
    const only = values["repo"] === undefined ? null : readRepository(values["repo"], "repo");
    if (services.off == null) throw usageProblem("off writes to a live installation, and no credentials are set.", "set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, and those of the second app where there is one");
    const report = await services.off(only);
    printLines(io.stdout, offLines(report));
    if (only !== null && report.length === 0) printLines(io.stderr, [`Is ${terminalText(only)} spelled as on GitHub?`]);
    return report.length === 0 || report.some((one) => one.failed.length > 0) ? 1 : 0;
  },
};
