// Faults on demand: what a client of GitHub must survive, made to happen when a test or a person asks for it.
//
// Promises: a fault hits exactly the requests it matches, as many times as it says; the seeded mode gives the same faults
// for the same seed and order of requests; nothing here waits for real time unless it is given a way to wait. A time-out
// is a rejected fetch, as a client sees it, and over a socket the server closes the connection without an answer.
// "lost-response" performs the request and then loses the answer: the case in which a write happened and nobody knows.

import { json, pathOf, type FetchHandler, type Layer } from "../fetch-handler.ts";
import { randomSequence } from "../random-sequence.ts";

export const FAULT_KINDS = ["500", "502", "503", "403-secondary", "429", "timeout", "reset", "lost-response", "lost-502", "slow"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Which requests: every one that agrees with all given fields. A path string may hold `*` for any run of characters. */
export interface FaultMatch {
  readonly method?: string;
  readonly path?: string | RegExp;
}

export interface Fault {
  readonly kind: FaultKind;
  readonly match?: FaultMatch;
  /** How many requests it hits; 1 unless told, Infinity for all. */
  readonly times?: number;
  /** How many matching requests pass before the first is hit. */
  readonly after?: number;
  /** `retry-after` in seconds of 403-secondary and 429; 60 unless told. */
  readonly retryAfter?: number;
  /** How long "slow" holds the answer back, in milliseconds. In-process it only lets other requests go first. */
  readonly delay?: number;
}

/** On average one of `every` matching requests gets a fault, chosen among `kinds`; the same seed gives the same choice. */
export interface RandomFaults {
  readonly seed: number;
  readonly every: number;
  readonly kinds: readonly FaultKind[];
  readonly match?: FaultMatch;
}

export interface FiredFault {
  readonly kind: FaultKind;
  readonly method: string;
  readonly path: string;
}

export interface FaultBox {
  /** Adds a fault and returns how to take it away again. */
  add(fault: Fault): () => void;
  random(faults: RandomFaults): () => void;
  clear(): void;
  /** The faults that have hit, in order. */
  fired(): readonly FiredFault[];
  /** What is still armed, for display. */
  armed(): readonly Fault[];
  /** `wait` is how "slow" passes its milliseconds; unless told it only yields, so nothing in-process waits. */
  layer(wait?: (ms: number) => Promise<void>): Layer;
}

interface Rule {
  readonly fault: Fault | null;
  choose(request: Request): Fault | null;
}

export function createFaultBox(): FaultBox {
  const rules = new Set<Rule>();
  const fired: FiredFault[] = [];
  function arm(rule: Rule): () => void {
    rules.add(rule);
    return () => void rules.delete(rule);
  }
  function choose(request: Request): Fault | null {
    for (const rule of rules) {
      const fault = rule.choose(request);
      if (fault === null) continue;
      fired.push({ kind: fault.kind, method: request.method, path: pathOf(request) });
      return fault;
    }
    return null;
  }
  return {
    add: (fault) => arm(countedRule(fault)),
    random: (faults) => arm(randomRule(faults)),
    clear: () => void rules.clear(),
    fired: () => fired,
    armed: () => [...rules].flatMap((rule) => (rule.fault === null ? [] : [rule.fault])),
    layer: (wait = yieldToOthers) => (next) => async (request) => {
      const fault = choose(request);
      return fault === null ? next(request) : strike(fault, request, next, wait);
    },
  };
}

function countedRule(fault: Fault): Rule {
  let seen = 0;
  const first = fault.after ?? 0;
  const last = first + (fault.times ?? 1);
  return {
    get fault() {
      return seen < last ? fault : null;
    },
    choose(request) {
      if (!matches(fault.match, request) || seen >= last) return null;
      seen += 1;
      return seen > first ? fault : null;
    },
  };
}

function randomRule(faults: RandomFaults): Rule {
  const next = randomSequence(faults.seed);
  return {
    fault: null,
    choose(request) {
      if (!matches(faults.match, request)) return null;
      // Both numbers are drawn each time, so that which kind is chosen never shifts who is hit.
      const [hit, which] = [next(), next()];
      const kind = faults.kinds[Math.floor(which * faults.kinds.length)];
      return hit * faults.every < 1 && kind !== undefined ? { kind } : null;
    },
  };
}

function matches(match: FaultMatch | undefined, request: Request): boolean {
  if (match?.method !== undefined && match.method.toUpperCase() !== request.method) return false;
  if (match?.path === undefined) return true;
  const path = pathOf(request);
  return typeof match.path === "string" ? fitsWildcard(match.path, path) : new RegExp(match.path.source, match.path.flags.replace(/[gy]/g, "")).test(path);
}

/** Linear in the path: each piece between stars is looked for once, from where the last one ended. */
function fitsWildcard(pattern: string, path: string): boolean {
  const pieces = pattern.split("*");
  const [first = "", last = ""] = [pieces[0], pieces.at(-1)];
  if (pieces.length === 1) return path === pattern;
  if (!path.startsWith(first) || !path.endsWith(last) || path.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = path.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= path.length - last.length;
}

async function strike(fault: Fault, request: Request, next: FetchHandler, wait: (ms: number) => Promise<void>): Promise<Response> {
  const retryAfter = String(fault.retryAfter ?? 60);
  switch (fault.kind) {
    case "500":
    case "502":
    case "503":
      return serverError(Number(fault.kind));
    case "403-secondary":
      return secondaryLimit(403, retryAfter);
    case "429":
      return secondaryLimit(429, retryAfter);
    case "timeout":
      throw fetchFailed("UND_ERR_HEADERS_TIMEOUT", "Headers Timeout Error");
    case "reset":
      throw fetchFailed("ECONNRESET", "read ECONNRESET");
    case "lost-response":
      await next(request);
      throw fetchFailed("ECONNRESET", "read ECONNRESET");
    case "lost-502":
      await next(request);
      return serverError(502);
    case "slow": {
      const response = await next(request);
      await wait(fault.delay ?? 1000);
      return response;
    }
  }
}

function serverError(status: number): Response {
  const message = status === 500 ? "Server Error" : "We couldn't respond to your request in time. Sorry about that. Please try resubmitting your request.";
  return json(status, { message });
}

/** GitHub's answer to a secondary limit, https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export function secondaryLimit(status: 403 | 429, retryAfter: string): Response {
  const body = {
    message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
    documentation_url: "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits",
  };
  return json(status, body, { "retry-after": retryAfter });
}

/** What Node's own fetch rejects with when there is no answer. */
function fetchFailed(code: string, message: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });
}

function yieldToOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
