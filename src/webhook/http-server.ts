/**
 * The HTTP server under the door and whatever else the app serves. Each route says whether the request was its own; the first that does wins.
 *
 * Promises: a sender that dribbles, and a reader that takes nothing in, is cut off by time-outs; there are only so many connections at once; a route that throws is answered 500 and told in the log, never to the sender;
 * `close` stops listening at once, lets running requests finish, and cuts what is left after a grace period. All times here are real times.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { sendAnswer, type Answer } from "./answer.ts";

/** True when the route took the request. */
export type RouteHandler = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

export interface HttpServerLog {
  error(fields: object, line: string): void;
}

export interface HttpServerOptions {
  readonly routes: readonly RouteHandler[];
  readonly host: string;
  /** 0 = any free one */
  readonly port: number;
  readonly log: HttpServerLog;
  /** all headers must have arrived by then, ms */
  readonly headersTimeout?: number;
  /** the whole request must have arrived by then, ms */
  readonly requestTimeout?: number;
  /** a connection on which nothing moved for so long is cut, ms */
  readonly idleTimeout?: number;
  readonly mostConnections?: number;
  /** how long running requests may take to finish after `close`, ms */
  readonly grace?: number;
}

export interface RunningHttpServer {
  /** `http://127.0.0.1:3000`, without a slash at the end */
  readonly url: string;
  readonly port: number;
  /** resolves when the last connection is closed; a second call waits for the same end */
  close(): Promise<void>;
}

const NOT_FOUND: Answer = { status: 404, line: "Nothing is served here." };
const FAILED: Answer = { status: 500, line: "This request failed here; the server's log says why." };

/** GitHub waits 10 s for an answer. */
const DEFAULTS = { headersTimeout: 10_000, requestTimeout: 30_000, idleTimeout: 120_000, mostConnections: 5_000, grace: 10_000 };
/** Longer than the 60 s after which common load balancers drop an idle connection, so that they do it and never we. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** Rejects with a sentence that names the remedy when the address cannot be listened on. */
export async function startHttpServer(options: HttpServerOptions): Promise<RunningHttpServer> {
  const { headersTimeout, requestTimeout, idleTimeout, mostConnections, grace } = { ...DEFAULTS, ...options };
  const connectionsCheckingInterval = Math.max(10, Math.min(5_000, headersTimeout / 2));
  const server = createServer({ headersTimeout, requestTimeout, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS, connectionsCheckingInterval });
  server.timeout = idleTimeout;
  server.maxConnections = mostConnections;
  let closing: Promise<void> | null = null;
  server.on("request", (request, response) => {
    if (closing !== null) response.shouldKeepAlive = false;
    void dispatch(options, request, response);
  });
  const port = await listen(server, options);
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    port,
    close() {
      closing ??= stop(server, grace);
      return closing;
    },
  };
}

async function dispatch({ routes, log }: HttpServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    for (const route of routes) {
      const taken = route(request, response);
      if (taken === true || (taken !== false && (await taken))) return;
    }
    sendAnswer(request, response, NOT_FOUND);
  } catch (error) {
    log.error({ err: error, method: request.method }, "A request failed.");
    if (response.headersSent) response.destroy();
    else sendAnswer(request, response, FAILED);
  }
}

function listen(server: Server, { host, port }: HttpServerOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(new Error(listenProblem(error, host, port), { cause: error })));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function listenProblem(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case "EADDRINUSE": return `Port ${port} on ${host} is in use: stop what listens there or set PORT to a free one.`;
    case "EACCES": return `Port ${port} may not be opened by this user: set PORT to one above 1023.`;
    case "EADDRNOTAVAIL": case "ENOTFOUND": return `${host} is no address of this machine: set HOST to 127.0.0.1, or to 0.0.0.0 for all addresses.`;
    default: return `Cannot listen on ${host}:${port}: ${error.message}`;
  }
}

function stop(server: Server, grace: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), grace);
    // answers under way were promised keep-alive; their connections are closed as soon as they fall idle
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(sweep);
      resolve();
    });
  });
}
