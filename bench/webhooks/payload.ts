/** Signed deliveries of the size that GitHub sends for a pull request (about 24 KB), made by the local GitHub with a body of our own words. */
import { createHmac } from "node:crypto";
import { createLocalGitHub } from "../../src/sandbox/github/local-github.ts";
import { openPull, seedApp, seedInstallation, seedOrganization, seedRepository, seedUser } from "../../src/sandbox/github/seed.ts";

export const SECRET = "a secret for measuring alone";
export const WEBHOOK_PATH = "/api/github/webhooks";

export interface Prepared {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const SIZE = 24_000;
const SENTENCE = "The gate of the lock opens a hand's breadth too far, and the boats below feel it. ";

/** Of so many pull requests, each another. The delivery id is left to the sender. */
export async function pullDeliveries(count: number): Promise<readonly Prepared[]> {
  const bodies: string[] = [];
  const github = createLocalGitHub({ rateLimits: "off", webhooks: { deliver: async ({ event, body }) => {
    if (event === "pull_request") bodies.push(body);
    return { status: 202 };
  } } });
  const { world } = github;
  const owner = seedOrganization(world, "north", { admins: [seedUser(world, "astrid")] });
  const repository = seedRepository(world, { owner, name: "harbour" });
  const { app } = seedApp(world, { slug: "measured", owner, publicKey: "none", permissions: { pull_requests: "read", contents: "read", checks: "write" }, events: ["pull_request"] });
  seedInstallation(world, app, owner);
  for (let number = 1; number <= count; number += 1)
    openPull(world, repository, { by: seedUser(world, "astrid"), title: `Lock ${number}`, head: `lock-${number}`, body: SENTENCE, files: { [`lock-${number}.txt`]: "open\n" } });
  await github.deliveries.idle();
  await github.close();
  return bodies.map(prepared);
}

function prepared(body: string): Prepared {
  const payload = JSON.parse(body) as { pull_request: { body: string } };
  const missing = SIZE - Buffer.byteLength(body);
  payload.pull_request.body = SENTENCE.repeat(Math.max(1, Math.ceil(missing / SENTENCE.length)));
  const padded = JSON.stringify(payload);
  const signature = createHmac("sha256", SECRET).update(padded).digest("hex");
  return { body: padded, headers: { "content-type": "application/json", "x-github-event": "pull_request", "x-hub-signature-256": `sha256=${signature}` } };
}
