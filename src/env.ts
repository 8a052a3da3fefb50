/**
 * The only reader of process.env. It says everything that is wrong at once, each with its remedy, and never prints a value that may be secret.
 *
 * With APP_ID, PRIVATE_KEY and WEBHOOK_SECRET the program serves GitHub; with none of them it rehearses. Some without the others is a
 * mistake, never a half-open door. An empty variable counts as not set, as container files write it.
 */
import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { z } from "zod";
import { readTargets } from "./notify-targets.ts";
import type { NotifyTarget } from "./notify-targets.ts";

export interface Env {
  /** null = no credentials: rehearse */
  readonly app: AppCredentials | null;
  /** the second, optional app, which closes branches; null = there is none */
  readonly gate: GateCredentials | null;
  /** null = the page is shown at this machine only */
  readonly signIn: SignInCredentials | null;
  /** where people outside GitHub are told; empty = nowhere */
  readonly targets: readonly NotifyTarget[];
  readonly github: { readonly apiUrl: string; readonly graphqlUrl: string };
  readonly store: { readonly kind: "sqlite"; readonly file: string } | { readonly kind: "postgres"; readonly url: string };
  readonly http: { readonly host: string; readonly port: number; readonly webhookPath: string; readonly publicUrl: string | null };
  readonly log: { readonly level: LogLevel; readonly format: "json" | "pretty" };
  /** how many keys are worked on at once in this process */
  readonly workers: number;
  readonly production: boolean;
}

export interface AppCredentials {
  readonly appId: number;
  /** PEM */
  readonly privateKey: string;
  /** the current one first; two while they are exchanged */
  readonly webhookSecrets: readonly string[];
}

/** Release Warden Gate: administration and metadata, no webhooks. */
export interface GateCredentials {
  readonly appId: number;
  /** PEM */
  readonly privateKey: string;
}

/** The app's OAuth, by which people sign in to the page. */
export interface SignInCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** where people reach this server, without a slash at the end */
  readonly origin: string;
}

export type EnvReading = { readonly ok: Env } | { readonly problems: readonly string[] };
export type Variables = Readonly<Record<string, string | undefined>>;
type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const SHORTEST_SECRET = 16;
/** Secrets that frameworks and tutorials use, which therefore everybody knows. */
const KNOWN_SECRETS = /^(?:development|secret|changeme|password|webhook.?secret|my.?secret)+$/i;
const CREDENTIALS: Readonly<Record<string, string>> = {
  APP_ID: "copy the App ID from the app's settings page on GitHub",
  PRIVATE_KEY: "generate a private key on the app's settings page and give its text, or its file as PRIVATE_KEY_PATH",
  WEBHOOK_SECRET: "choose one, for example with `openssl rand -hex 32`, and set it on the app's settings page as well",
};

/** @param readFile reads PRIVATE_KEY_PATH; throws when it cannot */
export function readEnv(variables: Variables = process.env, readFile: (path: string) => string = readText): EnvReading {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ""));
  const settings = Settings.safeParse(given);
  const problems = settings.success ? [] : settings.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  const app = readCredentials(given, readFile, problems);
  const gate = readGateCredentials(given, readFile, problems);
  const signIn = readSignIn(given, settings.data, problems);
  const targets = readNotifyTargets(given, readFile, problems);
  if (!settings.success || problems.length > 0) return { problems };
  const { data } = settings;
  return {
    ok: {
      app, gate, signIn, targets,
      github: { apiUrl: data.GITHUB_API_URL, graphqlUrl: graphqlUrl(data.GITHUB_API_URL) },
      store: data.DATABASE_URL === undefined
        ? { kind: "sqlite", file: data.STORE_FILE ?? join(data.DATA_DIR, "release-warden.sqlite") }
        : { kind: "postgres", url: data.DATABASE_URL },
      http: { host: data.HOST, port: data.PORT, webhookPath: data.WEBHOOK_PATH, publicUrl: data.PUBLIC_URL ?? null },
      log: { level: data.LOG_LEVEL, format: data.LOG_FORMAT ?? (data.NODE_ENV === "production" ? "json" : "pretty") },
      workers: data.WORKERS,
      production: data.NODE_ENV === "production",
    },
  };
}

/** Adds what a `.env` file says to `variables`, where the real environment does not say it already. A missing file is no problem. */
export function loadDotEnv(path = ".env", variables: Record<string, string | undefined> = process.env): void {
  let text: string;
  try {
    text = readText(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  for (const [name, value] of Object.entries(parseEnv(text))) variables[name] ??= value;
}

function wholeNumber(from: number, to: number, initial: string) {
  return z.string().default(initial)
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to, `must be a whole number from ${from} to ${to}.`)
    .transform(Number);
}

function httpUrl(remedy: string) {
  return z.string().transform((text) => text.trim().replace(/\/+$/, ""))
    .refine(isSafeUrl, `must be an https:// address without user, query or fragment (http:// only for this machine itself); ${remedy}`);
}

const Settings = z.object({
  GITHUB_API_URL: httpUrl("for GitHub Enterprise Server it is https://HOST/api/v3.").default("https://api.github.com"),
  DATABASE_URL: z.string().refine(isPostgresUrl, "must be postgres://user:password@host/database; leave it out to use the embedded store.").optional(),
  DATA_DIR: z.string().default("data"),
  STORE_FILE: z.string().optional(),
  HOST: z.string().default("127.0.0.1").transform((host) => (host === "localhost" ? "127.0.0.1" : host)),
  PORT: wholeNumber(0, 65_535, "3000"),
  WEBHOOK_PATH: z.string().default("/api/github/webhooks").refine((path) => /^\/[\w./-]*[\w-]$/.test(path), "must be a path such as /api/github/webhooks, with a slash before and none after."),
  PUBLIC_URL: httpUrl("it is where people reach this server, such as https://warden.example.org.").optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}.`).default("info"),
  LOG_FORMAT: z.enum(["json", "pretty"], "must be json or pretty.").optional(),
  WORKERS: wholeNumber(1, 64, "8"),
  NODE_ENV: z.string().optional(),
});

function readCredentials(given: Variables, readFile: (path: string) => string, problems: string[]): AppCredentials | null {
  const key = given["PRIVATE_KEY"] ?? given["PRIVATE_KEY_PATH"];
  const found = { APP_ID: given["APP_ID"], PRIVATE_KEY: key, WEBHOOK_SECRET: given["WEBHOOK_SECRET"] };
  const missing = Object.entries(found).filter(([, value]) => value === undefined).map(([name]) => name);
  const present = Object.keys(found).filter((name) => !missing.includes(name));
  if (present.length === 0) {
    if (given["WEBHOOK_SECRET_PREVIOUS"] !== undefined) problems.push("WEBHOOK_SECRET_PREVIOUS is set without WEBHOOK_SECRET: set both, or neither to rehearse.");
    return null;
  }
  for (const name of missing) problems.push(`${name} is missing, though ${listed(present)} given: ${CREDENTIALS[name]}. Without any of the three, the program rehearses.`);
  const appId = readAppId(given, problems);
  const privateKey = readPrivateKey(given, readFile, problems);
  const webhookSecrets = readSecrets(given, problems);
  if (appId === null || privateKey === null || webhookSecrets.length === 0) return null;
  return { appId, privateKey, webhookSecrets };
}

/** Both or neither: a gate app without its key would be taken for one that closes branches. */
function readGateCredentials(given: Variables, readFile: (path: string) => string, problems: string[]): GateCredentials | null {
  const hasKey = given["GATE_PRIVATE_KEY"] !== undefined || given["GATE_PRIVATE_KEY_PATH"] !== undefined;
  if (given["GATE_APP_ID"] === undefined && !hasKey) return null;
  if (given["APP_ID"] === undefined) problems.push("GATE_APP_ID and GATE_PRIVATE_KEY are for the second app, beside APP_ID, PRIVATE_KEY and WEBHOOK_SECRET: set those as well, or unset the two to rehearse.");
  if (given["GATE_APP_ID"] === undefined) problems.push("GATE_APP_ID is missing, though GATE_PRIVATE_KEY is given: copy the App ID from the settings page of the app Release Warden Gate.");
  if (!hasKey) problems.push("GATE_PRIVATE_KEY is missing, though GATE_APP_ID is given: generate a private key on the settings page of the app Release Warden Gate, and give its text, or its file as GATE_PRIVATE_KEY_PATH.");
  const appId = readAppId(given, problems, "GATE_APP_ID");
  const privateKey = readPrivateKey(given, readFile, problems, "GATE_PRIVATE_KEY");
  return appId === null || privateKey === null ? null : { appId, privateKey };
}

/** GitHub sends people back to an address that must be known beforehand. Without PUBLIC_URL that is this machine's own, so sign-in stays off elsewhere. */
function readSignIn(given: Variables, settings: z.infer<typeof Settings> | undefined, problems: string[]): SignInCredentials | null {
  const [clientId, clientSecret] = [given["CLIENT_ID"]?.trim(), given["CLIENT_SECRET"]?.trim()];
  if (clientId === undefined && clientSecret === undefined) return null;
  if (clientId === undefined || clientSecret === undefined) {
    problems.push(`${clientId === undefined ? "CLIENT_ID" : "CLIENT_SECRET"} is missing: both are on the app's settings page, and together they let people sign in to the page. Unset both to show it at this machine only.`);
    return null;
  }
  const origin = settings?.PUBLIC_URL;
  return origin === undefined ? null : { clientId, clientSecret, origin };
}

function readNotifyTargets(given: Variables, readFile: (path: string) => string, problems: string[]): readonly NotifyTarget[] {
  const [inline, path] = [given["NOTIFY_TARGETS"], given["NOTIFY_TARGETS_PATH"]];
  if (inline !== undefined && path !== undefined) problems.push("NOTIFY_TARGETS and NOTIFY_TARGETS_PATH are both set: keep one, the targets themselves or the file that holds them.");
  if (inline !== undefined) return readTargets(inline, "NOTIFY_TARGETS", problems);
  if (path === undefined) return [];
  try {
    return readTargets(readFile(path), "NOTIFY_TARGETS_PATH", problems);
  } catch {
    problems.push("NOTIFY_TARGETS_PATH names a file that cannot be read: check that it exists, seen from where the program starts, and that this user may read it.");
    return [];
  }
}

function listed(names: readonly string[]): string {
  return `${names.join(" and ")} ${names.length === 1 ? "is" : "are"}`;
}

function readAppId(given: Variables, problems: string[], name = "APP_ID"): number | null {
  const text = given[name]?.trim();
  if (text === undefined) return null;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  problems.push(`${name} must be a number: ${CREDENTIALS["APP_ID"]} (not the Client ID).`);
  return null;
}

function readPrivateKey(given: Variables, readFile: (path: string) => string, problems: string[], name = "PRIVATE_KEY"): string | null {
  const path = given[`${name}_PATH`];
  const inline = given[name];
  if (inline !== undefined) return pemOf(inline, name, problems);
  if (path === undefined) return null;
  try {
    return pemOf(readFile(path), `${name}_PATH`, problems);
  } catch {
    // the path itself is not repeated: people paste the key there by mistake
    problems.push(`${name}_PATH names a file that cannot be read: check that it exists, seen from where the program starts, and that this user may read it.`);
    return null;
  }
}

/** Accepts PEM as it is, with `\n` written out, in quotes, and as base64 on one line. The parser's own words are dropped: they may quote the key. */
function pemOf(text: string, name: string, problems: string[]): string | null {
  const plain = text.trim().replace(/^"([^]*)"$/, "$1").replaceAll("\\r", "").replaceAll("\\n", "\n");
  const pem = plain.includes("-----BEGIN") ? plain : Buffer.from(plain, "base64").toString("utf8");
  try {
    if (createPrivateKey(pem).asymmetricKeyType === "rsa") return pem;
  } catch {
    // told below, without the words of the parser
  }
  problems.push(`${name} is not an RSA private key: give the whole .pem file that GitHub let you download, as text or as base64 on one line.`);
  return null;
}

function readSecrets(given: Variables, problems: string[]): readonly string[] {
  const names = ["WEBHOOK_SECRET", "WEBHOOK_SECRET_PREVIOUS"].filter((name) => given[name] !== undefined);
  // a mounted file ends in a line break that is no part of the secret
  const secrets = names.map((name) => given[name]?.trim() ?? "");
  names.forEach((name, index) => {
    const secret = secrets[index] ?? "";
    if (KNOWN_SECRETS.test(secret)) problems.push(`${name} is a word that everybody knows, so anybody could sign webhooks: ${CREDENTIALS["WEBHOOK_SECRET"]}.`);
    else if (secret.length < SHORTEST_SECRET) problems.push(`${name} is shorter than ${SHORTEST_SECRET} characters and could be guessed: ${CREDENTIALS["WEBHOOK_SECRET"]}.`);
  });
  return secrets;
}

function isSafeUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function isPostgresUrl(text: string): boolean {
  return /^postgres(?:ql)?:$/.test(URL.parse(text)?.protocol ?? "");
}

/** Enterprise Server has REST under /api/v3 and GraphQL under /api; everywhere else GraphQL lies under the address of the API. */
function graphqlUrl(apiUrl: string): string {
  return `${apiUrl.replace(/\/api\/v3$/, "/api")}/graphql`;
}

function readText(path: string): string {
  return readFileSync(path, "utf8");
}
