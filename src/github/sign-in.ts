/**
 * Signing people in with the app's own OAuth, and asking with their token what they may read. The token stays inside what is returned here.
 *
 * Source: docs.github.com, "Generating a user access token for a GitHub App": `/login/oauth/authorize`, `/login/oauth/access_token`. A token of a
 * GitHub App reaches no further than the person's own rights and the app's installations, so GET /repos answers 404 for everything else.
 */
import { z } from "zod";

export interface SignInClient {
  address(state: string, returnTo: string): string;
  /** null = GitHub did not accept the code. Throws where GitHub does not answer. */
  exchange(code: string, returnTo: string): Promise<SignedInPerson | null>;
}

export interface SignedInPerson {
  readonly login: string;
  canRead(repository: { readonly id: number; readonly owner: string; readonly name: string }): Promise<boolean>;
}

export interface SignInClientOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  /** address that people open GitHub at */
  readonly web: string;
  readonly fetch?: (url: string, init: { readonly method?: string; readonly headers: Readonly<Record<string, string>>; readonly body?: string; readonly signal?: AbortSignal }) => Promise<Response>;
}

const tokenAnswer = z.object({ access_token: z.string().min(1) });
const userAnswer = z.object({ login: z.string().min(1) });
const repositoryAnswer = z.object({ id: z.number(), permissions: z.object({ pull: z.boolean() }).optional(), private: z.boolean() });
const PATIENCE = 8_000;

export function createSignInClient({ clientId, clientSecret, apiUrl, web, fetch: send = fetch }: SignInClientOptions): SignInClient {
  async function ask(url: string, token: string): Promise<unknown> {
    const answer = await send(url, { headers: { "authorization": `Bearer ${token}`, "accept": "application/vnd.github+json", "user-agent": "release-warden" }, signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok ? answer.json() : null;
  }
  return {
    address: (state, returnTo) => `${web}/login/oauth/authorize?${new URLSearchParams({ client_id: clientId, state, redirect_uri: returnTo, allow_signup: "false" }).toString()}`,
    async exchange(code, returnTo) {
      const answer = await send(`${web}/login/oauth/access_token`, {
        method: "POST", headers: { "accept": "application/json", "content-type": "application/json", "user-agent": "release-warden" },
        body: JSON.stringify({ client_id: clientId, client_secret: clientSecret, code, redirect_uri: returnTo }), signal: AbortSignal.timeout(PATIENCE),
      });
      const token = tokenAnswer.safeParse(answer.ok ? await answer.json() : null).data?.access_token;
      if (token === undefined) return null;
      const user = userAnswer.safeParse(await ask(`${apiUrl}/user`, token)).data;
      if (user === undefined) return null;
      return {
        login: user.login,
        async canRead({ id, owner, name }) {
          const seen = repositoryAnswer.safeParse(await ask(`${apiUrl}/repos/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`, token)).data;
          // Another repository may have taken over the name. A public one is everybody's to read; for a private one GitHub says whether this person may.
          return seen?.id === id && (!seen.private || (seen.permissions?.pull ?? true));
        },
      };
    },
  };
}
