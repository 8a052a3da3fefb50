/** Requests and answers of the page: cookies, headers that keep the browser strict, and what kind of visitor somebody is. */
import type { IncomingMessage, ServerResponse } from "node:http";

/** No code and no style but from our own files; nothing embeds the page; forms go to us alone. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

export function answer(response: ServerResponse, status: number, type: string, body: string | Buffer, headers: Readonly<Record<string, string | readonly string[]>> = {}): void {
  response.writeHead(status, {
    "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "content-security-policy": POLICY, "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin", "content-length": String(Buffer.byteLength(body)), ...headers,
  });
  response.end(response.req?.method === "HEAD" ? undefined : body);
}

export function redirect(response: ServerResponse, to: string, cookies: readonly string[] = []): void {
  answer(response, 303, "text/plain; charset=utf-8", "", { location: to, ...(cookies.length === 0 ? {} : { "set-cookie": cookies }) });
}

/** null = not sent */
export function cookie(request: IncomingMessage, name: string): string | null {
  const header = request.headers.cookie ?? "";
  if (header.length > 8_000) return null;
  for (const part of header.split(";")) {
    const [key = "", ...value] = part.split("=");
    if (key.trim() === name) return value.join("=").trim();
  }
  return null;
}

/** Over encrypted connections with a prefix by which browsers take it from this very host alone, so that no neighbour under the same domain can set it. */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}

export function setCookie(name: string, value: string, { secure, seconds }: { readonly secure: boolean; readonly seconds: number }): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${secure ? "; Secure" : ""}`;
}

/**
 * Does somebody at this very machine ask, in its own name? A proxy in front connects from here too, but says for whom; and a foreign page that
 * had its name point here sends that name.
 */
export function isAtThisMachine(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? "";
  // Browsers speak 1.1; what still speaks 1.0 is a proxy, some of which say neither for whom nor which name was asked for.
  if (request.httpVersionMajor === 1 && request.httpVersionMinor === 0) return false;
  const loopback = address === "::1" || address.replace(/^::ffff:/, "").startsWith("127.");
  const forwarded = ["x-forwarded-for", "x-forwarded-host", "forwarded", "via", "x-real-ip"].some((name) => request.headers[name] !== undefined);
  const host = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i.test(request.headers.host ?? "");
  return loopback && !forwarded && host;
}

/** Did the request come from a page of ours? For what changes something, which here is only signing out. */
export function isOwnForm(request: IncomingMessage): boolean {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const origin = request.headers.origin;
  return origin !== undefined && URL.parse(origin)?.host === request.headers.host;
}
