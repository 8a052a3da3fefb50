// The local GitHub on a socket of the loopback address: node:http in, web-standard handler, node:http out.
//
// Promises: bodies over 25 MB are refused with 413 and never grow past it; an answer that the handler loses on purpose
// (a fault) closes the connection, so that the client sees what it would see of GitHub; any other failure is a 500 in
// GitHub's words and goes to `failed`. The endpoints under /_local are answered only to a loopback Host name, because they
// ask for no credentials and a web page must not reach them by a name that resolves here.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json, type FetchHandler } from "./fetch-handler.ts";

export interface ServerOptions {
  /** Answers everything but /_local. */
  readonly github: FetchHandler;
  /** Answers /_local. */
  readonly local: FetchHandler;
  readonly host?: string;
  /** 0 or not given: any free port. */
  readonly port?: number;
  /** Hears of a failure inside the handler. */
  readonly failed?: (error: unknown) => void;
}

export interface RunningServer {
  /** Without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

const LARGEST_BODY = 25 * 1024 * 1024;
const BODILESS = new Set(["GET", "HEAD"]);
const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const host = options.host ?? "127.0.0.1";
  const server = createServer((incoming, outgoing) => void serve(incoming, outgoing, options));
  // Whoever called ends a connection that is idle. A server that does so races with a request on its way, and wins on a busy machine: ECONNRESET.
  server.keepAliveTimeout = 0;
  await listen(server, host, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  return { url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`, close: () => close(server) };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeAllConnections();
  });
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, options: ServerOptions): Promise<void> {
  try {
    const body = await readBody(incoming);
    if (body === null) {
      // What is still under way is read and dropped: a connection closed over unread bytes is reset, and the answer may be lost with it.
      incoming.resume();
      return await send(outgoing, json(413, { message: "The body is larger than 25 MB." }, { connection: "close" }));
    }
    const request = requestOf(incoming, body);
    await send(outgoing, await route(request, options));
  } catch (error) {
    if (isLostOnPurpose(error)) return void incoming.socket.destroy();
    options.failed?.(error);
    if (!outgoing.headersSent) await send(outgoing, json(500, { message: "Server Error" }));
    else incoming.socket.destroy();
  }
}

function route(request: Request, options: ServerOptions): Promise<Response> {
  const url = new URL(request.url);
  if (!url.pathname.startsWith("/_local/")) return options.github(request);
  if (LOOPBACK_NAMES.has(url.hostname)) return options.local(request);
  return Promise.resolve(json(403, { message: "Endpoints under /_local are answered under localhost or 127.0.0.1 only." }));
}

/** Null when it is too large; the rest is then not read. */
async function readBody(incoming: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function requestOf(incoming: IncomingMessage, body: Buffer<ArrayBuffer>): Request {
  const method = incoming.method ?? "GET";
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  const url = new URL(incoming.url ?? "/", `http://${incoming.headers.host ?? "localhost"}`);
  return new Request(url, { method, headers, ...(BODILESS.has(method) || body.length === 0 ? {} : { body }) });
}

async function send(outgoing: ServerResponse, response: Response): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(body);
}

function isLostOnPurpose(error: unknown): boolean {
  return error instanceof TypeError && error.message === "fetch failed";
}
