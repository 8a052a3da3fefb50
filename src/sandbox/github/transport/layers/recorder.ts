// Writes down what went over the wire: one JSON line for each request, each response and each webhook delivery.
//
// Promises: a line never carries a secret. Authorization, cookies and signatures are dropped from headers; tokens, keys
// and secrets are replaced in bodies at any depth; a token in free text is replaced by its shape. The record is a bystander: a
// sink that throws breaks nothing that is recorded. The sink is given, so that the caller decides where the lines go.

import { pathOf, type Layer, type WorldTime } from "../fetch-handler.ts";
import type { DeliveryAttempt } from "../deliveries.ts";

export interface Recorder {
  readonly layer: Layer;
  delivery(attempt: DeliveryAttempt): void;
}

interface Line {
  readonly kind: "request" | "response" | "delivery";
  /** Joins a response to its request. */
  readonly id: number;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: unknown;
  readonly status: number | null;
}

const SECRET_HEADERS = new Set(["authorization", "cookie", "set-cookie", "proxy-authorization", "x-hub-signature", "x-hub-signature-256"]);
const SECRET_FIELDS = new Set(["token", "pem", "private_key", "webhook_secret", "client_secret", "secret", "password", "access_token", "refresh_token"]);
const SECRET_SHAPES = /\b(?:gh[a-z]_[A-Za-z0-9_]{10,}|github_pat_[A-Za-z0-9_]{10,}|eyJ[\w-]+\.[\w-]+\.[\w-]+)|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g;
const REDACTED = "[redacted]";

/** `write` gets each line without its line end. */
export function createRecorder(time: WorldTime, write: (line: string) => void): Recorder {
  let last = 0;
  function put(line: Omit<Line, "at">): void {
    try {
      write(JSON.stringify({ ...line, at: new Date(time.now()).toISOString() }));
    } catch {
      // A full disk must not change what the local GitHub answers.
    }
  }
  return {
    layer: (next) => async (request) => {
      last += 1;
      const id = last;
      const { search } = new URL(request.url);
      const about = { id, method: request.method, path: redactText(pathOf(request) + search) };
      put({ kind: "request", ...about, headers: safeHeaders(request.headers), body: await bodyOf(request), status: null });
      const response = await next(request);
      put({ kind: "response", ...about, headers: safeHeaders(response.headers), body: await bodyOf(response), status: response.status });
      return response;
    },
    delivery(attempt) {
      last += 1;
      put({
        kind: "delivery",
        id: last,
        method: "POST",
        path: redactText(attempt.delivery.url),
        headers: safeHeaders(new Headers({ ...attempt.delivery.headers })),
        body: safeBody(attempt.delivery.body),
        status: attempt.outcome.statusCode,
      });
    },
  };
}

/** The body as it may be written down; of archives and other bytes only how many there are. */
async function bodyOf(message: Request | Response): Promise<unknown> {
  const type = message.headers.get("content-type") ?? "";
  if (/^application\/(?:zip|octet-stream|gzip)/.test(type)) return `[${(await message.clone().arrayBuffer()).byteLength} bytes]`;
  return safeBody(await message.clone().text());
}

function safeHeaders(headers: Headers): Record<string, string> {
  const safe: Record<string, string> = {};
  for (const [name, value] of headers) if (!SECRET_HEADERS.has(name)) safe[name] = redactText(value);
  return safe;
}

/** JSON as JSON, other text as text, nothing as null; without secrets. */
function safeBody(text: string): unknown {
  if (text === "") return null;
  try {
    return redact(JSON.parse(text) as unknown);
  } catch {
    return redactText(text);
  }
}

function redact(value: unknown): unknown {
  if (typeof value === "string") return redactText(value);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, held]) => [name, SECRET_FIELDS.has(name) && held !== null ? REDACTED : redact(held)]);
  return Object.fromEntries(entries) as unknown;
}

function redactText(text: string): string {
  return text.replace(SECRET_SHAPES, REDACTED);
}
