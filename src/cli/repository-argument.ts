import type { RepositoryName } from "../domain/model/refs.ts";
import { terminalText } from "../text/escape.ts";
import { usageProblem } from "./cli-problem.ts";

/** `owner/name`, also taken out of an address that was copied from the browser. */
export function readRepository(text: string, option: string): RepositoryName {
  const name = text.replace(/^https?:\/\/[^/]+\//, "").replace(/(?:\.git)?\/?$/, "");
  if (/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})\/[\w.-]{1,100}$/.test(name)) return name;
  throw usageProblem(`--${option} ${terminalText(text, 120)} is not a repository.`, `write it as owner/name: --${option} octo-org/app`);
}
