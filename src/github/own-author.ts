/**
 * The login under which the app writes, asked once a process: what somebody else wrote is never ours, whatever stands in it.
 * Source: https://docs.github.com/rest/apps/apps#get-the-authenticated-app
 */
import { z } from "zod";
import type { Client } from "./app-client.ts";
import type { Author } from "./ensure-issue.ts";
import { parseWire } from "./wire/parse-wire.ts";

const App = z.object({ slug: z.string() });
const known = new WeakMap<Client, Promise<Author>>();

/** `app`: the client that speaks as the app itself. A question that failed is asked again next time. */
export function ownAuthor(app: Client): Promise<Author> {
  const before = known.get(app);
  if (before !== undefined) return before;
  const asked = ask(app);
  known.set(app, asked);
  asked.catch(() => known.delete(app));
  return asked;
}

async function ask(app: Client): Promise<Author> {
  const what = "the app itself";
  const answer = await app.rest({ what, route: "GET /app", parameters: {} });
  return { botLogin: `${parseWire(App, answer.body, what).slug}[bot]` };
}
