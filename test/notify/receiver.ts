/** A target of the tests: an HTTPS server at this machine that keeps what it got and answers as it is told. Its certificate guards nothing. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";

const read = (name: string): string => readFileSync(new URL(`../fixtures/receiver/${name}.pem`, import.meta.url), "utf8");
export const CERTIFICATE = read("certificate");
export const HOST = "hooks.example.com";

export interface Got {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly port: number;
  readonly got: Got[];
  answer: (response: ServerResponse, got: Got) => void;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer({ key: read("key"), cert: CERTIFICATE }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const got: Got = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
      receiver.got.push(got);
      receiver.answer(response, got);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const receiver: Receiver = {
    port: (server.address() as AddressInfo).port, got: [],
    answer: (response) => void response.writeHead(200).end("ok"),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}
