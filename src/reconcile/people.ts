/** Who a name in a plan stands for. A team is asked for now; what GitHub will not say is null, which never counts as a right. */
import type { GitHub } from "./ports.ts";

export async function personIs(named: string, login: string, github: GitHub): Promise<boolean | null> {
  if (named.includes("/")) return github.readTeamMember(named, login);
  return named.toLowerCase() === login.toLowerCase();
}

/** True as soon as one of the names stands for the person; null when none does and at least one could not be told. */
export async function personIsOneOf(names: readonly string[], login: string, github: GitHub): Promise<boolean | null> {
  let unknown = false;
  for (const named of names) {
    const is = await personIs(named, login, github);
    if (is === true) return true;
    if (is === null) unknown = true;
  }
  return unknown ? null : false;
}
