import { afterEach, describe, expect, test } from "@jest/globals";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Octokit } from "@octokit/core";
import { createLocalGitHub, type LocalGitHub, type LocalGitHubOptions } from "../../../src/sandbox/github/local-github.ts";
import { createIssue } from "../../../src/sandbox/github/state/issue.ts";
import { settle, type Acme } from "./acme.ts";

const open: LocalGitHub[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((github) => github.close()));
});

function local(options: LocalGitHubOptions = {}): LocalGitHub & Acme & { as: (token: string, path: string, init?: RequestInit) => Promise<Response> } {
  const github = createLocalGitHub(options);
  open.push(github);
  const place = settle(github.world);
  const as = (token: string, path: string, init: RequestInit = {}) => github.fetch(`http://local${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  return { ...github, ...place, as };
}

describe("in this process", () => {
  test("Octokit works against it without a socket, REST and GraphQL alike", async () => {
    const { fetch, tokens, openPull } = local();
    openPull("fix-a", { "a.txt": "a" });
    const octokit = new Octokit({ auth: tokens.app, request: { fetch } });
    const { data, headers } = await octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { owner: "acme", repo: "web", pull_number: 1 });
    expect([data.title, headers["x-ratelimit-remaining"]]).toEqual(["Work on fix-a", "4999"]);
    const answer = await octokit.graphql<{ repository: { pullRequest: { title: string } }; rateLimit: { remaining: number; cost: number } }>(
      '{ repository(owner: "acme", name: "web") { pullRequest(number: 1) { title } } rateLimit { remaining cost } }',
    );
    expect(answer).toEqual({ repository: { pullRequest: { title: "Work on fix-a" } }, rateLimit: { remaining: 4999, cost: 1 } });
  });

  test("REST and GraphQL say the same of one pull request", async () => {
    const { as, tokens, openPull } = local();
    openPull("fix-a", { "a.txt": "a", "b.txt": "b" });
    const rest = (await (await as(tokens.app, "/repos/acme/web/pulls/1")).json()) as { id: number; node_id: string; changed_files: number; head: { sha: string }; base: { sha: string } };
    const query = '{ repository(owner: "acme", name: "web") { pullRequest(number: 1) { databaseId id changedFiles headRefOid baseRefOid } } }';
    const graphql = await (await as(tokens.app, "/graphql", { method: "POST", body: JSON.stringify({ query }) })).json();
    expect(graphql).toEqual({
      data: { repository: { pullRequest: { databaseId: rest.id, id: rest.node_id, changedFiles: rest.changed_files, headRefOid: rest.head.sha, baseRefOid: rest.base.sha } } },
    });
  });

  test("an unchanged answer costs nothing, and Enterprise paths are the same resource", async () => {
    const { as, tokens } = local();
    const etag = (await as(tokens.app, "/repos/acme/web")).headers.get("etag") ?? "";
    const again = await as(tokens.app, "/api/v3/repos/acme/web", { headers: { "if-none-match": etag } });
    expect([again.status, again.headers.get("x-ratelimit-remaining")]).toEqual([304, "4999"]);
  });

  test("a lost response has written, and a fault costs no budget", async () => {
    const { as, tokens, faults, web } = local();
    faults.add({ kind: "lost-response", match: { method: "POST" } });
    faults.add({ kind: "502", match: { method: "GET" } });
    await expect(as(tokens.ann, "/repos/acme/web/issues", { method: "POST", body: JSON.stringify({ title: "Once" }) })).rejects.toThrow("fetch failed");
    expect([...web.issues.values()].map(({ title }) => title)).toEqual(["Once"]);
    expect((await as(tokens.app, "/repos/acme/web")).status).toBe(502);
    expect((await as(tokens.app, "/repos/acme/web")).headers.get("x-ratelimit-remaining")).toBe("4999");
  });

  test("limits may be changed or left out", async () => {
    const few = local({ rateLimits: { primary: { core: 1 } } });
    await few.as(few.tokens.ann, "/repos/acme/web");
    const refused = await few.as(few.tokens.ann, "/repos/acme/web");
    expect([refused.status, await refused.json()]).toMatchObject([403, { message: `API rate limit exceeded for user ID ${few.ann.id}.` }]);
    const none = local({ rateLimits: "off" });
    expect((await none.as(none.tokens.ann, "/repos/acme/web")).headers.has("x-ratelimit-limit")).toBe(false);
  });

  test("the record has requests, responses and deliveries, and no token", async () => {
    const lines: string[] = [];
    const { as, tokens, jwt, installation, deliveries } = local({ record: (line) => lines.push(line), webhooks: { deliver: async () => ({ status: 202 }) } });
    const made = await as(jwt(), `/app/installations/${installation.id}/access_tokens`, { method: "POST" });
    const { token } = (await made.json()) as { token: string };
    await as(tokens.ann, "/repos/acme/web/issues", { method: "POST", body: JSON.stringify({ title: "Recorded" }) });
    await deliveries.idle();
    const kinds = new Set(lines.map((line) => (JSON.parse(line) as { kind: string }).kind));
    expect(kinds).toEqual(new Set(["request", "response", "delivery"]));
    for (const secret of [token, tokens.ann, "sha256="]) expect(lines.join("\n")).not.toContain(secret);
  });
});

describe("the delivery log of an app", () => {
  const REFUSE_FIRST = { deliver: async ({ redelivery }: { redelivery: boolean }) => ({ status: redelivery ? 202 : 500 }) };

  test("is paged by cursor, newest first, without loss", async () => {
    const { world, web, bob, as, jwt, deliveries } = local({ webhooks: REFUSE_FIRST });
    for (let index = 0; index < 5; index += 1) createIssue(world, web, { title: `Issue ${index}` }, bob);
    await deliveries.idle();
    const ids: number[] = [];
    let next: string | undefined = "/app/hook/deliveries?per_page=2";
    while (next !== undefined) {
      const page: Response = await as(jwt(), next);
      ids.push(...((await page.json()) as { id: number }[]).map(({ id }) => id));
      next = /<http:\/\/local([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
    }
    expect(ids).toEqual(deliveries.attempts().map((attempt) => attempt.delivery.id));
    expect(ids.length).toBeGreaterThanOrEqual(6);
  });

  test("shows a failed delivery whole and redelivers it under the same guid", async () => {
    const { world, web, bob, as, jwt, deliveries } = local({ webhooks: REFUSE_FIRST });
    createIssue(world, web, { title: "It breaks" }, bob);
    await deliveries.idle();
    type Item = { id: number; guid: string; status: string; status_code: number; redelivery: boolean; event: string };
    const list = async (query: string) => (await (await as(jwt(), `/app/hook/deliveries${query}`)).json()) as Item[];
    const [failed] = await list("?status=failure");
    expect(failed).toMatchObject({ event: "issues", status: "Invalid HTTP Response: 500", status_code: 500, redelivery: false });
    const whole = await (await as(jwt(), `/app/hook/deliveries/${failed?.id}`)).json();
    expect(whole).toMatchObject({ id: failed?.id, request: { headers: { "x-github-event": "issues" }, payload: { action: "opened", issue: { title: "It breaks" } } } });
    expect((await as(jwt(), `/app/hook/deliveries/${failed?.id}/attempts`, { method: "POST" })).status).toBe(202);
    await deliveries.idle();
    expect(await list("?status=success")).toMatchObject([{ guid: failed?.guid, status: "OK", status_code: 202, redelivery: true }]);
  });

  test("is for the app alone", async () => {
    const { as, tokens, jwt } = local();
    expect((await as(tokens.app, "/app/hook/deliveries")).status).toBe(401);
    expect((await as(jwt(), "/app/hook/deliveries/5")).status).toBe(404);
    expect((await as(jwt(), "/app/hook/deliveries?cursor=nonsense")).status).toBe(400);
  });
});

describe("on a socket", () => {
  test("a webhook travels over HTTP to the app's address, and the API call does not wait for it", async () => {
    const received: { event: string | string[] | undefined; body: string }[] = [];
    const hook = createServer((incoming, outgoing) => {
      let body = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      incoming.on("end", () => {
        received.push({ event: incoming.headers["x-github-event"], body });
        outgoing.writeHead(202).end();
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
    const { app, listen, tokens, deliveries } = local();
    app.webhook = { url: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hooks`, secret: "s" };
    const { url } = await listen();
    const created = await fetch(`${url}/repos/acme/web/issues`, { method: "POST", headers: { authorization: `Bearer ${tokens.ann}` }, body: JSON.stringify({ title: "Over the wire" }) });
    const { url: link } = (await created.json()) as { url: string };
    await deliveries.idle();
    hook.close();
    expect([created.status, link]).toEqual([201, `${url}/repos/acme/web/issues/1`]);
    expect(received.map(({ event }) => event)).toContain("issues");
    expect(deliveries.attempts()[0]?.outcome).toMatchObject({ status: "OK", statusCode: 202 });
  });

  test("a person moves the clock, arms faults and redelivers with plain requests", async () => {
    const { listen, world, deliveries, tokens } = local({ webhooks: { deliver: async () => ({ status: 202 }) } });
    await deliveries.idle();
    const { url } = await listen();
    const post = (path: string, body: unknown) => fetch(`${url}/_local/${path}`, { method: "POST", body: JSON.stringify(body) });
    expect(await (await post("clock", { set: "2019-06-24T22:00:00Z" })).json()).toEqual({ now: "2019-06-24T22:00:00.000Z" });
    await post("clock", { advance: "2h" });
    expect(world.instant()).toBe("2019-06-25T00:00:00Z");
    await post("faults", { kind: "503", match: { method: "GET", path: "/repos/acme/*" } });
    expect((await fetch(`${url}/repos/acme/web`, { headers: { authorization: `Bearer ${tokens.ann}` } })).status).toBe(503);
    await fetch(`${url}/repos/acme/web/issues`, { method: "POST", headers: { authorization: `Bearer ${tokens.ann}` }, body: JSON.stringify({ title: "Sent twice" }) });
    await deliveries.idle();
    const [newest] = (await (await fetch(`${url}/_local/deliveries`)).json()) as { id: number; guid: string }[];
    expect((await post(`deliveries/${newest?.id}/redeliver`, {})).status).toBe(202);
    await deliveries.idle();
    expect(deliveries.attempts()[0]?.delivery).toMatchObject({ guid: newest?.guid, redelivery: true });
  });

  test.each([
    ["clock", {}, "Say where to move the clock"],
    ["clock", { advance: "soon" }, '"advance" is a duration such as'],
    ["clock", { set: "tomorrow" }, '"set" is an instant such as'],
    ["faults", { kind: "meteor" }, '"kind" is one of 500, 502'],
    ["faults", { kind: "500", times: -1 }, '"times" is a whole number'],
    ["faults", [], "The body must be a JSON object."],
    ["deliveries/1/redeliver", {}, "No delivery 1 in the log"],
    ["weather", {}, "There is no POST /_local/weather."],
  ])("a wrong request to /_local/%s with %j is told what to send instead", async (path, body, message) => {
    const { listen } = local();
    const { url } = await listen();
    const answered = await fetch(`${url}/_local/${path}`, { method: "POST", body: JSON.stringify(body) });
    expect(answered.status).toBeGreaterThanOrEqual(400);
    expect(((await answered.json()) as { message: string }).message).toContain(message);
  });
});
