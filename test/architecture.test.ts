/**
 * Holds the rooms of src to their table: who may import whom, which packages, what the pure room may not touch, and how files are named.
 * Imports count whether they bring values or types only. The checker itself is tested with made-up sources at the end.
 */
import { describe, expect, test } from "@jest/globals";
import { globSync, readFileSync } from "node:fs";
import { basename, posix } from "node:path";
import { parse } from "yaml";
import { GATE_EVENTS, OPTIONAL_EVENTS, SUBSCRIBED_EVENTS, UNASKED_EVENTS } from "../src/webhook/payload.ts";

interface Room {
  /** rooms, root files or single files of a room */
  readonly rooms: readonly string[];
  /** packages beyond the pure ones; `@octokit/*` is a whole scope */
  readonly packages: readonly string[];
  /** only by `import(…)`, so that serving does not load them */
  readonly lazily?: readonly string[];
}

/** Synchronous and without I/O, clock or chance: every room may use them. */
const PURE = ["@noble/hashes", "fastest-levenshtein", "ical-generator", "picomatch", "rrule-temporal", "temporal-polyfill", "yaml"];
/** Parts of Node that touch nothing outside the process: every room but the two pure ones. */
const MACHINERY = ["node:crypto", "node:path", "node:url", "node:util"];
const EDGES = ["github", "reports", "store", "notify", "webhook", "web"];

const ROOMS: Readonly<Record<string, Room>> = {
  domain: { rooms: [], packages: ["zod"] },
  text: { rooms: ["domain"], packages: ["handlebars"] },
  reconcile: { rooms: ["domain", "text"], packages: [...MACHINERY] },
  work: { rooms: ["domain/model/key.ts", "domain/model/problem.ts", "domain/model/settlement.ts"], packages: [...MACHINERY] },
  github: { rooms: ["domain"], packages: [...MACHINERY, "@octokit/*", "jose", "zod"] },
  reports: { rooms: ["domain"], packages: [...MACHINERY, "saxes", "fflate", "zod"] },
  store: { rooms: ["domain"], packages: [...MACHINERY, "node:sqlite", "node:fs", "pg"] },
  notify: { rooms: ["domain"], packages: [...MACHINERY, "node:dns", "node:net", "undici"] },
  webhook: { rooms: ["domain"], packages: [...MACHINERY, "node:http"] },
  web: { rooms: ["domain", "text"], packages: [...MACHINERY, "node:http", "node:fs", "prom-client"] },
  cli: { rooms: ["domain", "text"], packages: [...MACHINERY, "node:http", "node:fs", "zod"] },
  sandbox: { rooms: ["domain"], packages: [...MACHINERY, "node:http", "node:net", "node:fs", "node:zlib", "graphql", "@octokit/openapi-types", "@octokit/webhooks-types", "@octokit/graphql-schema"] },
  "notify-targets.ts": { rooms: ["notify/public-address.ts"], packages: ["zod"] },
  "env.ts": { rooms: ["notify-targets.ts"], packages: [...MACHINERY, "node:fs", "zod"] },
  "app.ts": { rooms: ["domain", "text", "reconcile", "work", "env.ts", ...EDGES], packages: [...MACHINERY, "node:http", "node:fs", "pino"] },
  "probot.ts": { rooms: ["domain", "webhook", "env.ts"], packages: ["probot"], lazily: ["app.ts"] },
  "log.ts": { rooms: ["env.ts"], packages: ["pino", "pino-pretty"] },
  "main.ts": { rooms: ["app.ts", "env.ts", "log.ts", "cli"], packages: [...MACHINERY, "node:fs"], lazily: ["sandbox"] },
  "registration.ts": { rooms: ["domain/model/problem.ts", "github/convert-manifest.ts", "cli/services.ts"], packages: ["node:fs"] },
  "bin.ts": { rooms: ["app.ts", "env.ts", "log.ts", "registration.ts", "cli"], packages: [...MACHINERY, "node:fs"], lazily: ["sandbox"] },
};

const IMPURE: Readonly<Record<string, RegExp>> = {
  "async": /\basync\s*(?:function\b|\*?\s*\w*\s*\()/,
  "await": /\bawait\b/,
  "Promise": /\bPromise\b/,
  "Date.now": /\bDate\s*\.\s*now\b/,
  "new Date() without an instant": /\bDate\s*\(\s*\)|\bnew\s+Date\b(?!\s*\()/,
  "Temporal.Now": /\bTemporal\s*\.\s*Now\b/,
  "Math.random": /\bMath\s*\.\s*random\b/,
  "process": /\bprocess\s*[.[]/,
  "performance": /\bperformance\s*\./,
  "crypto": /\bcrypto\s*\./,
  "timers": /\bset(?:Timeout|Interval|Immediate)\b/,
  "fetch": /\bfetch\s*\(/,
};
const NO_NOUNS = ["utils", "util", "helpers", "helper", "common", "types", "index", "misc", "shared"];
const LONGEST_FILE = 300;

const IMPORT = /(?:^|\n)\s*(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\b(?:import|require)\s*\(\s*["']([^"']+)["']/g;
const COMMENT_OR_STRING = /\/\*[^]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

/** Everything that is wrong with one source file; `path` as `src/text/x.ts`. */
function violations(path: string, source: string): string[] {
  const name = roomOf(path);
  const room = ROOMS[name];
  if (room === undefined) return [`${path} is in no room of the table: give ${name} a row`];
  const bare = source.replace(COMMENT_OR_STRING, (found) => (found.startsWith("/") ? " " : found));
  const code = bare.replace(COMMENT_OR_STRING, (found) => (found.startsWith("/") ? found : '""'));
  const found = [...bare.matchAll(IMPORT)].map(([, from, effect, lazy]) => importProblem(path, from ?? effect ?? lazy ?? "", lazy !== undefined));
  if (name === "domain") for (const [what, pattern] of Object.entries(IMPURE)) if (pattern.test(code)) found.push(`${path} uses ${what}: room domain is pure and synchronous`);
  if (name !== "env.ts" && /\bprocess\s*\.\s*env\b/.test(code)) found.push(`${path} reads process.env: only src/env.ts may`);
  if (name !== "probot.ts" && /\bexport\s+default\b|\bas\s+default\b/.test(code)) found.push(`${path} has a default export: only src/probot.ts may`);
  if (NO_NOUNS.includes(basename(path).split(".")[0] ?? "")) found.push(`${path} has a name that says nothing: a shared thing has a noun`);
  const lines = source.trimEnd().split("\n").length;
  if (lines > LONGEST_FILE) found.push(`${path} has ${lines} lines: at most ${LONGEST_FILE}`);
  return found.filter((each) => each !== null);
}

function roomOf(path: string): string {
  return path.split("/")[1] ?? path;
}

function importProblem(path: string, specifier: string, lazy: boolean): string | null {
  const name = roomOf(path);
  const room = ROOMS[name] ?? { rooms: [], packages: [] };
  if (!specifier.startsWith(".")) {
    const allowed = [...PURE, ...room.packages];
    const wanted = packageOf(specifier);
    if (allowed.includes(wanted) || allowed.includes(`${wanted.split("/")[0]}/*`)) return null;
    return `${path} imports ${specifier}: room ${name} may import packages ${listed(room.packages)} beyond the pure ones`;
  }
  const target = posix.join(posix.dirname(path), specifier);
  if (roomOf(target) === name && target.startsWith("src/")) return null;
  const rooms = lazy ? [...room.rooms, ...(room.lazily ?? [])] : room.rooms;
  if (rooms.some((each) => target === `src/${each}` || target.startsWith(`src/${each}/`))) return null;
  if (room.lazily?.includes(roomOf(target)) === true) return `${path} imports ${target}: ${name} may load it only by import(…)`;
  return `${path} imports ${target}: room ${name} may import ${listed(rooms)}`;
}

/** `@noble/hashes/sha2.js` → `@noble/hashes`, `node:fs/promises` → `node:fs`. */
function packageOf(specifier: string): string {
  return specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : `${names.join(", ")} only`;
}

describe("the house", () => {
  const files = globSync("src/**/*.ts");

  test("every file of src keeps the table", () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((file) => violations(file.replaceAll("\\", "/"), readFileSync(file, "utf8")))).toEqual([]);
  });

  const manifest = parse(readFileSync("app.yml", "utf8")) as { default_events: string[]; default_permissions: Record<string, string> };

  test("app.yml asks for exactly the events that the webhook room maps", () => {
    expect([...manifest.default_events].sort()).toEqual([...SUBSCRIBED_EVENTS].sort());
    expect(manifest.default_events).not.toEqual(expect.arrayContaining([...UNASKED_EVENTS]));
  });

  test("app.yml has the optional right and its events commented out, and with both taken in asks for nothing else that is not mapped", () => {
    const text = readFileSync("app.yml", "utf8");
    const whole = parse(text.replace(/^ {2}# (?=organization_projects: write$|- [a-z0-9_]+$)/gm, "  ")) as typeof manifest;
    expect(whole.default_events.filter((event) => !manifest.default_events.includes(event))).toEqual(OPTIONAL_EVENTS);
    expect(whole.default_permissions).toEqual({ ...manifest.default_permissions, organization_projects: "write" });
  });

  test("gate.app.yml asks for administration and metadata and nothing else, and hears of rulesets alone", () => {
    const gate = parse(readFileSync("gate.app.yml", "utf8")) as typeof manifest;
    expect(gate.default_permissions).toEqual({ metadata: "read", administration: "write" });
    expect(gate.default_events).toEqual(GATE_EVENTS);
  });

  test("app.yml asks to write checks, statuses, and answers under issues and pull requests, and never for contents or Administration", () => {
    const written = Object.entries(manifest.default_permissions).filter(([, level]) => level !== "read").map(([name]) => name);
    expect(written).toEqual(["checks", "statuses", "issues", "pull_requests"]);
    expect(Object.keys(manifest.default_permissions)).not.toContain("administration");
  });
});

describe("the checker sees", () => {
  const planted: readonly (readonly [string, string, string, string])[] = [
    ["an import across rooms", "src/text/x.ts", 'import { open } from "../store/sqlite.ts";', "src/text/x.ts imports src/store/sqlite.ts: room text may import domain only"],
    ["a type-only import", "src/github/x.ts", 'import type { Row } from "../store/row.ts";', "src/github/x.ts imports src/store/row.ts: room github may import domain only"],
    ["an import over several lines", "src/domain/a/x.ts", 'import {\n  a,\n  b,\n} from "../../text/y.ts";', "src/domain/a/x.ts imports src/text/y.ts: room domain may import nothing"],
    ["a re-export", "src/web/x.ts", 'export { a } from "../github/y.ts";', "src/web/x.ts imports src/github/y.ts: room web may import domain, text only"],
    ["a lazy import", "src/store/x.ts", 'const room = import("../github/y.ts");', "src/store/x.ts imports src/github/y.ts: room store may import domain only"],
    ["an import for its effect", "src/store/x.ts", 'import "../text/y.ts";', "src/store/x.ts imports src/text/y.ts: room store may import domain only"],
    ["an import after an innocent string", "src/store/x.ts", 'import a from "pg";\nimport b from "../text/y.ts";', "src/store/x.ts imports src/text/y.ts: room store may import domain only"],
    ["more of a room than the one file", "src/work/x.ts", 'import type { A } from "../domain/policy/freeze.ts";', "src/work/x.ts imports src/domain/policy/freeze.ts: room work may import domain/model/key.ts, domain/model/problem.ts, domain/model/settlement.ts only"],
    ["the sandbox loaded at once", "src/main.ts", 'import { run } from "./sandbox/run.ts";', "src/main.ts imports src/sandbox/run.ts: main.ts may load it only by import(…)"],
    ["the sandbox in the app", "src/app.ts", 'import("./sandbox/run.ts")', "src/app.ts imports src/sandbox/run.ts: room app.ts may import domain, text, reconcile, work, env.ts, github, reports, store, notify, webhook, web only"],
    ["a package of another room", "src/cli/x.ts", 'import { Octokit } from "@octokit/rest";', "src/cli/x.ts imports @octokit/rest: room cli may import packages node:crypto, node:path, node:url, node:util, node:http, node:fs, zod only beyond the pure ones"],
    ["I/O in the pure room", "src/domain/x.ts", 'import { readFile } from "node:fs/promises";', "src/domain/x.ts imports node:fs/promises: room domain may import packages zod only beyond the pure ones"],
    ["a way out of src", "src/domain/x.ts", 'import data from "../../package.json";', "src/domain/x.ts imports package.json: room domain may import nothing"],
    ["a room that is in no table", "src/attic/x.ts", "", "src/attic/x.ts is in no room of the table: give attic a row"],
    ["a default export", "src/text/x.ts", "export default function render() {}", "src/text/x.ts has a default export: only src/probot.ts may"],
    ["a renamed default export", "src/text/x.ts", "export { render as default };", "src/text/x.ts has a default export: only src/probot.ts may"],
    ["a name that says nothing", "src/text/utils.ts", "", "src/text/utils.ts has a name that says nothing: a shared thing has a noun"],
    ["a long file", "src/text/x.ts", "a;\n".repeat(301), "src/text/x.ts has 301 lines: at most 300"],
    ["the environment", "src/github/x.ts", "const url = process.env.GITHUB_API_URL;", "src/github/x.ts reads process.env: only src/env.ts may"],
    ["waiting", "src/domain/x.ts", "const a = await b;", "src/domain/x.ts uses await: room domain is pure and synchronous"],
    ["a clock", "src/domain/x.ts", "const now = Date.now();", "src/domain/x.ts uses Date.now: room domain is pure and synchronous"],
    ["a hidden clock", "src/domain/x.ts", "const now = new Date( );", "src/domain/x.ts uses new Date() without an instant: room domain is pure and synchronous"],
    ["another clock", "src/domain/x.ts", "const text = `at ${Temporal.Now.instant()}`;", "src/domain/x.ts uses Temporal.Now: room domain is pure and synchronous"],
    ["chance", "src/domain/x.ts", "const a = Math.random();", "src/domain/x.ts uses Math.random: room domain is pure and synchronous"],
    ["the process", "src/domain/x.ts", "process.exit(1);", "src/domain/x.ts uses process: room domain is pure and synchronous"],
    ["a timer", "src/domain/x.ts", "setTimeout(f, 1);", "src/domain/x.ts uses timers: room domain is pure and synchronous"],
  ];
  test.each(planted)("%s", (_name, path, source, expected) => {
    expect(violations(path, source)).toEqual([expected]);
  });

  test("an async function in the pure room, with the Promise it gives", () => {
    expect(violations("src/domain/x.ts", "async function f(): Promise<void> {}")).toHaveLength(2);
  });
});

test("the checker lets pass what is only said, and what the table allows", () => {
  const said = '// await Date.now() from "../store/x.ts"\nconst a = "we await the process. Promise";\n/* import "../text/y.ts" */ const b = new Date(5);';
  expect(violations("src/domain/x.ts", said)).toEqual([]);
  const allowed = 'import { parse } from "yaml";\nimport type { Key } from "../domain/model/key.ts";\nimport { Octokit } from "@octokit/core";\nimport { a } from "./b.ts";\nimport z from "@noble/hashes/sha2.js";';
  expect(violations("src/github/x.ts", allowed)).toEqual([]);
  expect(violations("src/main.ts", 'const { rehearse } = await import("./sandbox/rehearsal.ts");')).toEqual([]);
  expect(violations("src/probot.ts", "export default function app() {}")).toEqual([]);
});
