/**
 * The command line: finds the command, reads its arguments, runs it, and turns what goes wrong into a sentence and an exit code.
 * 0 done, 1 a problem in what was given, 2 wrong usage, 70 a fault of the program (sysexits' EX_SOFTWARE). Never a stack trace.
 */
import { nearestName } from "../domain/plan/nearest.ts";
import { FaultError } from "../domain/model/problem.ts";
import { terminalText } from "../text/escape.ts";
import { readArguments } from "./arguments.ts";
import { calendarCommand } from "./calendar.ts";
import { CliProblem, usageProblem } from "./cli-problem.ts";
import type { Command } from "./command.ts";
import { decideCommand } from "./decide.ts";
import { commandHelp, overview } from "./help.ts";
import { initCommand } from "./init.ts";
import { printLines, type CliIo } from "./io.ts";
import { incidentsCommand } from "./incidents.ts";
import { matrixCommand } from "./matrix.ts";
import { offCommand } from "./off.ts";
import { paintFor } from "./paint.ts";
import { planCommand } from "./plan.ts";
import { previewCommand } from "./preview.ts";
import { registerCommand } from "./register.ts";
import { schemaCommand } from "./schema.ts";
import { NO_SERVICES, type Services } from "./services.ts";
import { validateCommand } from "./validate.ts";

export const COMMANDS: readonly Command[] = [validateCommand, decideCommand, previewCommand, planCommand, matrixCommand, incidentsCommand, calendarCommand, schemaCommand, initCommand, registerCommand, offCommand];

const EXIT_FAULT = 70;

/** `args` without the program's own name. */
export async function runCli(args: readonly string[], io: CliIo, services: Services = NO_SERVICES): Promise<number> {
  try {
    return await dispatch(args, io, services);
  } catch (error) {
    return explainProblem(error, io);
  }
}

async function dispatch(args: readonly string[], io: CliIo, services: Services): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    printLines(io.stderr, overview(COMMANDS));
    return 2;
  }
  if (name === "--version" || name === "-V") return print(io, [io.version]);
  if (name === "help" || name === "--help" || name === "-h") return help(rest, io);
  const command = findCommand(name);
  if (rest.some((arg) => arg === "--help" || arg === "-h")) return print(io, commandHelp(command));
  return command.run(readArguments(command, rest), io, services);
}

function help(topics: readonly string[], io: CliIo): number {
  const [topic] = topics;
  return print(io, topic === undefined ? overview(COMMANDS) : commandHelp(findCommand(topic)));
}

function print(io: CliIo, lines: readonly string[]): number {
  printLines(io.stdout, lines);
  return 0;
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((one) => one.name === name);
  if (command !== undefined) return command;
  const nearest = nearestName(name, COMMANDS.map((one) => one.name));
  throw usageProblem(`There is no command "${terminalText(name, 60)}".${nearest === null ? "" : ` Did you mean ${nearest}?`}`, "release-warden help lists the commands");
}

/** What a person reads of something that went wrong, and the exit code. */
export function explainProblem(error: unknown, io: CliIo): number {
  const paint = paintFor(io);
  if (error instanceof CliProblem) {
    printLines(io.stderr, [`${paint("bad", "error:")} ${error.message}`, ...(error.hint === null ? [] : [error.hint])]);
    return error.exitCode;
  }
  if (error instanceof FaultError) {
    printLines(io.stderr, [`${paint("bad", "error:")} ${terminalText(error.fault.message, 500)}`, "Nothing was written. Try again; if it stays, check the network and the app's rights."]);
    return EXIT_FAULT;
  }
  const message = error instanceof Error ? error.message : String(error);
  printLines(io.stderr, [`${paint("bad", "error:")} this is a fault of release-warden, not of your input: ${terminalText(message, 500)}`, "Please report it with the command that you ran."]);
  return EXIT_FAULT;
}
