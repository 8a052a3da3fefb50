/**
 * The log: one JSON line an event for machines, or readable lines for people. What an error carries beyond its message and its place in the
 * program is left out, since errors of HTTP clients carry the request with its credentials.
 */
import { pino } from "pino";
import type { Logger } from "pino";
import pretty from "pino-pretty";
import type { Env } from "./env.ts";

export type { Logger } from "pino";

const STREAMS = { stdout: 1, stderr: 2 } as const;

/** `stream`: a rehearsal's own words go to standard output, so its log goes to standard error. */
export function createLog({ level, format }: Env["log"], stream: keyof typeof STREAMS): Logger {
  const options = { level, base: null, serializers: { err: errorFields, error: errorFields } };
  if (format === "json") return pino(options, pino.destination({ dest: STREAMS[stream], sync: true }));
  return pino(options, pretty({ destination: STREAMS[stream], sync: true, colorize: process[stream].isTTY && process[stream].hasColors() }));
}

function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  // a fault of GitHub or the network says where it happened in its own words
  if (error.name === "FaultError") return { type: error.name, message: error.message };
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {};
  return { type: error.name, message: error.message, stack: error.stack, ...cause };
}
