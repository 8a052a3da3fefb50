/**
 * `register`: makes the GitHub App by GitHub's manifest flow, so that nobody copies rights and events by hand. A page on this machine sends the
 * manifest to GitHub; the person confirms the name there; GitHub sends the browser back with a code, which is exchanged once for the app's
 * credentials, and these are written to `.env`, readable by this user only. They are never printed.
 * Source: docs.github.com, "Registering a GitHub App from a manifest".
 */
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { randomBytes } from "node:crypto";
import { webAddress } from "../text/github-web.ts";
import { registrationDonePage, registrationPage } from "../text/registration.ts";
import { inputProblem, usageProblem } from "./cli-problem.ts";
import type { Command } from "./command.ts";
import { printLines } from "./io.ts";
import type { CliIo } from "./io.ts";
import type { AppManifest, RegisteredApp, Registration } from "./services.ts";

const HELP = [
  "Opens a page on this machine; its button takes you to GitHub, where you confirm the app's name. GitHub then sends the credentials, which are written to .env.",
  "GitHub must be able to reach the address given with --public-url: the webhooks go there.",
];

export const registerCommand: Command = {
  name: "register",
  usage: "register --public-url URL [--org NAME] [--port N]",
  summary: "create the GitHub App with the rights and events it needs, and keep its credentials",
  help: HELP,
  options: [
    { name: "public-url", value: "URL", required: true, help: "https address at which GitHub reaches this server" },
    { name: "org", value: "NAME", required: false, help: "organisation that will own the app; you yourself unless given" },
    { name: "port", value: "N", required: false, help: "of the page on this machine, any free one unless given" },
  ],
  operands: { least: 0, most: 0, name: "operand" },
  run: async ({ values }, io, services) => {
    const registration = services.register;
    if (registration === null) throw usageProblem("register cannot run here.");
    const publicUrl = readPublicUrl(values["public-url"] ?? "");
    if (await registration.hasCredentials()) throw inputProblem("There are credentials already, in .env or in the environment.", "remove APP_ID, PRIVATE_KEY and WEBHOOK_SECRET first, and delete the old app on GitHub if it is not needed any more");
    const flow = await openFlow(io, registration, { publicUrl, organisation: readOrganisation(values["org"]), port: readPort(values["port"]) });
    printLines(io.stdout, ["Open this page and press its button:", `  ${flow.url}`, "Waiting for GitHub; Ctrl-C gives up."]);
    const app = await flow.done;
    printLines(io.stdout, [`The app ${app.name} exists, and its credentials are in .env.`, `Install it: ${app.htmlUrl}/installations/new`, "Then start the Warden: npm start"]);
    return 0;
  },
};

interface FlowOptions {
  readonly publicUrl: string;
  readonly organisation: string | null;
  readonly port: number;
}

async function openFlow(io: CliIo, registration: Registration, options: FlowOptions): Promise<{ readonly url: string; readonly done: Promise<RegisteredApp> }> {
  // GitHub gives it back, so a code that somebody else obtained is not taken.
  const state = randomBytes(24).toString("hex");
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(options.port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  const url = `http://127.0.0.1:${address.port}`;
  const owner = options.organisation === null ? "" : `/organizations/${encodeURIComponent(options.organisation)}`;
  const page = registrationPage({ action: `${webAddress(io.apiUrl)}${owner}/settings/apps/new?state=${state}`, manifest: JSON.stringify(manifestOf(registration.manifest, options.publicUrl, url)) });
  const done = new Promise<RegisteredApp>((resolve, reject) => {
    server.on("request", (request, response) => {
      void answer(request, response, { page, state, registration, publicUrl: options.publicUrl }).then((app) => {
        if (app === null) return;
        server.close();
        resolve(app);
      }, (error: unknown) => {
        send(response, 502, "text/plain", "GitHub did not give the credentials. The terminal says why; start again there.\n");
        closeAnd(server, () => reject(error instanceof Error ? error : new Error(String(error))));
      });
    });
  });
  return { url, done };
}

async function answer(request: IncomingMessage, response: ServerResponse, flow: { readonly page: string; readonly state: string; readonly registration: Registration; readonly publicUrl: string }): Promise<RegisteredApp | null> {
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  if (url.pathname === "/") {
    send(response, 200, "text/html", flow.page);
    return null;
  }
  const code = url.searchParams.get("code") ?? "";
  if (url.pathname !== "/done" || url.searchParams.get("state") !== flow.state || !/^[\w-]{1,200}$/.test(code)) {
    send(response, 404, "text/plain", "Not an answer to this registration. Open the first page again.\n");
    return null;
  }
  const app = await flow.registration.convert(code, flow.publicUrl);
  send(response, 200, "text/html", registrationDonePage({ name: app.name, installUrl: `${app.htmlUrl}/installations/new` }));
  return app;
}

function manifestOf(manifest: AppManifest, publicUrl: string, local: string): Readonly<Record<string, unknown>> {
  return { ...manifest, hook_attributes: { url: `${publicUrl}/api/github/webhooks`, active: true }, redirect_url: `${local}/done`, setup_url: `${publicUrl}/setup`, callback_urls: [`${publicUrl}/sign-in/callback`] };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store", "referrer-policy": "no-referrer", connection: "close" }).end(body);
}

function closeAnd(server: Server, then: () => void): void {
  server.close(then);
}

function readPublicUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.protocol !== "https:" || url.search !== "" || url.hash !== "" || url.username !== "") {
    throw usageProblem("--public-url must be an https address without query, such as https://warden.example.org.");
  }
  return text.replace(/\/+$/, "");
}

function readOrganisation(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^[a-z\d](?:[a-z\d-]{0,37}[a-z\d])?$/i.test(text)) return text;
  throw usageProblem("--org must be the name of an organisation as it stands in its address on GitHub.");
}

function readPort(text: string | undefined): number {
  if (text === undefined) return 0;
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw usageProblem("--port must be a whole number from 0 to 65535.");
}
