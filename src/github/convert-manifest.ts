/**
 * Exchanges the code of a manifest registration for the app's credentials. It works once and for an hour, without any authorization.
 * Source: https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest
 */
import { z } from "zod";
import { faultOfAnswer } from "./fault.ts";
import { createTransport } from "./transport.ts";
import type { Fetch } from "./transport.ts";
import { parseWire } from "./wire/parse-wire.ts";

const Converted = z.object({ id: z.number().int(), name: z.string(), html_url: z.string(), pem: z.string(), webhook_secret: z.string(), client_id: z.string(), client_secret: z.string() });

export interface ConvertedApp {
  readonly id: number;
  readonly name: string;
  readonly htmlUrl: string;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export async function convertManifest(options: { readonly apiUrl: string; readonly fetch?: Fetch }, code: string): Promise<ConvertedApp> {
  const what = "the new app's credentials";
  const answer = await createTransport(options)({ route: "POST /app-manifests/{code}/conversions", parameters: { code } });
  if (answer.status >= 300) throw faultOfAnswer(answer, what);
  const app = parseWire(Converted, answer.body, what);
  return { id: app.id, name: app.name, htmlUrl: app.html_url, privateKey: app.pem, webhookSecret: app.webhook_secret, clientId: app.client_id, clientSecret: app.client_secret };
}
