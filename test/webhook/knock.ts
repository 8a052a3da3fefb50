/** A door behind a real server on the loopback address, and ways to knock on it. */
import { createHmac } from "node:crypto";
import { connect } from "node:net";
import type { Acceptance } from "../../src/webhook/acceptance.ts";
import { createDoor, type DoorOptions } from "../../src/webhook/door.ts";
import { startHttpServer, type HttpServerOptions, type RunningHttpServer } from "../../src/webhook/http-server.ts";

export const SECRET = "a secret of the tests";
export const PATH = "/api/github/webhooks";
export const NOW = Date.UTC(2019, 5, 20, 10);

export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly fields: object;
  readonly line: string;
}

export interface TestDoor {
  readonly server: RunningHttpServer;
  readonly accepted: Acceptance[];
  readonly logged: LogLine[];
}

export async function openDoor(door: Partial<DoorOptions> = {}, http: Partial<HttpServerOptions> = {}): Promise<TestDoor> {
  const accepted: Acceptance[] = [];
  const logged: LogLine[] = [];
  const logger = (level: LogLine["level"]) => (fields: object, line: string) => { logged.push({ level, fields, line }); };
  const log = { info: logger("info"), warn: logger("warn"), error: logger("error") };
  const accept = async (acceptance: Acceptance) => { accepted.push(acceptance); return "accepted" as const; };
  const route = createDoor({ secrets: [SECRET], path: PATH, accept, now: () => NOW, log, ...door });
  const server = await startHttpServer({ routes: [route], host: "127.0.0.1", port: 0, log, ...http });
  return { server, accepted, logged };
}

export function sign(body: string | Uint8Array, secret = SECRET): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

export function githubHeaders(body: string, event: string, secret = SECRET): Record<string, string> {
  return { "content-type": "application/json", "x-github-event": event, "x-github-delivery": "d-1", "x-hub-signature-256": sign(body, secret) };
}

export interface Answered {
  readonly status: number;
  readonly line: string;
}

/** A header given as null is left out. */
export async function knock(to: TestDoor, event: string, body: string, headers: Record<string, string | null> = {}): Promise<Answered> {
  const all = Object.entries({ ...githubHeaders(body, event), ...headers }).filter((each): each is [string, string] => each[1] !== null);
  const response = await fetch(`${to.server.url}${PATH}`, { method: "POST", body, headers: all });
  return { status: response.status, line: (await response.text()).trim() };
}

/** Writes the given text on a socket and resolves with all that came back once it is closed: by the door, or by us after the first answer. */
export function rawRequest(to: TestDoor, text: string, more: Iterable<Buffer> = [], hangUp: "after-answer" | "never" = "after-answer"): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(to.server.port, "127.0.0.1", () => {
      socket.write(text);
      for (const chunk of more) socket.write(chunk);
    });
    socket.setEncoding("latin1").on("data", (chunk: string) => {
      answer += chunk;
      if (hangUp === "after-answer" && answer.endsWith("\n")) socket.destroy();
    });
    // a reset after the answer is how a refused sender learns that nobody reads on
    socket.on("error", () => undefined).on("close", () => resolve(answer));
  });
}
