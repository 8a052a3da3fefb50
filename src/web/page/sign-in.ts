/**
 * Signing in with GitHub, and out. The state that GitHub hands back must be the one in this browser's own signed cookie, so nobody can be signed
 * in as somebody else by a link; where the person wanted to go is a path of ours or nothing.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { cookie, cookieName, isOwnForm, redirect, setCookie } from "./http.ts";
import type { SignedIn, SignIn } from "./ports.ts";
import { sealed, unsealed } from "./session.ts";
import type { Sessions } from "./session.ts";

const STATE_COOKIE = "warden_sign_in";
const STATE_LASTS = 600;
const SESSION_LASTS = 8 * 3_600;
/** Each asks GitHub twice, and anybody can begin one. */
const MOST_AT_ONCE = 20;

export interface SignInOptions {
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly key: Buffer;
  /** where people reach this server, without a slash at the end */
  readonly origin: string;
  /** real time, ms */
  readonly clock: () => number;
  /** shows why it did not work; nothing of it comes from the request */
  readonly refuse: (response: ServerResponse, status: number, why: string) => void;
}

/** True when the request was one of these. */
export async function handleSignIn(url: URL, request: IncomingMessage, response: ServerResponse, options: SignInOptions): Promise<boolean> {
  switch (url.pathname) {
    case "/sign-in": begin(url, response, options); return true;
    case "/sign-in/callback": await finish(url, request, response, options); return true;
    case "/sign-out": end(request, response, options); return true;
    default: return false;
  }
}

function begin(url: URL, response: ServerResponse, { signIn, key, origin, clock }: SignInOptions): void {
  const state = randomBytes(24).toString("base64url");
  const to = Buffer.from(ownPath(url.searchParams.get("to"))).toString("base64url");
  redirect(response, signIn.address(state, callback(origin)), [setCookie(stateCookie(origin), sealed(`${state}~${to}~${clock() + STATE_LASTS * 1_000}`, key), { secure: isSecure(origin), seconds: STATE_LASTS })]);
}

async function finish(url: URL, request: IncomingMessage, response: ServerResponse, options: SignInOptions): Promise<void> {
  const { sessions, key, origin, clock, refuse } = options;
  const kept = cookie(request, stateCookie(origin));
  const [state = "", to = "", until = ""] = (kept === null ? "" : unsealed(kept, key) ?? "").split("~");
  const [code, returned] = [url.searchParams.get("code"), url.searchParams.get("state")];
  if (state === "" || returned !== state || !(clock() < Number(until))) return refuse(response, 400, "The sign-in was not begun in this browser, or it took longer than ten minutes. Begin again.");
  if (code === null || code.length > 200) return refuse(response, 403, "GitHub did not confirm the sign-in. Begin again, and accept on GitHub's page.");
  const person = await exchanged(code, options);
  if (person === "busy") return refuse(response, 503, "Too many people sign in just now. Begin again in a moment.");
  if (person === null) return refuse(response, 502, "GitHub did not accept the sign-in. Begin again; if it stays so, the app's client secret here may be an old one.");
  const secure = isSecure(origin);
  redirect(response, ownPath(Buffer.from(to, "base64url").toString()), [
    setCookie(sessions.cookie, sessions.open(person), { secure, seconds: SESSION_LASTS }), setCookie(stateCookie(origin), "", { secure, seconds: 0 }),
  ]);
}

function end(request: IncomingMessage, response: ServerResponse, { sessions, origin, refuse }: SignInOptions): void {
  if (request.method !== "POST" || !isOwnForm(request)) return refuse(response, 403, "Signing out is done with the button on the page.");
  sessions.close(cookie(request, sessions.cookie));
  redirect(response, "/", [setCookie(sessions.cookie, "", { secure: isSecure(origin), seconds: 0 })]);
}

const underWay = new WeakMap<Sessions, number>();

async function exchanged(code: string, { signIn, sessions, origin }: SignInOptions): Promise<SignedIn | "busy" | null> {
  const before = underWay.get(sessions) ?? 0;
  if (before >= MOST_AT_ONCE) return "busy";
  underWay.set(sessions, before + 1);
  try {
    return await signIn.exchange(code, callback(origin));
  } catch {
    return null;
  } finally {
    underWay.set(sessions, (underWay.get(sessions) ?? 1) - 1);
  }
}

function stateCookie(origin: string): string {
  return cookieName(STATE_COOKIE, isSecure(origin));
}

function callback(origin: string): string {
  return `${origin}/sign-in/callback`;
}

function isSecure(origin: string): boolean {
  return origin.startsWith("https:");
}

/** A path of this server; anything that a browser could read as another place becomes the first page. */
function ownPath(path: string | null): string {
  return path !== null && path.length <= 500 && /^\/(?![/\\])[\w./~%?=&-]*$/.test(path) ? path : "/";
}
