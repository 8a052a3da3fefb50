import { describe, expect, test } from "@jest/globals";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { loadDotEnv, readEnv, type Env, type Variables } from "../src/env.ts";

const rsaKey = generateKeyPairSync("rsa", { modulusLength: 1024, privateKeyEncoding: { type: "pkcs1", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }).privateKey;
const ecKey = generateKeyPairSync("ec", { namedCurve: "P-256", privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } }).privateKey;
const SECRET = "0123456789abcdef-long-enough";
const CREDENTIALS = { APP_ID: "1234", PRIVATE_KEY: rsaKey, WEBHOOK_SECRET: SECRET };
const noFile = (): string => { throw new Error("ENOENT"); };

function envOf(variables: Variables): Env {
  const reading = readEnv(variables, noFile);
  if ("problems" in reading) throw new Error(reading.problems.join("\n"));
  return reading.ok;
}
function problemsOf(variables: Variables, readFile = noFile): readonly string[] {
  const reading = readEnv(variables, readFile);
  return "problems" in reading ? reading.problems : [];
}

describe("nothing set is a rehearsal with every default", () => {
  const defaults: Env = {
    app: null, gate: null, signIn: null, targets: [],
    github: { apiUrl: "https://api.github.com", graphqlUrl: "https://api.github.com/graphql" },
    store: { kind: "sqlite", file: join("data", "release-warden.sqlite") },
    http: { host: "127.0.0.1", port: 3000, webhookPath: "/api/github/webhooks", publicUrl: null },
    log: { level: "info", format: "pretty" },
    workers: 8,
    production: false,
  };
  test("with an empty environment", () => expect(envOf({})).toEqual(defaults));
  test("with the example file as it is, whose values are the defaults", () => {
    expect(envOf(parseEnv(readFileSync(".env.example", "utf8")))).toEqual(defaults);
  });
});

describe("targets outside GitHub", () => {
  const text = 'targets: [{ name: ops, kind: slack, url: "https://hooks.slack.com/services/s3cret", for: [acme] }]';
  test("stand in a variable or in a file", () => {
    expect(envOf({ ...CREDENTIALS, NOTIFY_TARGETS: text }).targets.map(({ name }) => name)).toEqual(["ops"]);
    const reading = readEnv({ NOTIFY_TARGETS_PATH: "targets.yml" }, (path) => (path === "targets.yml" ? text : noFile()));
    expect("ok" in reading && reading.ok.targets).toHaveLength(1);
  });
  test("are a mistake in both, in no file, and where one is wrong, which nothing repeats", () => {
    expect(problemsOf({ NOTIFY_TARGETS: text, NOTIFY_TARGETS_PATH: "x" })).toEqual([expect.stringMatching(/^NOTIFY_TARGETS and NOTIFY_TARGETS_PATH are both set/)]);
    expect(problemsOf({ NOTIFY_TARGETS_PATH: "s3cret" })).toEqual([expect.stringMatching(/^NOTIFY_TARGETS_PATH names a file that cannot be read/)]);
    const wrong = problemsOf({ NOTIFY_TARGETS: text.replace("https", "http") });
    expect(wrong).toEqual(["NOTIFY_TARGETS: targets[0].url (ops) must be an https address without user and fragment."]);
    expect(wrong.join()).not.toContain("s3cret");
  });
});

describe("signing in to the page", () => {
  const oauth = { ...CREDENTIALS, CLIENT_ID: "Iv1.abc", CLIENT_SECRET: "hush" };
  test("needs both parts, and an address that people reach", () => {
    expect(envOf({ ...oauth, PUBLIC_URL: "https://warden.example.org/" }).signIn).toEqual({ clientId: "Iv1.abc", clientSecret: "hush", origin: "https://warden.example.org" });
    expect(envOf(oauth).signIn).toBeNull();
    expect(envOf(CREDENTIALS).signIn).toBeNull();
  });
  test.each([["CLIENT_ID", "CLIENT_SECRET"], ["CLIENT_SECRET", "CLIENT_ID"]])("%s alone is a mistake", (given, missing) => {
    expect(problemsOf({ ...CREDENTIALS, [given]: "hush" })).toEqual([expect.stringMatching(new RegExp(`^${missing} is missing`))]);
    expect(problemsOf({ ...CREDENTIALS, [given]: "hush" }).join("")).not.toContain("hush");
  });
});

describe("credentials", () => {
  test("all three serve GitHub", () => {
    expect(envOf(CREDENTIALS).app).toEqual({ appId: 1234, privateKey: rsaKey.trim(), webhookSecrets: [SECRET] });
  });

  test.each([
    ["with \\n written out", rsaKey.replaceAll("\n", "\\n")],
    ["in quotes, with \\n written out", `"${rsaKey.replaceAll("\n", "\\n")}"`],
    ["as base64 on one line", Buffer.from(rsaKey).toString("base64")],
  ])("a private key is read %s", (_how, key) => {
    expect(envOf({ ...CREDENTIALS, PRIVATE_KEY: key }).app?.privateKey.trim()).toBe(rsaKey.trim());
  });

  test("a private key is read from a file", () => {
    const { PRIVATE_KEY: _none, ...rest } = CREDENTIALS;
    const reading = readEnv({ ...rest, PRIVATE_KEY_PATH: "key.pem" }, (path) => (path === "key.pem" ? rsaKey : noFile()));
    expect(reading).toMatchObject({ ok: { app: { privateKey: rsaKey.trim() } } });
  });

  test("the previous webhook secret is accepted beside the new one, and a line break after a secret is none of it", () => {
    expect(envOf({ ...CREDENTIALS, WEBHOOK_SECRET: `${SECRET}\n`, WEBHOOK_SECRET_PREVIOUS: "the-previous-one-16" }).app?.webhookSecrets).toEqual([SECRET, "the-previous-one-16"]);
  });

  const rows: readonly (readonly [string, Variables, readonly string[]])[] = [
    ["only an id names both that are missing", { APP_ID: "1" }, ["PRIVATE_KEY is missing, though APP_ID is given", "WEBHOOK_SECRET is missing, though APP_ID is given"]],
    ["no webhook secret is no start", { ...CREDENTIALS, WEBHOOK_SECRET: "" }, ["WEBHOOK_SECRET is missing, though APP_ID and PRIVATE_KEY are given: choose one"]],
    ["the secret that frameworks use", { ...CREDENTIALS, WEBHOOK_SECRET: "development" }, ["WEBHOOK_SECRET is a word that everybody knows"]],
    ["a known word twice", { ...CREDENTIALS, WEBHOOK_SECRET: "DevelopmentDevelopment" }, ["WEBHOOK_SECRET is a word that everybody knows"]],
    ["a short secret", { ...CREDENTIALS, WEBHOOK_SECRET: "15 characters.." }, ["WEBHOOK_SECRET is shorter than 16 characters"]],
    ["a short previous secret", { ...CREDENTIALS, WEBHOOK_SECRET_PREVIOUS: "x" }, ["WEBHOOK_SECRET_PREVIOUS is shorter"]],
    ["only a previous secret", { WEBHOOK_SECRET_PREVIOUS: SECRET }, ["WEBHOOK_SECRET_PREVIOUS is set without WEBHOOK_SECRET"]],
    ["a client id for the app id", { ...CREDENTIALS, APP_ID: "Iv23abc" }, ["APP_ID must be a number"]],
    ["a key that is none", { ...CREDENTIALS, PRIVATE_KEY: "hello" }, ["PRIVATE_KEY is not an RSA private key"]],
    ["a key of another kind", { ...CREDENTIALS, PRIVATE_KEY: ecKey }, ["PRIVATE_KEY is not an RSA private key"]],
    ["a key file that cannot be read", { ...CREDENTIALS, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: "/none" }, ["PRIVATE_KEY_PATH names a file that cannot be read"]],
  ];
  test.each(rows)("%s", (_name, variables, expected) => {
    expect(problemsOf(variables)).toEqual(expected.map((each) => expect.stringContaining(each)));
  });

  test("no problem repeats a secret, whatever is wrong with it", () => {
    const told = [
      ...problemsOf({ APP_ID: "Iv-private", PRIVATE_KEY: "-----BEGIN broken", WEBHOOK_SECRET: "hush-hush", DATABASE_URL: "mysql://u:hunter2@h/d", GITHUB_API_URL: "https://u:hunter2@h" }),
      ...problemsOf({ ...CREDENTIALS, PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: rsaKey }),
    ].join("\n");
    expect(told.split("\n")).toHaveLength(6);
    for (const secret of ["Iv-private", "broken", "hush-hush", "hunter2", "BEGIN"]) expect(told).not.toContain(secret);
  });
});

describe("the second app", () => {
  const GATE = { GATE_APP_ID: "77", GATE_PRIVATE_KEY: rsaKey };
  test("is optional, and has a number and a key of its own", () => {
    expect(envOf(CREDENTIALS).gate).toBeNull();
    expect(envOf({ ...CREDENTIALS, ...GATE }).gate).toMatchObject({ appId: 77 });
  });
  test.each<readonly [string, Variables, string]>([
    ["an id without a key", { ...CREDENTIALS, GATE_APP_ID: "77" }, "GATE_PRIVATE_KEY is missing"],
    ["a key without an id", { ...CREDENTIALS, GATE_PRIVATE_KEY: rsaKey }, "GATE_APP_ID is missing"],
    ["both without the first app", GATE, "are for the second app"],
    ["an id that is no number", { ...CREDENTIALS, ...GATE, GATE_APP_ID: "Iv1" }, "GATE_APP_ID must be a number"],
    ["a key that is none", { ...CREDENTIALS, ...GATE, GATE_PRIVATE_KEY: "nonsense" }, "GATE_PRIVATE_KEY is not an RSA private key"],
  ])("%s is told", (_, variables, problem) => {
    expect(problemsOf(variables)).toEqual([expect.stringContaining(problem)]);
  });
});

describe("settings", () => {
  test.each([
    ["https://api.github.com/", "https://api.github.com", "https://api.github.com/graphql"],
    ["https://git.example.org/api/v3", "https://git.example.org/api/v3", "https://git.example.org/api/graphql"],
    ["https://api.north.ghe.com", "https://api.north.ghe.com", "https://api.north.ghe.com/graphql"],
    ["http://127.0.0.1:4001", "http://127.0.0.1:4001", "http://127.0.0.1:4001/graphql"],
    ["http://localhost:4001", "http://localhost:4001", "http://localhost:4001/graphql"],
  ])("the API at %s has its GraphQL beside it", (given, apiUrl, graphqlUrl) => {
    expect(envOf({ GITHUB_API_URL: given }).github).toEqual({ apiUrl, graphqlUrl });
  });

  test.each([
    ["postgres://u:p@h/d", { kind: "postgres", url: "postgres://u:p@h/d" }],
    ["postgresql://h/d", { kind: "postgres", url: "postgresql://h/d" }],
  ])("DATABASE_URL %s chooses PostgreSQL", (url, store) => {
    expect(envOf({ DATABASE_URL: url, STORE_FILE: "x" }).store).toEqual(store);
  });

  test("STORE_FILE names the file, DATA_DIR only its place", () => {
    expect(envOf({ DATA_DIR: "/var/lib/warden" }).store).toEqual({ kind: "sqlite", file: "/var/lib/warden/release-warden.sqlite" });
    expect(envOf({ DATA_DIR: "/var", STORE_FILE: "/tmp/w.sqlite" }).store).toEqual({ kind: "sqlite", file: "/tmp/w.sqlite" });
  });

  test("production logs JSON unless told otherwise", () => {
    expect(envOf({ NODE_ENV: "production" })).toMatchObject({ production: true, log: { format: "json" } });
    expect(envOf({ NODE_ENV: "production", LOG_FORMAT: "pretty" }).log.format).toBe("pretty");
  });

  const rows: readonly (readonly [string, string, string])[] = [
    ["GITHUB_API_URL", "http://git.example.org", "GITHUB_API_URL must be an https:// address"],
    ["GITHUB_API_URL", "http://127.0.0.1.example.org", "GITHUB_API_URL must be an https:// address"],
    ["GITHUB_API_URL", "api.github.com", "GITHUB_API_URL must be an https:// address"],
    ["PUBLIC_URL", "ftp://x", "PUBLIC_URL must be an https:// address"],
    ["DATABASE_URL", "sqlite:x", "DATABASE_URL must be postgres://"],
    ["PORT", "70000", "PORT must be a whole number from 0 to 65535."],
    ["PORT", "3e3", "PORT must be a whole number"],
    ["WORKERS", "0", "WORKERS must be a whole number from 1 to 64."],
    ["WEBHOOK_PATH", "hooks/", "WEBHOOK_PATH must be a path"],
    ["LOG_LEVEL", "loud", "LOG_LEVEL must be one of fatal, error, warn"],
    ["LOG_FORMAT", "xml", "LOG_FORMAT must be json or pretty."],
  ];
  test.each(rows)("%s=%s is refused with its remedy", (name, value, line) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringContaining(line)]);
  });

  test("all problems are told at once", () => {
    expect(problemsOf({ APP_ID: "x", PORT: "x", WORKERS: "x" })).toHaveLength(5);
  });
});

describe("a .env file", () => {
  test("adds what the real environment does not say, and overrides nothing", () => {
    const path = join(mkdtempSync(join(tmpdir(), "warden-env-")), ".env");
    writeFileSync(path, "PORT=1\nHOST='0.0.0.0' # all\nEMPTY=\n");
    const variables: Record<string, string | undefined> = { PORT: "2", EMPTY: "kept" };
    loadDotEnv(path, variables);
    expect(variables).toEqual({ PORT: "2", HOST: "0.0.0.0", EMPTY: "kept" });
  });

  test("that is not there is no problem; one that cannot be read is", () => {
    const folder = mkdtempSync(join(tmpdir(), "warden-env-"));
    const variables = {};
    loadDotEnv(join(folder, "none"), variables);
    expect(variables).toEqual({});
    expect(() => loadDotEnv(folder, variables)).toThrow(`${folder} cannot be read`);
  });
});
