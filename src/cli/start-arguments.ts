/** What may follow `npm start --`. */
import { parseArgs } from "node:util";
import { terminalText } from "../text/escape.ts";
import { usageProblem } from "./cli-problem.ts";

export interface StartArguments {
  readonly help: boolean;
  readonly once: boolean;
  /** null = not given */
  readonly port: number | null;
  readonly record: string | null;
  readonly plan: string | null;
  /** a release that comes with the program, in place of Acropolis; null = Acropolis */
  readonly scene: "nunet" | "factom" | null;
  readonly pulls: string | null;
  readonly milestones: string | null;
  /** where the rehearsal stops, as typed; null = at its end */
  readonly until: string | null;
}

const OPTIONS = {
  once: { type: "boolean" }, help: { type: "boolean", short: "h" }, port: { type: "string" }, record: { type: "string" },
  plan: { type: "string" }, pulls: { type: "string" }, milestones: { type: "string" }, until: { type: "string" },
} as const;

export const START_HELP: readonly string[] = [
  "usage: npm start -- [--once] [--plan nunet|factom] [--plan FILE --pulls FILE.json [--milestones FILE.json]] [--until WHEN] [--record FILE] [--port N]",
  "",
  "With APP_ID, PRIVATE_KEY and WEBHOOK_SECRET (in the environment or in .env) the Warden serves GitHub; SIGTERM and Ctrl-C end it gracefully.",
  "Without them it rehearses: a local GitHub, the real app, and the Acropolis release of 2019 played through them. Nothing leaves this machine.",
  "",
  "  --once             rehearse, print the account, leave",
  "  --plan FILE        rehearse your own release: its plan …",
  "  --pulls FILE.json  … and its pull requests, in the form that `release-warden decide` reads",
  "  --plan nunet       rehearse the release of NuNet: 21 features and their acceptance tests, through four candidates",
  "  --plan factom      rehearse an incident of July 2018: from the crash report, over a freeze and an emergency fix, to the report on it",
  "  --milestones FILE.json  when milestones were reached, [{id, reached_at}]; without it each is reached when it is due",
  "  --until WHEN       stop there and look around, in the middle of the release: 2019-06-20T20:00, in the zone of the plan",
  "  --record FILE      write every request, response and delivery of the rehearsal as JSON lines, without secrets",
  "  --port N           serving: of the app. Rehearsing: of the local GitHub, any free one unless given",
  "  --help             this text",
];

export function readStartArguments(args: readonly string[]): StartArguments {
  const values = parsed(args);
  const { plan = null, pulls = null, milestones = null, record = null, until = null } = values;
  for (const [name, value] of Object.entries({ plan, pulls, milestones, record })) if (value === "") throw usageProblem(`--${name} needs the name of a file.`);
  if (until === "") throw usageProblem("--until needs a date or a time: --until 2019-06-20T20:00");
  if ((plan === "nunet" || plan === "factom") && pulls === null && milestones === null && until !== null) throw usageProblem(`--until belongs to releases that are played from pull requests: ${plan} is played to its end.`);
  if ((plan === "nunet" || plan === "factom") && pulls === null && milestones === null) return { help: values.help ?? false, once: values.once ?? false, port: portOf(values.port), record, plan: null, pulls: null, milestones: null, scene: plan, until };
  if ((plan === null) !== (pulls === null)) throw usageProblem(`--${plan === null ? "pulls" : "plan"} needs --${plan === null ? "plan" : "pulls"} beside it: a rehearsal plays a plan and its pull requests.`);
  if (milestones !== null && plan === null) throw usageProblem("--milestones belongs to --plan and --pulls: Acropolis has its own.");
  return { help: values.help ?? false, once: values.once ?? false, port: portOf(values.port), record, plan, pulls, milestones, scene: null, until };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's own words name the option; what follows the first sentence speaks of its quoting
    const [words = ""] = String((error as Error).message).split(/\. |\n/, 1);
    throw usageProblem(`${terminalText(words.replace(/\.$/, ""), 200)}.`, "npm start -- --help lists the options");
  }
}

function portOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw usageProblem("--port must be a whole number from 0 to 65535.");
}
