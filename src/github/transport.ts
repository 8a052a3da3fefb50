/**
 * Octokit as a plain function from Call to Answer.
 *
 * Promises: the REST version is pinned, every request ends within the time-out, and no plugin of Octokit retries or paces (both are ours:
 * see limiter.ts). A refusal by GitHub is an Answer; only silence (time-out, broken connection) is thrown, as a Fault `unavailable`,
 * and then nobody knows whether a write has happened.
 */
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import { FaultError } from "../domain/model/problem.ts";
import type { Answer, Call } from "./answer.ts";
import { trimmed } from "./api-url.ts";
import { redact } from "./redact.ts";

/** 2022-11-28 is supported until March 2028 and known to every GitHub Enterprise Server in service: https://docs.github.com/rest/about-the-rest-api/api-versions */
export const API_VERSION = "2022-11-28";
export const USER_AGENT = "release-warden";

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;
export type Send = (call: Call) => Promise<Answer>;

export interface Log {
  debug(message: string): void;
  warn(message: string): void;
}

export interface TransportOptions {
  readonly apiUrl: string;
  /** how to reach GitHub; the platform's own fetch unless given */
  readonly fetch?: Fetch;
  /** real milliseconds until a request is given up; 10,000 unless given */
  readonly timeout?: number;
  readonly log?: Log;
  /** signs calls as the app (JWT, with the clock of the host allowed for); without it a call carries the authorization it is given */
  readonly app?: { readonly appId: number; readonly privateKey: string };
}

export function createTransport(options: TransportOptions): Send {
  const octokit = createOctokit(options);
  const timeout = options.timeout ?? 10_000;
  return async function send(call) {
    try {
      const parameters = { ...call.parameters, request: { signal: AbortSignal.timeout(timeout) } };
      const response = await octokit.request(call.route, parameters as Record<string, unknown>);
      const answer: Answer = { status: response.status, headers: textHeaders(response.headers), body: response.data as unknown };
      if (!brokenOff(answer)) return answer;
    } catch (error) {
      const refused = refusalIn(error);
      if (refused !== null) return refused;
      throw silence(error, call.route, timeout);
    }
    throw new FaultError({ kind: "unavailable", message: `${call.route}: the answer broke off`, retryAt: null });
  };
}

function createOctokit(options: TransportOptions): Octokit {
  const warn = (message: string): void => options.log?.warn(redact(message));
  const octokit = new Octokit({
    baseUrl: trimmed(options.apiUrl),
    userAgent: USER_AGENT,
    log: { debug: () => undefined, info: () => undefined, warn, error: warn },
    ...(options.fetch === undefined ? {} : { request: { fetch: options.fetch } }),
    ...(options.app === undefined ? {} : { authStrategy: createAppAuth, auth: options.app }),
  });
  octokit.hook.before("request", (request) => {
    request.headers["x-github-api-version"] = API_VERSION;
  });
  return octokit;
}

/** Octokit throws for every status from 300 on; with a response in it that is GitHub's answer, without one it is silence. */
function refusalIn(error: unknown): Answer | null {
  if (!(error instanceof Error) || !("response" in error) || !("status" in error)) return null;
  const response = error.response as { headers?: Record<string, unknown>; data?: unknown } | undefined;
  if (response === undefined || typeof error.status !== "number") return null;
  return { status: error.status, headers: textHeaders(response.headers ?? {}), body: response.data };
}

function silence(error: unknown, route: string, timeout: number): FaultError {
  const thrown = causes(error);
  const timedOut = thrown.some((one) => one.name === "TimeoutError" || one.name === "AbortError");
  const detail = timedOut ? `no answer within ${timeout / 1000} s` : redact(thrown.at(-1)?.message ?? "no answer");
  // Octokit gives its own errors for a failed fetch the status 500. Anything else was thrown before the wire was reached, by a key that cannot
  // sign for one: that is no matter of the network, and trying again changes nothing.
  const kind = timedOut || thrown[0]?.status === 500 ? "unavailable" : "bug";
  return new FaultError({ kind, message: `${route}: ${detail}`, retryAt: null });
}

interface Thrown {
  readonly name?: unknown;
  readonly message?: string;
  readonly status?: unknown;
  readonly cause?: unknown;
}

/** The error and what caused it. By shape: errors of the platform's fetch may come from another realm, where `instanceof` does not hold. */
function causes(error: unknown): readonly Thrown[] {
  const found: Thrown[] = [];
  for (let one = error; typeof one === "object" && one !== null && "message" in one && found.length < 5; ) {
    const thrown = one as Thrown;
    found.push(thrown);
    one = thrown.cause;
  }
  return found;
}

/** Octokit gives text, possibly empty, for JSON that broke off or never came; taken for an answer it would be one of an unknown shape. */
function brokenOff(answer: Answer): boolean {
  return answer.status < 300 && typeof answer.body === "string" && /^application\/json\b/.test(answer.headers["content-type"] ?? "");
}

function textHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === "string" || typeof value === "number" ? [[name.toLowerCase(), String(value)]] : [])));
}
