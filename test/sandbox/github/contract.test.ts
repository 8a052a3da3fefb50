// One contract for two GitHubs: the local one of this repository, and an emulator written by others. What both must do
// stands in the first part, so that the local GitHub can only be wrong where both are. The second part is what the emulator
// is known to do otherwise than GitHub documents; each line says how.

import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createEmulator, type Emulator } from "emulate";
import { createLocalGitHub } from "../../../src/sandbox/github/local-github.ts";
import { KEYS, settle, signJwt } from "./acme.ts";

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & Record<string, unknown>[];
}

type Identity = "app" | "ann" | "stranger";
type Call = (as: Identity, method: string, path: string, body?: unknown) => Promise<Answer>;

interface Place {
  readonly call: Call;
  readonly close: () => Promise<void>;
}

/** Calls over `fetch` as the person ann, or as the app with a token that it gets for its JWT. */
async function placeAt(base: string, fetcher: typeof fetch, annToken: string, appId: number, installationId: number, close: () => Promise<void>): Promise<Place> {
  async function send(authorization: string, method: string, path: string, body?: unknown): Promise<Answer> {
    const init: RequestInit = { method, headers: { authorization, accept: "application/vnd.github+json", "content-type": "application/json" } };
    const response = await fetcher(`${base}${path}`, body === undefined ? init : { ...init, body: JSON.stringify(body) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === "" ? null : JSON.parse(text)) as Answer["body"] };
  }
  const granted = await send(`Bearer ${signJwt(appId)}`, "POST", `/app/installations/${installationId}/access_tokens`, {});
  const tokens: Record<Identity, string> = { app: String(granted.body["token"]), ann: annToken, stranger: "ghp_unknown" };
  return { call: (as, method, path, body) => send(`Bearer ${tokens[as]}`, method, path, body), close };
}

async function localPlace(): Promise<Place> {
  const github = createLocalGitHub({ rateLimits: "off" });
  const { tokens, app, installation } = settle(github.world);
  return placeAt("http://local", github.fetch, tokens.ann, app.id, installation.id, () => github.close());
}

async function emulatedPlace(): Promise<Place> {
  const permissions = { checks: "write", issues: "write", contents: "write", pull_requests: "write" };
  const app = { app_id: 77, slug: "warden", name: "warden", private_key: KEYS.privatePem, permissions, events: [], installations: [{ installation_id: 88, account: "acme", repository_selection: "all" }] };
  const github = { users: [{ login: "ann" }], orgs: [{ login: "acme", members: [{ login: "ann", role: "admin" }] }], repos: [{ owner: "acme", name: "web", auto_init: true }], apps: [app] };
  const emulator: Emulator = await createEmulator({ service: "github", port: 0, seed: { tokens: { ann_token: { login: "ann", scopes: ["repo", "user", "admin:org"] } }, github } });
  return placeAt(emulator.url, fetch, "ann_token", 77, 88, () => emulator.close());
}

const PLACES = [
  ["the local GitHub", localPlace],
  ["the emulator", emulatedPlace],
] as const;

describe.each(PLACES)("%s", (_, open) => {
  let call: Call;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ call, close } = await open());
  });
  afterAll(() => close());

  async function newIssue(title: string, more: Record<string, unknown> = {}): Promise<number> {
    const { status, body } = await call("ann", "POST", "/repos/acme/web/issues", { title, ...more });
    expect(status).toBe(201);
    return Number(body["number"]);
  }

  async function tipOfMain(): Promise<string> {
    const { body } = await call("ann", "GET", "/repos/acme/web/git/ref/heads/main");
    return (body["object"] as { sha: string }).sha;
  }

  describe("issues", () => {
    test("are opened, read, closed with a reason and reopened", async () => {
      const number = await newIssue("It breaks", { body: "Often" });
      const path = `/repos/acme/web/issues/${number}`;
      expect((await call("ann", "GET", path)).body).toMatchObject({ number, title: "It breaks", body: "Often", state: "open", user: { login: "ann" }, comments: 0, closed_at: null });
      expect((await call("ann", "PATCH", path, { state: "closed", state_reason: "not_planned" })).body).toMatchObject({ state: "closed", state_reason: "not_planned", closed_at: expect.any(String) });
      expect((await call("ann", "PATCH", path, { state: "open" })).body).toMatchObject({ state: "open", closed_at: null });
    });

    test("are listed by state and label, and paged with links", async () => {
      const numbers = [await newIssue("L1", { labels: ["listed"] }), await newIssue("L2", { labels: ["listed"] }), await newIssue("L3", { labels: ["listed"] })];
      await call("ann", "PATCH", `/repos/acme/web/issues/${numbers[1]}`, { state: "closed" });
      const open = await call("ann", "GET", "/repos/acme/web/issues?labels=listed&state=open");
      expect(open.body.map((issue) => issue["number"]).sort()).toEqual([numbers[0], numbers[2]].sort());
      const paged = await call("ann", "GET", "/repos/acme/web/issues?labels=listed&state=all&per_page=2");
      expect(paged.body).toHaveLength(2);
      expect(paged.headers.get("link")).toMatch(/<[^>]*page=2[^>]*>; rel="next"/);
    });

    test("that do not exist are 404, and one without a title is 422", async () => {
      expect((await call("ann", "GET", "/repos/acme/web/issues/99999")).status).toBe(404);
      expect((await call("ann", "POST", "/repos/acme/web/issues", { body: "no title" })).status).toBe(422);
    });

    test("carry a milestone, which counts them", async () => {
      const made = await call("ann", "POST", "/repos/acme/web/milestones", { title: "Release 2", due_on: "2024-06-24T00:00:00Z" });
      expect([made.status, made.body]).toMatchObject([201, { title: "Release 2", state: "open", open_issues: 0 }]);
      const milestone = Number(made.body["number"]);
      const number = await newIssue("In it", { milestone });
      expect((await call("ann", "GET", `/repos/acme/web/issues/${number}`)).body["milestone"]).toMatchObject({ number: milestone, title: "Release 2" });
      expect((await call("ann", "GET", `/repos/acme/web/milestones/${milestone}`)).body).toMatchObject({ open_issues: 1, closed_issues: 0 });
      expect((await call("ann", "PATCH", `/repos/acme/web/milestones/${milestone}`, { state: "closed" })).body).toMatchObject({ state: "closed" });
    });
  });

  describe("labels", () => {
    test("are made once, found, renamed and deleted", async () => {
      const label = { name: "hold", color: "ff0000", description: "Waits" };
      expect((await call("ann", "POST", "/repos/acme/web/labels", label)).status).toBe(201);
      expect((await call("ann", "POST", "/repos/acme/web/labels", label)).status).toBe(422);
      expect((await call("ann", "GET", "/repos/acme/web/labels/hold")).body).toMatchObject(label);
      expect((await call("ann", "PATCH", "/repos/acme/web/labels/hold", { new_name: "waits" })).body).toMatchObject({ name: "waits" });
      expect((await call("ann", "DELETE", "/repos/acme/web/labels/waits")).status).toBe(204);
      expect((await call("ann", "GET", "/repos/acme/web/labels/waits")).status).toBe(404);
    });

    test("are added to an issue, replaced and taken off", async () => {
      const path = `/repos/acme/web/issues/${await newIssue("Labelled")}/labels`;
      const names = ({ body }: Answer) => body.map((label) => label["name"]).sort();
      expect(names(await call("ann", "POST", path, { labels: ["one", "two"] }))).toEqual(["one", "two"]);
      expect(names(await call("ann", "POST", path, { labels: ["two", "three"] }))).toEqual(["one", "three", "two"]);
      expect(names(await call("ann", "DELETE", `${path}/one`))).toEqual(["three", "two"]);
      expect((await call("ann", "DELETE", `${path}/one`)).status).toBe(404);
      expect(names(await call("ann", "PUT", path, { labels: ["four"] }))).toEqual(["four"]);
      expect(names(await call("ann", "GET", path))).toEqual(["four"]);
    });
  });

  describe("comments", () => {
    test("are written, edited, listed in order and deleted", async () => {
      const path = `/repos/acme/web/issues/${await newIssue("Talked about")}/comments`;
      const first = await call("ann", "POST", path, { body: "First" });
      expect([first.status, first.body]).toMatchObject([201, { body: "First", user: { login: "ann" } }]);
      await call("ann", "POST", path, { body: "Second" });
      const one = `/repos/acme/web/issues/comments/${String(first.body["id"])}`;
      expect((await call("ann", "PATCH", one, { body: "Better" })).body).toMatchObject({ body: "Better" });
      expect((await call("ann", "GET", path)).body.map((comment) => comment["body"])).toEqual(["Better", "Second"]);
      expect((await call("ann", "DELETE", one)).status).toBe(204);
      expect((await call("ann", "GET", one)).status).toBe(404);
    });

    test("of an app are by its bot", async () => {
      const number = await newIssue("Talked about by an app");
      const { body } = await call("app", "POST", `/repos/acme/web/issues/${number}/comments`, { body: "Hello" });
      expect(body["user"]).toMatchObject({ login: "warden[bot]", type: "Bot" });
    });
  });

  describe("checks", () => {
    test("are made by an app, concluded, and listed by name for a commit", async () => {
      const sha = await tipOfMain();
      const made = await call("app", "POST", "/repos/acme/web/check-runs", { name: "Release plan", head_sha: sha, status: "in_progress", external_id: "e1" });
      expect([made.status, made.body]).toMatchObject([201, { name: "Release plan", head_sha: sha, status: "in_progress", conclusion: null, external_id: "e1" }]);
      const output = { title: "Allowed", summary: "No freeze is in force." };
      const done = await call("app", "PATCH", `/repos/acme/web/check-runs/${String(made.body["id"])}`, { conclusion: "success", status: "completed", output });
      expect([done.status, done.body]).toMatchObject([200, { status: "completed", conclusion: "success", output }]);
      await call("app", "POST", "/repos/acme/web/check-runs", { name: "Other", head_sha: sha, status: "queued" });
      const listed = await call("ann", "GET", `/repos/acme/web/commits/${sha}/check-runs?check_name=Release%20plan`);
      expect(listed.body).toMatchObject({ total_count: 1, check_runs: [{ id: made.body["id"], conclusion: "success" }] });
    });
  });

  describe("contents", () => {
    test("are written as commits, read back, refused without the sha of what is there, and deleted", async () => {
      const path = "/repos/acme/web/contents/docs/plan.yml";
      const written = await call("ann", "PUT", path, { message: "Add the plan", content: btoa("version: 1\n"), branch: "main" });
      expect(written.status).toBe(201);
      const read = await call("ann", "GET", path);
      expect(read.body).toMatchObject({ type: "file", name: "plan.yml", path: "docs/plan.yml", encoding: "base64" });
      expect(atob(String(read.body["content"]).replace(/\s/g, ""))).toBe("version: 1\n");
      const sha = read.body["sha"];
      expect((await call("ann", "PUT", path, { message: "Blind", content: btoa("x"), branch: "main", sha: "0".repeat(40) })).status).toBe(409);
      expect((await call("ann", "PUT", path, { message: "Change it", content: btoa("version: 2\n"), branch: "main", sha })).status).toBe(200);
      const folder = await call("ann", "GET", "/repos/acme/web/contents/docs");
      expect(folder.body.map((entry) => entry["name"])).toEqual(["plan.yml"]);
      const { body } = await call("ann", "GET", path);
      expect((await call("ann", "DELETE", path, { message: "Remove it", branch: "main", sha: body["sha"] })).status).toBe(200);
      expect((await call("ann", "GET", path)).status).toBe(404);
    });
  });

  test("a repository that is not there is 404", async () => {
    expect((await call("ann", "GET", "/repos/acme/none")).status).toBe(404);
  });
});

describe("the local GitHub where the emulator is known to differ from GitHub", () => {
  async function localCall(): Promise<Call> {
    return (await localPlace()).call;
  }

  async function openPull(call: Call): Promise<{ number: number; sha: string }> {
    await call("ann", "POST", "/repos/acme/web/git/refs", { ref: "refs/heads/fix", sha: ((await call("ann", "GET", "/repos/acme/web/git/ref/heads/main")).body["object"] as { sha: string }).sha });
    await call("ann", "PUT", "/repos/acme/web/contents/fix.txt", { message: "Fix", content: btoa("fixed"), branch: "fix" });
    const { body } = await call("ann", "POST", "/repos/acme/web/pulls", { title: "Fix it", head: "fix", base: "main" });
    return { number: Number(body["number"]), sha: (body["head"] as { sha: string }).sha };
  }

  test("a token that nobody was given is 401 (the emulator: 200)", async () => {
    const call = await localCall();
    expect((await call("stranger", "GET", "/repos/acme/web")).status).toBe(401);
  });

  test("a pull request is an issue too (the emulator: 404)", async () => {
    const call = await localCall();
    const { number } = await openPull(call);
    expect((await call("ann", "GET", `/repos/acme/web/issues/${number}`)).body).toMatchObject({ number, pull_request: { url: expect.any(String) } });
  });

  test("the head follows a push, and the files are those changed (the emulator: neither)", async () => {
    const call = await localCall();
    const { number, sha } = await openPull(call);
    await call("ann", "PUT", "/repos/acme/web/contents/more.txt", { message: "More", content: btoa("more"), branch: "fix" });
    const { body } = await call("ann", "GET", `/repos/acme/web/pulls/${number}`);
    expect((body["head"] as { sha: string }).sha).not.toBe(sha);
    const files = await call("ann", "GET", `/repos/acme/web/pulls/${number}/files`);
    expect(files.body.map((file) => file["filename"])).toEqual(["fix.txt", "more.txt"]);
  });

  test("a token that lacks a permission is refused with 403 (the emulator: not enforced)", async () => {
    const github = createLocalGitHub();
    const { tokens } = settle(github.world, { permissions: { issues: "read" } });
    const answered = await github.fetch("http://local/repos/acme/web/issues", { method: "POST", headers: { authorization: `Bearer ${tokens.app}` }, body: JSON.stringify({ title: "No" }) });
    expect([answered.status, await answered.json()]).toMatchObject([403, { message: "Resource not accessible by integration" }]);
  });

  test("a check run names its app (the emulator: none)", async () => {
    const call = await localCall();
    const { sha } = await openPull(call);
    expect((await call("app", "POST", "/repos/acme/web/check-runs", { name: "Plan", head_sha: sha })).body["app"]).toMatchObject({ slug: "warden" });
  });

  test("statuses are kept, and combined for a commit (the emulator: 404)", async () => {
    const call = await localCall();
    const { sha } = await openPull(call);
    await call("ann", "POST", `/repos/acme/web/statuses/${sha}`, { state: "success", context: "ci" });
    expect((await call("ann", "GET", `/repos/acme/web/commits/${sha}/status`)).body).toMatchObject({ state: "success", total_count: 1 });
  });
});
