/** What the commands are, as data: the answer to `help` and the table in the README are made from it. */
import { nearestName } from "../plan/nearest.ts";
import { COMMAND_NAME } from "./command.ts";
import { WHO_MAY } from "./right.ts";
import { VERBS, verbRow } from "./verbs.ts";

export interface VerbHelp {
  readonly verb: string;
  /** with `/warden` in front */
  readonly usage: string;
  readonly does: string;
  readonly who: string;
  readonly where: string;
  readonly examples: readonly string[];
}

const WHERE = { pull: "on pull requests", anywhere: "on pull requests and issues" } as const;

export function helpTable(): readonly VerbHelp[] {
  return VERBS.map((row) => ({
    verb: row.verb, usage: `${COMMAND_NAME} ${row.usage}`, does: row.does, who: WHO_MAY[row.right], where: WHERE[row.place], examples: row.examples,
  }));
}

/** The one verb that is asked for, or the nearest to it; null = nothing is near, or nothing was named. */
export function helpFor(wanted: string | null): VerbHelp | null {
  if (wanted === null) return null;
  const name = wanted.toLowerCase().replace(/^\/?(?:warden)?/, "");
  const verb = verbRow(name)?.verb ?? nearestName(name, VERBS.map((row) => row.verb));
  return helpTable().find((row) => row.verb === verb) ?? null;
}
