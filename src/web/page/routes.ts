/**
 * The page of a release over HTTP: each view as HTML and as JSON, the calendar as a file, live updates, sign-in, metrics. It reads and never writes.
 *
 * Promises: a plan that a reader may not see is answered like one that does not exist; no answer holds code or style in the page; nothing but
 * files named by their content is kept by browsers.
 */
import { createHmac, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Instant } from "../../domain/model/instant.ts";
import { createPages } from "../../text/page/pages.ts";
import { sendMessage, sendPlans, sendUnderPlan } from "./answers.ts";
import type { Parts } from "./answers.ts";
import { readAssets } from "./assets.ts";
import { createBoard } from "./board.ts";
import { createEventHub } from "./events.ts";
import { answer } from "./http.ts";
import { createMetrics } from "./metrics.ts";
import type { PageSource, SignIn } from "./ports.ts";
import { readerOf } from "./reader.ts";
import { createSessions } from "./session.ts";
import { handleSignIn } from "./sign-in.ts";
import type { SignInOptions } from "./sign-in.ts";

export interface PageOptions {
  readonly source: PageSource;
  /** address that people open GitHub at, without a slash at the end */
  readonly web: string;
  readonly now: () => Instant;
  /** real time, ms; for sessions and for how old a board may be */
  readonly clock?: () => number;
  /** null = the page is for whoever sits at this machine */
  readonly signIn: { readonly port: SignIn; readonly secret: string; readonly origin: string } | null;
}

export interface Page {
  readonly route: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  /** something was written */
  changed(): void;
  /** browsers that are kept up to date */
  readonly listening: number;
  close(): void;
}

const OURS = /^\/(?:$|metrics$|(?:plans|assets|sign-in|sign-out)(?:\/|$))/;

export function createPage({ source, web, now, signIn, clock = () => Date.now() }: PageOptions): Page {
  const { memory } = source;
  const assets = readAssets();
  const board = createBoard(source, { now, clock });
  const hub = createEventHub({ version: async (anew) => (await board.latest(anew)).version });
  const metrics = createMetrics({ memory, listening: () => hub.listening, now });
  const parts: Parts = { assets, render: createPages(assets.templates), board, hub, source, web, now, signsIn: signIn !== null };
  const key = signIn === null ? randomBytes(32) : createHmac("sha256", signIn.secret).update("cookies of the page").digest();
  const sessions = signIn === null ? null : createSessions(key, clock, signIn.origin.startsWith("https:"));
  const signing: SignInOptions | null = signIn === null || sessions === null ? null : {
    signIn: signIn.port, sessions, key, origin: signIn.origin, clock,
    refuse: (response, status, why) => sendMessage(parts, { reader: { login: null }, response }, status, "Not signed in", why, { href: "/sign-in", text: "Sign in with GitHub" }),
  };
  return {
    async route(request, response) {
      const url = URL.parse(request.url ?? "/", "http://page");
      if (url === null || !OURS.test(url.pathname)) return false;
      if (signing !== null && await handleSignIn(url, request, response, signing)) return true;
      const visit = { url, request, response, reader: readerOf(request, sessions) };
      if (request.method !== "GET" && request.method !== "HEAD") answer(response, 405, "text/plain; charset=utf-8", "This page only reads: ask with GET.\n", { allow: "GET, HEAD" });
      else if (assets.send(url.pathname, response)) return true;
      else if (url.pathname === "/metrics") answer(response, 200, metrics.type, await metrics.text());
      else if (url.pathname === "/") await sendPlans(parts, visit, await board.current());
      else await sendUnderPlan(parts, visit, await board.current());
      return true;
    },
    changed() {
      board.stale();
      hub.nudge();
    },
    get listening() { return hub.listening; },
    close: () => hub.close(),
  };
}
