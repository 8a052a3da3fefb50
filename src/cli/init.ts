/**
 * `init`: a first plan, and where to put it. The plan alone goes to standard output, so that it can be sent into a file; all else to standard
 * error. It opens and writes nothing on GitHub.
 */
import { webAddress, newFileLink } from "../text/github-web.ts";
import { firstPlanText } from "../text/first-plan.ts";
import { onboardingLines, PLAN_PATH } from "../text/onboarding.ts";
import { terminalText } from "../text/escape.ts";
import { usageProblem } from "./cli-problem.ts";
import type { Command } from "./command.ts";
import { printLines } from "./io.ts";
import { readRepository } from "./repository-argument.ts";
import { readTemplate } from "./template.ts";

const FORM_PATH = ".github/ISSUE_TEMPLATE/incident.yml";

export const initCommand: Command = {
  name: "init",
  usage: "init [--repo OWNER/NAME] [--branch NAME] [--release NAME] [--timezone ZONE]",
  summary: "print a first plan and where to put it",
  help: [
    "Prints a plan that only observes: it says what would wait and blocks nothing. With the app's credentials set it also lists the repositories and what is enforced where.",
    `The plan goes to standard output, everything else to standard error: release-warden init > ${PLAN_PATH}`,
  ],
  options: [
    { name: "repo", value: "OWNER/NAME", required: false, help: "also print the link that opens GitHub's editor with the plan filled in" },
    { name: "branch", value: "NAME", required: false, help: "default branch of that repository, main unless given" },
    { name: "release", value: "NAME", required: false, help: "what is being released, 1.0 unless given" },
    { name: "timezone", value: "ZONE", required: false, help: "zone of all dates in the plan, such as Europe/Oslo; UTC unless given" },
  ],
  operands: { least: 0, most: 0, name: "operand" },
  run: async ({ values }, io, services) => {
    const repository = values["repo"] === undefined ? null : readRepository(values["repo"], "repo");
    if (repository === null && values["branch"] !== undefined) throw usageProblem("--branch needs --repo: it is the default branch of that repository.");
    const timezone = readTimezone(values["timezone"] ?? "UTC");
    const firstPlan = firstPlanText(readTemplate("first-plan.yml.hbs"), { release: values["release"] ?? "1.0", timezone, now: io.now() });
    const web = webAddress(io.apiUrl);
    for (const account of services.installed === null ? [] : await services.installed()) {
      printLines(io.stderr, [...onboardingLines({ ...account, firstPlan, web }, io.columns), ""]);
    }
    io.stdout(firstPlan);
    printLines(io.stderr, [
      "", `Put this in ${PLAN_PATH} on the default branch, with your own dates. It only observes until you write mode: enforce.`,
      ...(repository === null ? [] : ["This opens GitHub's editor with it filled in:", newFileLink(web, repository, values["branch"] ?? "main", PLAN_PATH, firstPlan)]),
      ...(repository === null ? [] : [`For reports of incidents, with \`incidents: {}\` in the plan, this adds a form as ${FORM_PATH}:`, newFileLink(web, repository, values["branch"] ?? "main", FORM_PATH, readTemplate("incident-form.yml"))]),
    ]);
    return 0;
  },
};

function readTimezone(zone: string): string {
  if (isTimezone(zone)) return zone;
  throw usageProblem(`--timezone ${terminalText(zone, 60)} is not a time zone.`, "write its name as Europe/Oslo or America/New_York");
}

function isTimezone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: zone });
    return /^[\w/+-]+$/.test(zone);
  } catch {
    return false;
  }
}
