/**
 * The operator's targets: Discord, Slack and webhooks, each with the audiences and the plans that may use it. Read at the start, from the file that
 * NOTIFY_TARGETS_PATH names or from NOTIFY_TARGETS itself; YAML, and so JSON as well.
 *
 * Promises: everything wrong is said at once, by the name or the place of the target. No value is ever repeated: addresses and secrets let whoever
 * has them write there, and a parser's own words would quote them.
 */
import { parseDocument } from "yaml";
import { z } from "zod";
import { isAddress, isPublicAddress } from "./notify/public-address.ts";

export interface NotifyTarget {
  readonly name: string;
  readonly kind: "discord" | "slack" | "webhook";
  readonly url: string;
  readonly secret: string | null;
  readonly audiences: readonly string[];
  readonly for: readonly string[];
}

const MOST = 100;
const LONGEST = 65_536;
const SHORTEST_SECRET = 16;

const word = (what: string) => z.string(what).regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, what);
const WORDS = "must be small words of letters, digits, . _ and -";
const Target = z.strictObject({
  name: word(`${WORDS}, at most 64 characters; plans name it so`),
  kind: z.enum(["discord", "slack", "webhook"], "must be discord, slack or webhook"),
  url: z.string("must be an https address").refine(isHttps, "must be an https address without user and fragment")
    .refine((text) => !isHttps(text) || !leadsHome(text), "must lead to the public Internet: localhost, private and link-local addresses are refused"),
  secret: z.string("must be text").trim().min(SHORTEST_SECRET, `must have at least ${SHORTEST_SECRET} characters: openssl rand -hex 32`).optional(),
  audiences: z.array(word(WORDS), "must be a list of audiences as plans name them, or alert and manager").max(50).default([]),
  for: z.array(z.string().regex(/^(?:\*|[a-z0-9-]{1,39}(?:\/[\w.-]{1,100})?)$/i, "must be owners (acme), homes of plans (acme/app), or \"*\" for all"), "must say whose plans may use it: owners (acme), homes of plans (acme/app), or \"*\" for all")
    .min(1, "must say whose plans may use it: owners (acme), homes of plans (acme/app), or \"*\" for all").max(500),
}, "must be a mapping with name, kind, url and for").superRefine(({ kind, secret }, context) => {
  if (kind === "webhook" && secret === undefined) context.addIssue({ code: "custom", path: ["secret"], message: "is missing: a webhook is signed with it, so that its receiver can tell it from a forgery" });
  if (kind !== "webhook" && secret !== undefined) context.addIssue({ code: "custom", path: ["secret"], message: "is for webhooks only; the address of a chat is its secret" });
});
const Targets = z.strictObject({ targets: z.array(Target, "must be a list").max(MOST, `has more than ${MOST} targets`) }, "must be a mapping with one key, targets");

/** @param variable what the problems are told of */
export function readTargets(text: string, variable: string, problems: string[]): readonly NotifyTarget[] {
  const value = parsed(text, variable, problems);
  if (value === undefined) return [];
  const read = Targets.safeParse(value);
  if (!read.success) {
    problems.push(...read.error.issues.flatMap((issue) => issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => `${variable}: ${placeOf(issue.path, value)} has a key that means nothing here${/^[a-z_-]{1,30}$/i.test(key) ? `, ${key}` : ""}.`)
      : [`${variable}: ${placeOf(issue.path, value)} ${issue.message}.`]));
    return [];
  }
  const { targets } = read.data;
  const names = targets.map(({ name }) => name.toLowerCase());
  for (const twice of new Set(names.filter((name, index) => names.indexOf(name) !== index))) problems.push(`${variable}: two targets have the name ${twice}.`);
  return targets.map(({ secret, ...rest }) => ({ ...rest, secret: secret ?? null }));
}

function parsed(text: string, variable: string, problems: string[]): unknown {
  if (text.length > LONGEST) {
    problems.push(`${variable} is longer than ${LONGEST} characters.`);
    return undefined;
  }
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true, logLevel: "silent" });
  const [error] = document.errors;
  try {
    if (error === undefined) return document.toJS({ maxAliasCount: 0 }) as unknown;
  } catch {
    problems.push(`${variable} uses aliases (*name): write each target out.`);
    return undefined;
  }
  problems.push(`${variable} is not YAML${error.linePos === undefined ? "" : `: look at line ${error.linePos[0].line}`}.`);
  return undefined;
}

/** `targets[1].url (ops-chat)`: its name helps where it has one that is fit to be shown. */
function placeOf(path: readonly PropertyKey[], value: unknown): string {
  const [, index] = path;
  const targets = typeof value === "object" && value !== null && "targets" in value && Array.isArray(value.targets) ? value.targets as unknown[] : [];
  const target = typeof index === "number" ? targets[index] : undefined;
  const name = typeof target === "object" && target !== null && "name" in target ? String(target.name) : "";
  const place = path.map((part, at) => (typeof part === "number" ? `[${part}]` : at === 0 ? String(part) : `.${String(part)}`)).join("");
  return `${place === "" ? "the whole" : place}${/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name) ? ` (${name})` : ""}`;
}

function isHttps(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.protocol === "https:" && url.username === "" && url.password === "" && url.hash === "";
}

/** What a name leads to is asked before each message; what can be seen already is said at the start. */
function leadsHome(text: string): boolean {
  const { hostname } = new URL(text);
  return (isAddress(hostname) && !isPublicAddress(hostname)) || /(?:^|\.)(?:localhost|local|internal)\.?$/i.test(hostname);
}
