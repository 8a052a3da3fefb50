/** Reads what follows a command's name. Every mistake names the option and shows the usage. */
import { parseArgs } from "node:util";
import { nearestName } from "../domain/plan/nearest.ts";
import { terminalText } from "../text/escape.ts";
import { counted } from "../text/enumeration.ts";
import { usageProblem } from "./cli-problem.ts";
import type { Command, Given } from "./command.ts";

export function readArguments(command: Command, args: readonly string[]): Given {
  const { tokens } = parseArgs({
    args: [...args], strict: false, tokens: true, allowPositionals: true,
    options: Object.fromEntries(command.options.map((option) => [option.name, { type: option.value === null ? "boolean" : "string" } as const])),
  });
  const operands: string[] = [];
  const values: Record<string, string> = {};
  const switches = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const option = command.options.find((one) => one.name === token.name);
    if (option === undefined) throw unknownOption(command, token.rawName);
    if (option.value === null) {
      if (token.value !== undefined) throw usageProblem(`--${option.name} takes no value.`, usageOf(command));
      switches.add(option.name);
      continue;
    }
    // `--plan --json` would otherwise take "--json" for the file's name
    if (token.value === undefined || token.value === "" || (!token.inlineValue && token.value.startsWith("--"))) {
      throw usageProblem(`--${option.name} needs a value: --${option.name} ${option.value}`, usageOf(command));
    }
    if (values[option.name] !== undefined) throw usageProblem(`--${option.name} is given twice.`, usageOf(command));
    values[option.name] = token.value;
  }
  requireAll(command, operands, values);
  return { operands, values, switches };
}

export function usageOf(command: Command): string {
  return `usage: release-warden ${command.usage}`;
}

function unknownOption(command: Command, rawName: string): Error {
  const nearest = nearestName(rawName.replace(/^-+/, ""), command.options.map((option) => option.name));
  const meant = nearest === null ? "" : ` Did you mean --${nearest}?`;
  return usageProblem(`${command.name} has no option ${terminalText(rawName, 60)}.${meant}`, usageOf(command));
}

function requireAll(command: Command, operands: readonly string[], values: Readonly<Record<string, string>>): void {
  const missing = command.options.find((option) => option.required && values[option.name] === undefined);
  if (missing !== undefined) throw usageProblem(`--${missing.name} ${missing.value ?? ""} is missing: ${missing.help}.`, usageOf(command));
  const { least, most, name } = command.operands;
  if (operands.length < least) throw usageProblem(`${command.name} needs ${least === 1 ? `a ${name}` : counted(least, name)}.`, usageOf(command));
  if (operands.length > most) {
    const surplus = terminalText(operands[most] ?? "", 60);
    throw usageProblem(most === 0 ? `${command.name} takes no ${name}, and was given "${surplus}".` : `${command.name} takes ${counted(most, name)}, and was also given "${surplus}".`, usageOf(command));
  }
}
