/**
 * Admitted commands → what they say together, for one plan in one repository. They are taken in the order in which they were written, by instant and
 * then by comment, so the order in which they arrived does not matter; the same comment twice counts once.
 */
import type { AdmittedCommand } from "./command.ts";
import type { CommandState } from "./state.ts";
import type { AskedWaiver } from "./state.ts";
import { NO_COMMANDS, outcomeKey } from "./state.ts";
import { endedAt } from "./until.ts";
import type { FoldContext } from "./verb.ts";
import { verbRow } from "./verbs.ts";

export function foldCommands(commands: readonly AdmittedCommand[], context: FoldContext): CommandState {
  const once = new Map(commands.map((command) => [outcomeKey(command), command]));
  const state = [...once.values()].sort(asWritten).reduce<CommandState>((all, command) => folded(all, command, context), NO_COMMANDS);
  return { ...state, waivers: state.waivers.map((waiver) => endingWithItsFreeze(waiver, state, context)) };
}

function endingWithItsFreeze(waiver: AskedWaiver, { switches }: CommandState, { plan, reached }: FoldContext): AskedWaiver {
  const begun = switches.find((one) => one.to === "on" && one.freeze === waiver.freeze);
  const bound = begun?.until ?? plan.freezes.find((freeze) => freeze.id === waiver.freeze)?.until ?? null;
  const end = bound === null ? null : endedAt(bound, reached);
  return end === null || end < waiver.askedAt || (waiver.until !== null && waiver.until <= end) ? waiver : { ...waiver, until: end };
}

function folded(state: CommandState, command: AdmittedCommand, context: FoldContext): CommandState {
  const applied = verbRow(command.command.verb)?.apply?.(state, command, context) ?? null;
  if (applied === null) return state;
  return { ...applied.state, outcomes: new Map([...applied.state.outcomes, [outcomeKey(command), applied.outcome]]) };
}

function asWritten(a: AdmittedCommand, b: AdmittedCommand): number {
  return a.at - b.at || a.comment - b.comment || a.line - b.line;
}
