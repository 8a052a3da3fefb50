/**
 * One HTTPS request to a target. It says what is known afterwards: the target answered, nothing was sent, or nobody can tell.
 *
 * Promises: the address is looked up here and the connection goes to exactly what was looked up, so a name cannot lead elsewhere in between;
 * every address it leads to must be public. No redirect is followed, no proxy asked, no connection kept. Time and the bytes read of the answer are
 * bounded, and nothing of the answer but its status and its Retry-After is ever shown. Neither the URL nor the body is ever in a word of ours.
 */
import { lookup as systemLookup } from "node:dns";
import type { LookupAddress } from "node:dns";
import { Agent, buildConnector, request } from "undici";
import { isAddress, isPublicAddress } from "./public-address.ts";

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type PostOutcome =
  /** `retryAfterMs`: what the target asked for; null = nothing */
  | { readonly kind: "answered"; readonly status: number; readonly retryAfterMs: number | null }
  /** it cannot have arrived; `lasting`: nor will it, until somebody changes the configuration */
  | { readonly kind: "not-sent"; readonly why: string; readonly lasting: boolean }
  | { readonly kind: "unknown"; readonly why: string };

export type Post = (request: PostRequest) => Promise<PostOutcome>;

export interface PostOptions {
  /** for tests: stands for the system's resolver */
  readonly lookup?: (host: string) => Promise<readonly LookupAddress[]>;
  /** for tests: which addresses may be connected to; public ones unless given */
  readonly admits?: (address: string) => boolean;
  /** for tests: a certificate authority beside the system's */
  readonly ca?: string;
  /** milliseconds for the whole of it, of which half are for the connection; default 10,000 */
  readonly timeoutMs?: number;
  /** for tests: what ends it, in place of the clock */
  readonly timeout?: (ms: number) => AbortSignal;
}

const ANSWER_BYTES = 16_384;
const LONGEST_BODY = 65_536;

class Refused extends Error {}

export function createPost({ lookup = lookUp, admits = isPublicAddress, ca, timeoutMs = 10_000, timeout = (ms) => AbortSignal.timeout(ms) }: PostOptions = {}): Post {
  return async ({ url, headers, body }) => {
    const parsed = URL.parse(url);
    if (parsed === null || parsed.protocol !== "https:") return { kind: "not-sent", why: "its address is not an https address", lasting: true };
    if (isAddress(parsed.hostname) && !admits(parsed.hostname)) return { kind: "not-sent", why: PRIVATE, lasting: true };
    if (Buffer.byteLength(body) > LONGEST_BODY) return { kind: "not-sent", why: "the message is too long", lasting: true };
    const progress = { connected: false };
    const agent = agentOf({ lookup, admits, ca, timeoutMs }, progress);
    try {
      const answer = await request(parsed, {
        method: "POST", headers, body, dispatcher: agent, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, signal: timeout(timeoutMs),
      });
      const outcome: PostOutcome = { kind: "answered", status: answer.statusCode, retryAfterMs: retryAfter(answer.headers["retry-after"]) };
      // The answer's text is for nobody; a long one is cut off by destroying the connection below.
      await answer.body.dump({ limit: ANSWER_BYTES }).catch(() => undefined);
      return outcome;
    } catch (error) {
      return failureOf(error, progress.connected);
    } finally {
      await agent.destroy().catch(() => undefined);
    }
  };
}

const PRIVATE = "its address is not on the public Internet";

/** A new one for each request: a kept connection may be dead already, and then nobody can tell what arrived. */
function agentOf({ lookup, admits, ca, timeoutMs }: Required<Omit<PostOptions, "ca" | "timeout">> & { readonly ca: string | undefined }, progress: { connected: boolean }): Agent {
  const connect = buildConnector({
    timeout: timeoutMs / 2, allowH2: false, maxCachedSessions: 0, ...(ca === undefined ? {} : { ca }),
    lookup: (host, options, done) => {
      lookup(host).then((found) => {
        const [first] = found;
        // One that is refused spoils all: which of them is connected to must not be a matter of luck.
        if (first === undefined || !found.every(({ address }) => admits(address))) throw new Refused(first === undefined ? "its name leads nowhere" : PRIVATE);
        if (options.all === true) done(null, [...found]);
        else done(null, first.address, first.family);
      }).catch((error: unknown) => done(error as Error, [], 0));
    },
  });
  return new Agent({
    pipelining: 1, connections: 1,
    connect: (options, done) => {
      connect(options, (error, socket) => {
        if (error !== null) return done(error, null);
        // The last word: where the connection really leads.
        if (socket.remoteAddress === undefined || !admits(socket.remoteAddress.replace(/^::ffff:/i, ""))) {
          socket.destroy();
          return done(new Refused(PRIVATE), null);
        }
        progress.connected = true;
        return done(null, socket);
      });
    },
  });
}

/** Before the connection stood not a byte of the message had left. */
function failureOf(error: unknown, connected: boolean): PostOutcome {
  if (error instanceof Refused) return { kind: "not-sent", why: error.message, lasting: error.message === PRIVATE };
  const code = codeOf(error);
  return connected
    ? { kind: "unknown", why: `the connection ended without an answer (${code})` }
    : { kind: "not-sent", why: `no connection came about (${code})`, lasting: false };
}

/** Only a code: messages of HTTP clients may repeat the address. */
function codeOf(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : error instanceof Error ? error.name : "";
  return /^[A-Z0-9_]{2,40}$/i.test(code) ? code : "unknown";
}

/** Seconds, as Discord and Slack say it, fractions too, or an HTTP date. */
function retryAfter(header: string | string[] | undefined): number | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? "";
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function lookUp(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => systemLookup(host, { all: true }, (error, found) => error === null ? resolve(found) : reject(error)));
}
