import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { components, paths } from "@octokit/openapi-types";
import nock from "nock";
import { generateKeyPairSync } from "node:crypto";
import type { RepositoryRef } from "../../src/domain/model/refs.ts";
import type { GitHubApp, GitHubAppOptions } from "../../src/github/github.ts";
import { createGitHubApp } from "../../src/github/github.ts";
import type { Fetch } from "../../src/github/transport.ts";
import type { GitHub } from "../../src/reconcile/ports.ts";

type Schemas = components["schemas"];

const API = "https://git.example.com/api/v3";
const HOST = "https://git.example.com";
const PRIVATE_KEY = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const WEB: RepositoryRef = { id: 42, owner: "acme", name: "web" };
const NOW = Date.UTC(2024, 5, 1);
const SHA = "a".repeat(40);

beforeAll(() => nock.disableNetConnect());
afterEach(() => {
  const unused = nock.pendingMocks();
  nock.cleanAll();
  expect(unused).toEqual([]);
});
// nock replaces parts of Node's own network modules, which the test files that follow in this process share.
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

function app(options: Partial<GitHubAppOptions> = {}): GitHubApp {
  return createGitHubApp({ appId: 7, privateKey: PRIVATE_KEY, apiUrl: API, now: () => NOW, wait: async () => undefined, limits: { writeSpacing: 0 }, ...options });
}

function view(options: Partial<GitHubAppOptions> = {}): GitHub {
  // What reconcilers ask for is what this gives: checked by the compiler.
  return app(options).installation(9);
}

function grantToken(token = "ghs_one", expiresAt = new Date(Date.now() + 3_600_000).toISOString()): nock.Scope {
  const body: Schemas["installation-token"] = { token, expires_at: expiresAt };
  return nock(API).post("/app/installations/9/access_tokens").matchHeader("authorization", /^bearer eyJ/).reply(201, body, { date: new Date().toUTCString() });
}

function answerGraphql(body: unknown, status = 200): nock.Scope {
  return nock(HOST).post("/api/graphql").reply(status, body as nock.Body);
}

const PULL = {
  number: 7, title: "fix: a", body: "", url: "https://git.example.com/acme/web/pull/7", isDraft: false, state: "OPEN",
  createdAt: "2024-05-01T00:00:00Z", updatedAt: "2024-05-01T00:00:00Z", mergedAt: null, mergedBy: null, mergeCommit: null,
  author: { __typename: "Bot", login: "dependabot" }, baseRefName: "main", baseRefOid: "b".repeat(40), headRefName: "fix", headRefOid: SHA, headRepository: null,
  repository: { databaseId: 42, nameWithOwner: "acme/web", defaultBranchRef: { name: "main" } },
  autoMergeRequest: { enabledAt: "2024-05-01T00:00:00Z" }, isInMergeQueue: true,
  labels: { nodes: [{ name: "bug" }, { name: "ui" }] },
  labelled: {
    nodes: [
      { createdAt: "2024-05-02T00:00:00Z", actor: { __typename: "User", login: "cleo" }, label: { name: "bug" } },
      { createdAt: "2024-05-01T00:00:00Z", actor: { __typename: "User", login: "bob" }, label: { name: "bug" } },
      { createdAt: "2024-05-01T00:00:00Z", actor: { __typename: "User", login: "bob" }, label: { name: "ui" } },
      { createdAt: "2024-05-03T00:00:00Z", actor: null, label: { name: "ui" } },
    ],
  },
  closingIssuesReferences: { nodes: [] }, changedFiles: 1, files: { nodes: [{ path: "a.ts", changeType: "MODIFIED" }], pageInfo: { hasNextPage: false } },
  latestOpinionatedReviews: { nodes: [{ state: "CHANGES_REQUESTED", submittedAt: null, author: { __typename: "User", login: "ann" }, commit: null }] },
  commits: {
    nodes: [{
      commit: {
        oid: SHA,
        checkSuites: { nodes: [{ status: "QUEUED", checkRuns: { nodes: [{ databaseId: 5_000_000_000, name: "Release plan (main)", status: "COMPLETED", conclusion: "SUCCESS", externalId: "d1", startedAt: "2024-05-01T00:00:00Z" }] } }] },
      },
    }],
  },
};

function pullAnswer(change: Record<string, unknown> = {}): Record<string, unknown> {
  return { data: { repository: { databaseId: 42, pullRequest: { ...PULL, ...change } } } };
}

describe("every request", () => {
  test("pins the REST version, names us, and asks GraphQL at the host's own address", async () => {
    grantToken();
    nock(HOST, { reqheaders: { "x-github-api-version": "2022-11-28", "user-agent": /^release-warden/, authorization: "token ghs_one" } })
      .post("/api/graphql", (body: { variables?: unknown }) => JSON.stringify(body.variables) === JSON.stringify({ owner: "acme", name: "web", number: 7, appId: 7 }))
      .reply(200, pullAnswer());
    expect((await view().readPull(WEB, 7))?.facts.number).toBe(7);
  });

  test("that gets no answer in time is unavailable, without a token in the message", async () => {
    const token = { token: "ghs_one", expires_at: new Date(Date.now() + 3_600_000).toISOString() };
    const silent: Fetch = async (url, init) => url.endsWith("/access_tokens")
      ? new Response(JSON.stringify(token), { status: 201, headers: { "content-type": "application/json" } })
      : new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error)));
    await expect(view({ timeout: 5, fetch: silent }).readPull(WEB, 7)).rejects.toMatchObject({ fault: { kind: "unavailable", message: "POST https://git.example.com/api/graphql: no answer within 0.005 s" } });
  });

  test("whose answer breaks off is unavailable and no answer of an odd shape", async () => {
    grantToken();
    nock(HOST).post("/api/graphql").reply(200, '{"data":{"reposit', { "content-type": "application/json; charset=utf-8" });
    await expect(view().readPull(WEB, 7)).rejects.toMatchObject({ fault: { kind: "unavailable", message: expect.stringContaining("broke off") as unknown } });
  });

  test("over a broken connection is unavailable", async () => {
    grantToken();
    nock(HOST).post("/api/graphql").replyWithError(Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" }));
    await expect(view().readPull(WEB, 7)).rejects.toMatchObject({ fault: { kind: "unavailable" } });
  });

  test("of the app with a key that cannot sign is our own fault, not the network's", async () => {
    await expect(app({ privateKey: "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----" }).installation(9).readInstallation(9)).rejects.toMatchObject({ fault: { kind: "bug" } });
  });
});

describe("the installation's token", () => {
  test("is fetched once however many calls want it", async () => {
    grantToken();
    nock(HOST).post("/api/graphql").times(3).reply(200, pullAnswer());
    const installation = view();
    await Promise.all([1, 2, 3].map(() => installation.readPull(WEB, 7)));
    expect(nock.isDone()).toBe(true);
  });

  test("lives as long as GitHub's own clock says, even where that clock is far off ours", async () => {
    const theirs = Date.UTC(2019, 0, 1);
    const body: Schemas["installation-token"] = { token: "ghs_one", expires_at: new Date(theirs + 3_600_000).toISOString() };
    nock(API).post("/app/installations/9/access_tokens").reply(201, body, { date: new Date(theirs).toUTCString() });
    nock(HOST).post("/api/graphql").twice().reply(200, pullAnswer());
    const installation = view();
    await installation.readPull(WEB, 7);
    await installation.readPull(WEB, 7);
    expect(nock.isDone()).toBe(true);
  });

  test("is renewed when it has run out, and once when GitHub refuses it", async () => {
    grantToken("ghs_short", new Date(Date.now() + 30_000).toISOString());
    grantToken("ghs_refused");
    grantToken("ghs_good");
    nock(HOST).post("/api/graphql").matchHeader("authorization", "token ghs_short").reply(200, pullAnswer());
    nock(HOST).post("/api/graphql").matchHeader("authorization", "token ghs_refused").reply(401, { message: "Bad credentials" });
    nock(HOST).post("/api/graphql").matchHeader("authorization", "token ghs_good").reply(200, pullAnswer());
    const installation = view();
    await installation.readPull(WEB, 7);
    expect((await installation.readPull(WEB, 7))?.facts.number).toBe(7);
  });

  test("of an installation that is gone is a fault that says so", async () => {
    nock(API).post("/app/installations/9/access_tokens").reply(404, { message: "Not Found" });
    await expect(view().readPull(WEB, 7)).rejects.toMatchObject({ fault: { kind: "not-found", message: "token for installation 9: GitHub answered 404, Not Found" } });
  });
});

describe("what a pull request's answer means", () => {
  test("a label's newest giver counts, a giver whose account is gone is nobody, and bots bear their REST name", async () => {
    grantToken();
    answerGraphql(pullAnswer());
    const read = await view().readPull(WEB, 7);
    expect(read?.facts).toMatchObject({
      author: { login: "dependabot[bot]", bot: true }, head: { repository: null }, autoMerge: true, queued: true, approvals: [],
      labels: [{ name: "bug", addedBy: { login: "cleo" } }, { name: "ui", addedBy: null }],
    });
    expect(read?.checks).toEqual([{ id: 5_000_000_000, name: "Release plan (main)", sha: SHA, status: "completed", conclusion: "success", digest: "d1", suiteReset: true, startedAt: Date.UTC(2024, 4, 1) }]);
  });

  test("partial data is never taken for the whole", async () => {
    grantToken();
    answerGraphql({ ...pullAnswer({ labels: null }), errors: [{ type: null, path: ["repository", "pullRequest", "labels"], message: "Something went wrong while executing your query." }] });
    await expect(view().readPull(WEB, 7)).rejects.toMatchObject({ fault: { kind: "unavailable" } });
  });

  test("an issue in a repository that is not ours to see is left out, the rest stands", async () => {
    grantToken();
    answerGraphql({ ...pullAnswer({ closingIssuesReferences: { nodes: [null] } }), errors: [{ type: "FORBIDDEN", path: ["repository", "pullRequest", "closingIssuesReferences", "nodes", 0], message: "Resource not accessible by integration" }] });
    expect((await view().readPull(WEB, 7))?.facts.closingIssues).toEqual([]);
  });

  test("a server without issue types is asked without them, and the next time at once", async () => {
    const asks = (types: boolean) => (body: { readonly query?: string }): boolean => body.query?.includes("issueType") === types;
    grantToken();
    nock(HOST).post("/api/graphql", asks(true)).once().reply(200, { errors: [{ extensions: { code: "undefinedField" }, message: "Field 'issueType' doesn't exist on type 'Issue'" }] });
    nock(HOST).post("/api/graphql", asks(false)).twice().reply(200, pullAnswer());
    const installation = view();
    expect((await installation.readPull(WEB, 7))?.facts.number).toBe(7);
    expect((await installation.readPull(WEB, 7))?.facts.number).toBe(7);
  });

  test("an issue whose labels come from several people names each label's giver and no one giver", async () => {
    grantToken();
    const who = (login: string): unknown => ({ __typename: "User", login });
    answerGraphql(pullAnswer({
      closingIssuesReferences: {
        nodes: [{
          number: 3, title: "It breaks", repository: { nameWithOwner: "acme/web" }, author: who("ann"), issueType: { name: "Bug" }, labels: { nodes: [{ name: "bug" }, { name: "ui" }] },
          labelled: { nodes: [{ createdAt: "2024-05-01T00:00:00Z", actor: who("ann"), label: { name: "bug" } }, { createdAt: "2024-05-01T00:00:00Z", actor: who("bob"), label: { name: "ui" } }] },
        }],
      },
    }));
    expect((await view().readPull(WEB, 7))?.facts.closingIssues).toMatchObject([{ type: "Bug", labelledBy: null, labellers: { bug: "ann", ui: "bob" } }]);
  });

  test("a commit listed last that is not the head does not lend its checks", async () => {
    grantToken();
    const other = { oid: "c".repeat(40), checkSuites: PULL.commits.nodes[0]?.commit.checkSuites };
    answerGraphql(pullAnswer({ commits: { nodes: [{ commit: other }] } }));
    answerGraphql({ data: { repository: { databaseId: 42, object: { __typename: "Commit", oid: SHA, checkSuites: { nodes: [] } } } } });
    expect((await view().readPull(WEB, 7))?.checks).toEqual([]);
  });

  test("a shape we do not know is our fault and never a decision", async () => {
    grantToken();
    answerGraphql(pullAnswer({ state: "DREAMING" }));
    await expect(view().readPull(WEB, 7)).rejects.toMatchObject({ fault: { kind: "bug", message: expect.stringContaining("repository.pullRequest.state") as unknown } });
  });

  test("one that was pushed to while its files were being read is read again", async () => {
    grantToken();
    const files: paths["/repos/{owner}/{repo}/pulls/{pull_number}/files"]["get"]["responses"]["200"]["content"]["application/json"] = [
      { sha: SHA, filename: "b.ts", previous_filename: "a.ts", status: "renamed", additions: 0, deletions: 0, changes: 0, blob_url: "", raw_url: "", contents_url: "" },
    ];
    answerGraphql(pullAnswer({ files: { nodes: [{ path: "b.ts", changeType: "RENAMED" }], pageInfo: { hasNextPage: false } } }));
    nock(API).get("/repos/acme/web/pulls/7/files").query({ per_page: 100, page: 1 }).reply(200, files);
    answerGraphql({ data: { repository: { pullRequest: { headRefOid: "d".repeat(40) } } } });
    await expect(view().readPull(WEB, 7)).rejects.toMatchObject({ fault: { kind: "conflict" } });
  });

  test("GitHub's own end of the file list, 3,000, is said to be no whole list", async () => {
    grantToken();
    answerGraphql(pullAnswer({ changedFiles: 4_000, files: { nodes: [{ path: "a.ts", changeType: "MODIFIED" }], pageInfo: { hasNextPage: true } } }));
    nock(API).get("/repos/acme/web/pulls/7/files").query(true).times(30).reply(200, Array.from({ length: 100 }, (_, index) => ({ filename: `f${index}`, status: "added" })));
    answerGraphql({ data: { repository: { pullRequest: { headRefOid: SHA } } } });
    const read = await view().readPull(WEB, 7);
    expect([read?.facts.files?.length, read?.facts.filesComplete]).toEqual([3_000, false]);
  });
});

describe("roles and teams", () => {
  const user = (permissions: Record<string, boolean>): unknown => ({ login: "ann", id: 1, permissions });
  test.each([
    ["triage and maintain are told by role_name", { permission: "read", role_name: "triage", user: null }, "triage"],
    ["an organisation's own role by the rights it has", { permission: "write", role_name: "Release captain", user: user({ admin: false, maintain: true, push: true, triage: true, pull: true }) }, "maintain"],
    ["an old server by permission", { permission: "admin", user: null }, "admin"],
    ["a word we do not know is not told", { permission: "owner", role_name: "owner", user: null }, null],
  ])("%s", async (_, body, role) => {
    grantToken();
    nock(API).get("/repos/acme/web/collaborators/ann/permission").reply(200, body as nock.Body);
    expect(await view().readRole(WEB, "ann")).toBe(role);
  });

  test("a role that GitHub will not tell is null, one that it cannot tell now is a fault", async () => {
    grantToken();
    nock(API).get("/repos/acme/web/collaborators/ann/permission").reply(403, { message: "Resource not accessible by integration" });
    nock(API).get("/repos/acme/web/collaborators/bob/permission").reply(502, "");
    const installation = view();
    expect(await installation.readRole(WEB, "ann")).toBeNull();
    await expect(installation.readRole(WEB, "bob")).rejects.toMatchObject({ fault: { kind: "unavailable" } });
  });

  const membership: Schemas["team-membership"] = { url: "", role: "member", state: "active" };
  test.each([
    ["an active member is one", 200, membership, null, true],
    ["one who was only invited is none yet", 200, { ...membership, state: "pending" }, null, false],
    ["a team that we see without the person has no such member", 404, { message: "Not Found" }, 200, false],
    ["a team that we do not see tells nothing", 404, { message: "Not Found" }, 404, null],
    ["a missing right tells nothing", 403, { message: "Resource not accessible by integration" }, null, null],
  ])("%s", async (_, status, body, team, member) => {
    grantToken();
    nock(API).get("/orgs/acme/teams/release/memberships/ann").reply(status, body as nock.Body);
    if (team !== null) nock(API).get("/orgs/acme/teams/release").reply(team, {});
    expect(await view().readTeamMember("acme/release", "ann")).toBe(member);
  });
});

describe("plan files", () => {
  const blob = (text: string | null, byteSize: number): unknown => ({ __typename: "Blob", oid: SHA, byteSize, text });
  const answer = (yml: unknown): unknown => ({ data: { repository: { databaseId: 42, commit: { __typename: "Commit", oid: "c".repeat(40) }, yml, yaml: null, folder: null } } });

  test.each([["that is no text for GitHub", null], ["whose text GitHub mended", "version: \uFFFD\n"], ["whose text lost a byte", "version: 1\n"]])("one %s is fetched byte by byte", async (_, text) => {
    const bytes = Buffer.from([0x76, 0xff, 0xfe, 0x0a, 0, 1, 2, 3, 4, 5, 6, 7]);
    grantToken();
    answerGraphql(answer(blob(text, bytes.length)));
    const body: Schemas["blob"] = { content: bytes.toString("base64"), encoding: "base64", url: "", sha: SHA, size: bytes.length, node_id: "" };
    nock(API).get(`/repos/acme/web/git/blobs/${SHA}`).reply(200, body);
    expect((await view().readPlanFiles(WEB, null)).files.map((file) => [...file.bytes])).toEqual([[...bytes]]);
  });

  test("one of a hundred megabytes is not fetched, and still is too long for a plan", async () => {
    grantToken();
    answerGraphql(answer(blob(null, 100_000_000)));
    expect((await view().readPlanFiles(WEB, null)).files[0]?.bytes).toHaveLength(256 * 1024);
  });

  test.each([["an empty repository has none", true, null], ["contents that are silently withheld are forbidden, not absent", false, "forbidden"]] as const)("%s", async (_, isEmpty, kind) => {
    grantToken();
    answerGraphql({ data: { repository: { databaseId: 42, commit: null, yml: null, yaml: null, folder: null } } });
    answerGraphql({ data: { repository: { databaseId: 42, isEmpty } } });
    const read = view().readPlanFiles(WEB, null);
    if (kind === null) expect(await read).toEqual({ commit: null, files: [], templates: [] });
    else await expect(read).rejects.toMatchObject({ fault: { kind } });
  });
});

describe("the app's deliveries", () => {
  function delivery(id: string, at: string, code: number, redelivery = false): string {
    return JSON.stringify({ guid: `g${id}`, delivered_at: at, redelivery, duration: 0.1, status: code === 200 ? "OK" : "failed to connect to host", status_code: code, event: "push", action: null, installation_id: 9, repository_id: 42 }).replace("{", `{"id":${id},`);
  }

  test("are told with ids beyond a number's reach, what was taken and what was not, and where to go on", async () => {
    nock(API).get("/app/hook/deliveries").query({ per_page: 100 }).reply(200, `[${delivery("90071992547409931", "2024-05-31T10:00:00Z", 502)},${delivery("12", "2024-05-31T09:00:00Z", 200, true)}]`, {
      "content-type": "application/json; charset=utf-8", link: `<${API}/app/hook/deliveries?per_page=100&cursor=v1_12>; rel="next"`,
    });
    const page = await app().deliveries.listDeliveries({ cursor: null, since: Date.UTC(2024, 4, 31) });
    expect(page.next).toBe("v1_12");
    expect(page.deliveries.map(({ id, guid, status, redelivery, installation }) => [id, guid, status, redelivery, installation])).toEqual([
      ["90071992547409931", "g90071992547409931", "failed", false, 9], ["12", "g12", "ok", true, 9],
    ]);
  });

  test("end where they are older than asked for", async () => {
    nock(API).get("/app/hook/deliveries").query({ per_page: 100, cursor: "v1_12" }).reply(200, `[${delivery("2", "2024-05-31T10:00:00Z", 200)},${delivery("1", "2024-05-01T09:00:00Z", 500)}]`, {
      "content-type": "application/json", link: `<${API}/app/hook/deliveries?cursor=v1_1>; rel="next"`,
    });
    const page = await app().deliveries.listDeliveries({ cursor: "v1_12", since: Date.UTC(2024, 4, 31) });
    expect([page.deliveries.map((one) => one.id), page.next]).toEqual([["2"], null]);
  });

  test("can be asked for again, as long as GitHub has them", async () => {
    nock(API).post("/app/hook/deliveries/90071992547409931/attempts").reply(202, {});
    nock(API).post("/app/hook/deliveries/1/attempts").reply(404, { message: "Not Found" });
    const { deliveries } = app();
    expect([await deliveries.redeliver("90071992547409931"), await deliveries.redeliver("1")]).toEqual([true, false]);
  });
});

describe("a merge group whose entries the queue does not tell", () => {
  const ref = `refs/heads/gh-readonly-queue/main/pr-7-${"b".repeat(40)}`;
  const commit = (sha: string, parents: readonly string[]): unknown => ({ sha, parents: parents.map((parent) => ({ sha: parent })), commit: { message: "Fix (#99)", author: { name: "x" } }, author: null });

  function answer(commits: readonly unknown[], brought: Record<string, unknown>): void {
    grantToken();
    answerGraphql({ data: { repository: { databaseId: 42, ref: { target: { oid: SHA } }, object: { __typename: "Commit", oid: SHA, checkSuites: { nodes: [] } }, pullRequest: { mergeQueueEntry: null } } } });
    nock(API).get(`/repos/acme/web/compare/${"b".repeat(40)}...${SHA}`).query(true).reply(200, { total_commits: commits.length, commits });
    answerGraphql({ data: { repository: { databaseId: 42, ...brought } } });
    answerGraphql({ data: { repository: { databaseId: 42, p0: PULL } } });
  }

  test("is named by the pull requests of its commits", async () => {
    const known = { associatedPullRequests: { nodes: [{ number: 7, state: "OPEN", mergedAt: null, baseRefName: "main", headRefName: "fix", headRefOid: "e".repeat(40), mergeCommit: null, repository: { databaseId: 42 } }] } };
    answer([commit("e".repeat(40), ["b".repeat(40)]), commit(SHA, ["b".repeat(40), "e".repeat(40)])], { c0: known, c1: { associatedPullRequests: { nodes: [] } } });
    const group = await view().readGroup(WEB, SHA, ref);
    expect([group?.pulls.map((pull) => pull.facts.number), group?.complete]).toEqual([[7], true]);
  });

  test("is incomplete where a commit is nobody's, whatever its message says", async () => {
    answer([commit("e".repeat(40), ["b".repeat(40)]), commit(SHA, ["e".repeat(40)])], { c0: { associatedPullRequests: { nodes: [] } }, c1: { associatedPullRequests: { nodes: [] } } });
    const group = await view().readGroup(WEB, SHA, ref);
    expect([group?.pulls.map((pull) => pull.facts.number), group?.complete]).toEqual([[7], false]);
  });
});
