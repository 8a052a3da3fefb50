/**
 * The token of one installation: fetched when needed, kept until a minute before it ends, fetched once however many ask at the same time.
 *
 * How long it lives is taken from GitHub's own clock (`expires_at` less the answer's `date`) and counted on ours from the receipt, so a
 * machine whose clock is wrong does not fetch a token for every call. This is transport time: it is real even when world time is moved.
 * Our own and not @octokit/auth-app's, which shares pending requests between all apps of a process by installation id alone and sleeps
 * inside a call after a 401.
 */
import { z } from "zod";
import type { Answer } from "./answer.ts";
import { faultOfAnswer } from "./fault.ts";
import type { Send } from "./transport.ts";
import { parseWire } from "./wire/parse-wire.ts";

const AccessToken = z.object({ token: z.string().min(1), expires_at: z.string() });

/** Source: https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-an-installation-access-token-for-a-github-app */
const LONGEST = 59 * 60_000;
const MARGIN = 60_000;

export interface TokenOptions {
  readonly installation: number;
  readonly sendAsApp: Send;
  /** real time, ms */
  readonly realNow: () => number;
  readonly onFetch: () => void;
}

export class InstallationToken {
  readonly #options: TokenOptions;
  #held: { readonly token: string; readonly until: number } | null = null;
  #pending: Promise<string> | null = null;

  constructor(options: TokenOptions) {
    this.#options = options;
  }

  async get(): Promise<string> {
    if (this.#held !== null && this.#held.until > this.#options.realNow()) return this.#held.token;
    this.#pending ??= this.#fetch().finally(() => {
      this.#pending = null;
    });
    return this.#pending;
  }

  /** GitHub refused it: the next call fetches another, unless that has happened already. */
  drop(refused: string): void {
    if (this.#held?.token === refused) this.#held = null;
  }

  async #fetch(): Promise<string> {
    const { installation, sendAsApp, realNow, onFetch } = this.#options;
    onFetch();
    const route = "POST /app/installations/{installation_id}/access_tokens";
    const answer = await sendAsApp({ route, parameters: { installation_id: installation } });
    if (answer.status >= 300) throw faultOfAnswer(answer, `token for installation ${installation}`);
    const received = realNow();
    const { token, expires_at } = parseWire(AccessToken, answer.body, route);
    this.#held = { token, until: received + lifetime(answer, expires_at, received) };
    return token;
  }
}

function lifetime(answer: Answer, expiresAt: string, received: number): number {
  const sent = Date.parse(answer.headers["date"] ?? "");
  const left = Date.parse(expiresAt) - (Number.isFinite(sent) ? sent : received);
  return Number.isFinite(left) ? Math.min(LONGEST, left - MARGIN) : LONGEST;
}
