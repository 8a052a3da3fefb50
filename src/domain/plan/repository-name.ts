/** Names of repositories as GitHub allows them. Source: GitHub's own validation messages for owners and repository names. */
import { quoted } from "./quoted.ts";

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:_[A-Za-z0-9]{1,20})?\/[A-Za-z0-9._-]{1,100}$/;

/** null = fine */
export function repositoryFault(name: string): { readonly says: string; readonly hint: string } | null {
  const address = /^(?:https?:\/\/|git@|ssh:\/\/git@)(?:www\.)?github\.com[/:]([\w.-]{1,60}\/[\w.-]{1,100}?)(?:\.git)?\/?$/.exec(name.slice(0, 300));
  if (address !== null) return { says: `${quoted(name)} is an address, not a name.`, hint: `write ${address[1] ?? "owner/name"}` };
  const good = NAME.test(name) && !/\/\.{1,2}$/.test(name) && !name.toLowerCase().endsWith(".git");
  if (good) return null;
  const hint = name.includes("/") ? "write owner/name; letters, digits, `-`, `_` and `.`" : "write the owner too: owner/name";
  return { says: `${quoted(name)} cannot be the name of a repository on GitHub.`, hint };
}
