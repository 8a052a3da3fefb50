/** What `release-warden off` says on a terminal: what it did, what remains, and how each of it is taken back. */
import type { OffRepository } from "../domain/model/off-report.ts";
import { counted, joined } from "./enumeration.ts";
import { terminalText } from "./escape.ts";

export function offLines(repositories: readonly OffRepository[]): readonly string[] {
  return [...repositories.flatMap(repositoryLines), ...closingLines(repositories)];
}

function repositoryLines(one: OffRepository): readonly string[] {
  const remains = [
    ...(one.rulesets.length === 0 ? [] : [`${counted(one.rulesets.length, "ruleset")} of ours, disabled: delete ${one.rulesets.length === 1 ? "it" : "them"} to switch the Warden on again, or with the apps when you uninstall.`]),
    ...(one.withoutRight ? ["No app of ours may read rulesets here. If one named \"Release Warden …\" stands in the repository's settings, disable it there."] : []),
    ...one.required.map(({ branch, context }) => `A rule requires the check ${terminalText(context, 100)} on ${terminalText(branch, 60)}: take it out of that rule, or pull requests will wait for it.`),
    ...one.failed.map((message) => `Not done: ${terminalText(message, 300)}`),
  ];
  return [
    terminalText(one.repository),
    `  ${done(one)}`,
    ...(remains.length === 0 ? ["  Nothing remains."] : ["  Remains:", ...remains.map((line) => `    ${line}`)]),
  ];
}

function done({ thawed, completed }: OffRepository): string {
  const parts = [
    ...(thawed.length === 0 ? [] : [`thawed ${joined(thawed.map((branch) => terminalText(branch, 60)))}`]),
    ...(completed === 0 ? [] : [`completed ${counted(completed, "waiting check")}`]),
  ];
  return parts.length === 0 ? "Nothing was closed and nothing waited." : `${joined(parts).replace(/^./, (first) => first.toUpperCase())}.`;
}

function closingLines(repositories: readonly OffRepository[]): readonly string[] {
  if (repositories.length === 0) return ["The app is installed on no such repository, so there is nothing to switch off."];
  const unmarked = repositories.some((one) => one.rulesets.length === 0);
  return ["", unmarked ? "A server that still runs writes its checks again at the next event: stop it, or uninstall the app, where no ruleset says that it is off." : "A server that still runs sees the rulesets' names and stays off."];
}
