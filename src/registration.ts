/** Keeps the credentials of a newly registered app: in `.env` beside the program, for this user's eyes only, with whatever stood there before. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";
import type { AppManifest, Registration } from "./cli/services.ts";
import { FaultError } from "./domain/model/problem.ts";
import { convertManifest } from "./github/convert-manifest.ts";
import type { ConvertedApp } from "./github/convert-manifest.ts";

export interface RegistrationOptions {
  readonly apiUrl: string;
  /** are APP_ID and the others set in the environment or in the file? */
  readonly hasCredentials: boolean;
  readonly envFile: string;
  readonly fetch?: Parameters<typeof convertManifest>[0]["fetch"];
}

export function createRegistration(options: RegistrationOptions): Registration {
  return {
    manifest: readManifest(),
    hasCredentials: async () => options.hasCredentials,
    async convert(code, publicUrl) {
      const app = await convertManifest({ apiUrl: options.apiUrl, ...(options.fetch === undefined ? {} : { fetch: options.fetch }) }, code);
      keep(options.envFile, app, publicUrl);
      return { name: app.name, htmlUrl: app.htmlUrl };
    },
  };
}

function readManifest(): AppManifest {
  return parse(readFileSync(new URL("../app.yml", import.meta.url), "utf8")) as AppManifest;
}

/** Written before it is told: a code works once, so credentials that were not kept would be lost. */
function keep(file: string, app: ConvertedApp, publicUrl: string): void {
  const before = existsSync(file) ? readFileSync(file, "utf8").replace(/\n*$/, "\n") : "";
  const lines = {
    APP_ID: String(app.id), PRIVATE_KEY: JSON.stringify(app.privateKey), WEBHOOK_SECRET: app.webhookSecret, CLIENT_ID: app.clientId, CLIENT_SECRET: app.clientSecret,
    // Where people sign in to the page; what stands there already was meant.
    ...(/^PUBLIC_URL=./m.test(before) ? {} : { PUBLIC_URL: publicUrl }),
  };
  try {
    writeFileSync(file, `${before}${Object.entries(lines).map(([name, value]) => `${name}=${value}`).join("\n")}\n`, { mode: 0o600 });
    chmodSync(file, 0o600);
  } catch (error) {
    throw new FaultError({ kind: "unavailable", message: `The credentials could not be written to ${file}. Delete the app ${app.name} on GitHub, make the file writable and register again.`, retryAt: null }, { cause: error });
  }
}
