/**
 * A message as each medium takes it. What people wrote comes out inert: it mentions nobody, formats nothing and links nowhere; the one link is ours.
 *
 * Sources: Discord, "Execute Webhook" (content of at most 2,000 characters, allowed_mentions, flag 4 = SUPPRESS_EMBEDS); Slack, "Text object"
 * (plain_text formats nothing; at most 150 characters in a header and 3,000 in a section) and "Escaping text"; standardwebhooks.com for the
 * headers and the signature of our own webhooks.
 */
import { createHash, createHmac } from "node:crypto";
import { keyText } from "../domain/model/key.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import { cut, linkOf, plainLine } from "./plain-line.ts";
import type { PostRequest } from "./post.ts";
import type { Target } from "./target.ts";

const LINES = 30;
const LONGEST_LINE = 600;
const DISCORD_CAP = 2_000;
const SLACK_CAP = 2_900;
const FACTS_CAP = 16_384;
const BREAK = "\u200b";

/** `now` in milliseconds: a signature says when it was made. */
export function requestFor(message: OutboxMessage, target: Target, now: number): PostRequest {
  switch (target.kind) {
    case "discord": return jsonRequest(target.url, discordBody(message));
    case "slack": return jsonRequest(target.url, slackBody(message));
    case "webhook": return signedRequest(message, target, now);
  }
}

/** The same for every attempt at one target, and different for every other message and target. */
export function idempotencyKey(message: OutboxMessage, target: Target): string {
  return `rw_${createHash("sha256").update(`${message.id}\n${target.name}`).digest("base64url")}`;
}

function jsonRequest(url: string, body: unknown): PostRequest {
  return { url, headers: HEADERS, body: JSON.stringify(body) };
}

const HEADERS = { "content-type": "application/json", "user-agent": "release-warden", accept: "*/*" };

export function discordBody({ words }: OutboxMessage): unknown {
  const link = linkOf(words.url);
  const foot = link === null ? "" : `\n<${link}>`;
  const text = [`**${discordText(words.title, 200)}**`, ...linesOf(words.lines).map((line) => discordText(line, LONGEST_LINE))].join("\n");
  // What is cut off must not leave half an escape behind.
  return { content: `${cut(text, DISCORD_CAP - foot.length).replace(/\\…$/, "…")}${foot}`, allowed_mentions: { parse: [] }, flags: 4 };
}

function discordText(text: string, cap: number): string {
  return plainLine(text, cap)
    .replace(/[\\`*_~|[\](){}<>#+\-.!:@]/g, "\\$&")
    .replace(/@(?=\S)/g, `@${BREAK}`)
    .replace(/\b(https?)\\:\/\//gi, `$1\\:${BREAK}//`)
    .replace(/\bwww\\\./gi, `www${BREAK}\\.`)
    .replace(/\b(discord)\\\.(?=gg)/gi, `$1${BREAK}\\.`);
}

export function slackBody({ words }: OutboxMessage): unknown {
  const link = linkOf(words.url);
  const title = plainLine(words.title, 150);
  const body = cut(linesOf(words.lines).map((line) => plainLine(line, LONGEST_LINE)).join("\n"), SLACK_CAP);
  const plain = (text: string) => ({ type: "plain_text", text, emoji: false });
  return {
    // shown in notifications and where blocks are not understood
    text: slackText(`${title}\n${body}`), mrkdwn: false, link_names: false, parse: "none", unfurl_links: false, unfurl_media: false,
    blocks: [
      { type: "header", text: plain(title === "" ? "Release Warden" : title) },
      ...(body === "" ? [] : [{ type: "section", text: plain(body) }]),
      ...(link === null ? [] : [{ type: "section", text: { type: "mrkdwn", verbatim: true, text: `<${link.replaceAll("&", "&amp;")}|Open on GitHub>` } }]),
    ],
  };
}

/** Slack's own three, which end every `<!channel>` and `<@U…>`; the break keeps bare addresses and names from becoming links. */
function slackText(text: string): string {
  return cut(text, SLACK_CAP).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/@(?=\S)/g, `@${BREAK}`).replace(/:\/\//g, `:${BREAK}//`);
}

export function webhookBody(message: OutboxMessage, now: number): string {
  const { words, facts } = message;
  const small = JSON.stringify(facts).length <= FACTS_CAP;
  return JSON.stringify({
    type: "release-warden.message", timestamp: new Date(now).toISOString(),
    data: {
      id: message.id, audience: message.audience, home: message.home, about: keyText(message.about), since: new Date(message.since).toISOString(),
      title: plainLine(words.title, 200), lines: linesOf(words.lines).map((line) => plainLine(line, LONGEST_LINE)), url: linkOf(words.url), facts: small ? facts : {},
    },
  });
}

function signedRequest(message: OutboxMessage, target: Target, now: number): PostRequest {
  const id = idempotencyKey(message, target);
  const seconds = String(Math.floor(now / 1_000));
  const body = webhookBody(message, now);
  return {
    url: target.url, body,
    headers: { ...HEADERS, "idempotency-key": id, "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": `v1,${signature(`${id}.${seconds}.${body}`, target.secret ?? "")}` },
  };
}

/** `whsec_…` is base64, as the standard has it; any other secret is taken as it stands. */
function signature(content: string, secret: string): string {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret);
  return createHmac("sha256", key).update(content).digest("base64");
}

function linesOf(lines: readonly string[]): readonly string[] {
  return lines.length <= LINES ? lines : [...lines.slice(0, LINES), `… and ${lines.length - LINES} more lines`];
}
