/**
 * One-line answers. GitHub shows them in the app's delivery log, so each says what happened and, where something is wrong, what to change.
 *
 * An answer given before the body was read closes the connection. Closing at once would reset it and the sender might never see the answer,
 * so what still arrives is thrown away for a moment first.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { hasUnreadBody } from "./body.ts";

export interface Answer {
  readonly status: number;
  readonly line: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Real time, because it is about sockets. */
const LINGER_MS = 1_000;

export function sendAnswer(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  if (response.headersSent || response.destroyed) return;
  const body = `${answer.line}\n`;
  const headers: Record<string, string | number> = {
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
    "content-length": Buffer.byteLength(body),
    ...answer.headers,
  };
  if (!hasUnreadBody(request)) {
    response.writeHead(answer.status, headers).end(body);
    return;
  }
  response.writeHead(answer.status, { ...headers, connection: "close" }).write(body);
  discardRest(request, () => response.end());
}

function discardRest(request: IncomingMessage, done: () => void): void {
  const timer = setTimeout(stop, LINGER_MS).unref();
  function stop(): void {
    clearTimeout(timer);
    request.off("end", stop).off("close", stop);
    done();
  }
  request.on("end", stop).on("close", stop).resume();
}
