/** Help, made from the commands' own data. */
import { tableLines } from "../text/table.ts";
import { usageOf } from "./arguments.ts";
import type { Command } from "./command.ts";

export function overview(commands: readonly Command[]): readonly string[] {
  const rows = commands.map((command) => [`  ${command.name}`, command.summary]);
  return [
    "release-warden makes GitHub keep a release plan.", "",
    "usage: release-warden COMMAND …", "",
    ...tableLines(["", ""], rows).slice(2), "",
    "release-warden help COMMAND says more about one. Exit codes: 0 done, 1 a problem in what was given, 2 wrong usage.",
  ];
}

export function commandHelp(command: Command): readonly string[] {
  const options = command.options.map((option) => [`  --${option.name}${option.value === null ? "" : ` ${option.value}`}`, `${option.help}${option.required ? " (required)" : ""}`]);
  return [
    usageOf(command), "", ...command.help.flatMap((paragraph) => [paragraph, ""]),
    ...(options.length === 0 ? [] : tableLines(["", ""], options).slice(2)),
  ];
}
