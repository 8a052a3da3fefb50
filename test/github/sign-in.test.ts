import { expect, test } from "@jest/globals";
import { createSignInClient } from "../../src/github/sign-in.ts";

const WEB = "https://github.example";
const API = "https://api.github.example";

/** Answers by address; everything else is 404, as GitHub says it for what a token may not see. */
function client(answers: Readonly<Record<string, unknown>>): { readonly signIn: ReturnType<typeof createSignInClient>; readonly asked: readonly { readonly url: string; readonly body: string | undefined; readonly headers: Readonly<Record<string, string>> }[] } {
  const asked: { url: string; body: string | undefined; headers: Readonly<Record<string, string>> }[] = [];
  const signIn = createSignInClient({
    clientId: "Iv1.abc", clientSecret: "hush", apiUrl: API, web: WEB,
    fetch: async (url, init) => {
      asked.push({ url, body: init.body, headers: init.headers });
      return url in answers ? Response.json(answers[url]) : new Response("{}", { status: 404 });
    },
  });
  return { signIn, asked };
}

test("people are sent to GitHub with the state and where to come back to, and never with the secret", () => {
  const url = new URL(client({}).signIn.address("s&t", "https://warden.example/sign-in/callback"));
  expect([url.origin + url.pathname, Object.fromEntries(url.searchParams)]).toEqual([`${WEB}/login/oauth/authorize`, { client_id: "Iv1.abc", state: "s&t", redirect_uri: "https://warden.example/sign-in/callback", allow_signup: "false" }]);
});

test("a code becomes a person, and what they may read is asked with their own token", async () => {
  const { signIn, asked } = client({
    [`${WEB}/login/oauth/access_token`]: { access_token: "ghu_1" }, [`${API}/user`]: { login: "ann" }, [`${API}/repos/acme/app`]: { id: 1, private: true, permissions: { pull: true } }, [`${API}/repos/acme/open`]: { id: 1, private: false }, [`${API}/repos/acme/odd`]: { id: 1, private: true, permissions: { pull: false } },
    [`${API}/repos/acme/reused`]: { id: 99, private: false },
  });
  const person = await signIn.exchange("code", "https://warden.example/sign-in/callback");
  expect(person?.login).toBe("ann");
  const reads = await Promise.all(["app", "open", "odd", "vault", "../../user", "reused"].map(async (name) => person?.canRead({ id: 1, owner: "acme", name })));
  // the name of the last one belongs to another repository by now
  expect(reads).toEqual([true, true, false, false, false, false]);
  expect(asked.filter(({ url }) => url.startsWith(API)).every(({ headers }) => headers["authorization"] === "Bearer ghu_1")).toBe(true);
  expect(asked.filter(({ body }) => body?.includes("hush")).map(({ url }) => url)).toEqual([`${WEB}/login/oauth/access_token`]);
});

test.each([
  ["an error in place of a token", { [`${WEB}/login/oauth/access_token`]: { error: "bad_verification_code" } }],
  ["a token that opens nothing", { [`${WEB}/login/oauth/access_token`]: { access_token: "ghu_1" } }],
  ["no answer at all", {}],
])("%s signs nobody in", async (_name, answers) => {
  expect(await client(answers).signIn.exchange("code", "https://warden.example/")).toBeNull();
});
