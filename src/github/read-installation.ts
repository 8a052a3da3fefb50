/** An installation as the app sees it; null when it was removed. Source: https://docs.github.com/rest/apps/apps#get-an-installation-for-the-authenticated-app */
import { z } from "zod";
import type { Client } from "./app-client.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Installation = z.object({
  id: z.number().int(),
  account: z.object({ login: z.string().optional(), slug: z.string().optional() }).nullish(),
  permissions: z.record(z.string(), z.string().optional()),
  suspended_at: z.string().nullish(),
});

export interface InstallationFact {
  readonly id: number;
  readonly account: string;
  /** GitHub's permission names to read | write | admin */
  readonly permissions: Readonly<Record<string, string>>;
  readonly suspended: boolean;
}

export async function readInstallation(app: Client, id: number): Promise<InstallationFact | null> {
  const what = `installation ${id}`;
  const answer = await app.rest({ what, route: "GET /app/installations/{installation_id}", parameters: { installation_id: id }, understands: [404] });
  if (answer.status === 404) return null;
  return installationFact(parseWire(Installation, answer.body, what));
}

/** Every installation of the app, suspended ones included. */
export async function readInstallations(app: Client): Promise<readonly InstallationFact[]> {
  const what = "installations of the app";
  const found: InstallationFact[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await app.rest({ what, route: "GET /app/installations", parameters: { per_page: 100, page } });
    const listed = parseWire(z.array(Installation), answer.body, what);
    found.push(...listed.map(installationFact));
    if (listed.length < 100) return found;
  }
}

function installationFact(wire: z.infer<typeof Installation>): InstallationFact {
  const permissions = Object.fromEntries(Object.entries(wire.permissions).flatMap(([name, level]) => (level === undefined ? [] : [[name, level]])));
  // An installation on an enterprise has a slug where one on an account has a login.
  return { id: wire.id, account: wire.account?.login ?? wire.account?.slug ?? "", permissions, suspended: wire.suspended_at !== null && wire.suspended_at !== undefined };
}
