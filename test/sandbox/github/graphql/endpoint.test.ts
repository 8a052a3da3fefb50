import { describe, expect, test } from "@jest/globals";
import { createGraphqlHandler } from "../../../../src/sandbox/github/graphql/endpoint.ts";
import { WorldClock } from "../../../../src/sandbox/github/clock.ts";
import { createUser } from "../../../../src/sandbox/github/state/account.ts";
import { createInstallationToken } from "../../../../src/sandbox/github/state/app.ts";
import { createCheckRun } from "../../../../src/sandbox/github/state/check.ts";
import { addLabels, createIssue, setMilestone, setType } from "../../../../src/sandbox/github/state/issue.ts";
import { createMilestone } from "../../../../src/sandbox/github/state/milestone.ts";
import { mergePullRequest } from "../../../../src/sandbox/github/state/merge.ts";
import { createRepository, forkRepository } from "../../../../src/sandbox/github/state/repository.ts";
import { pushToBranch } from "../../../../src/sandbox/github/state/ref.ts";
import { createReview } from "../../../../src/sandbox/github/state/review.ts";
import { createRuleset } from "../../../../src/sandbox/github/state/ruleset.ts";
import { createStatus } from "../../../../src/sandbox/github/state/status.ts";
import { createWorld } from "../../../../src/sandbox/github/world.ts";
import { settle } from "../acme.ts";

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: { type?: string; path?: string[]; message: string }[];
}

function asked(app?: Parameters<typeof settle>[1]) {
  const place = settle(createWorld({ clock: new WorldClock(Date.UTC(2024, 0, 1)) }), app);
  const handle = createGraphqlHandler(place.world);
  async function ask(query: string, variables: Record<string, unknown> = {}, token: string | null = place.tokens.app): Promise<Answer & { status: number }> {
    const headers: Record<string, string> = token === null ? {} : { authorization: `bearer ${token}` };
    const response = await handle(new Request("http://local/graphql", { method: "POST", headers, body: JSON.stringify({ query, variables }) }));
    return { ...((await response.json()) as Answer), status: response.status };
  }
  /** The repository of a query about acme/web, which must have no errors. */
  async function onWeb(fields: string): Promise<Record<string, unknown>> {
    const { data, errors } = await ask(`{ repository(owner: "acme", name: "web") { ${fields} } }`);
    expect(errors).toBeUndefined();
    return data?.["repository"] as Record<string, unknown>;
  }
  return { ...place, ask, onWeb };
}

const QUEUE_RULE = { type: "merge_queue", parameters: { merge_method: "MERGE", max_entries_to_build: 5 } };

function ruleset(rules: { type: string; parameters?: Record<string, unknown> }[]) {
  return { name: "rules", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [], rules } as const;
}

describe("a pull request", () => {
  test("says all that decisions rest on", async () => {
    const { world, web, ann, bob, openPull, onWeb } = asked();
    const issue = createIssue(world, web, { title: "It breaks", labels: ["bug"] }, ann);
    setType(world, issue, "Bug", ann);
    const pull = openPull("fix-a", { "src/a.ts": "export const a = 2;\n", "docs/new.md": "New\n" }, { body: `Fixes #${issue.number}` });
    addLabels(world, pull.issue, ["bug"], ann);
    setMilestone(world, pull.issue, createMilestone(world, web, { title: "Release 2", dueOn: Date.UTC(2024, 5, 24) }, ann), ann);
    createReview(world, pull, { event: "APPROVE" }, ann);
    const { pullRequest } = await onWeb(`pullRequest(number: ${pull.issue.number}) {
      number id databaseId title body author { login __typename } authorAssociation baseRefName baseRefOid headRefName headRefOid isDraft isCrossRepository state merged mergedAt
      createdAt updatedAt mergeStateStatus reviewDecision autoMergeRequest { enabledAt } mergeQueueEntry { id } milestone { number title dueOn } labels(first: 30) { nodes { name } }
      files(first: 100) { totalCount nodes { path changeType } pageInfo { hasNextPage endCursor } }
      closingIssuesReferences(first: 10) { nodes { number title state repository { nameWithOwner databaseId } labels(first: 10) { nodes { name } } issueType { name } } }
      latestReviews(first: 10) { nodes { state author { login } commit { oid } submittedAt } }
      timelineItems(itemTypes: [LABELED_EVENT, UNLABELED_EVENT], last: 50) { nodes { __typename ... on LabeledEvent { actor { login __typename } label { name } createdAt } } }
      commits(last: 1) { nodes { commit { oid messageHeadline } } } }`);
    expect(pullRequest).toEqual({
      number: 2,
      id: pull.nodeId,
      databaseId: pull.id,
      title: "Work on fix-a",
      body: "Fixes #1",
      author: { login: "bob", __typename: "User" },
      authorAssociation: "COLLABORATOR",
      baseRefName: "main",
      baseRefOid: web.refs.get("refs/heads/main")?.sha,
      headRefName: "fix-a",
      headRefOid: pull.head.sha,
      isDraft: false,
      isCrossRepository: false,
      state: "OPEN",
      merged: false,
      mergedAt: null,
      createdAt: "2024-01-01T00:00:00Z",
      updatedAt: "2024-01-01T00:00:00Z",
      mergeStateStatus: "CLEAN",
      reviewDecision: null,
      autoMergeRequest: null,
      mergeQueueEntry: null,
      milestone: { number: 1, title: "Release 2", dueOn: "2024-06-23T07:00:00Z" },
      labels: { nodes: [{ name: "bug" }] },
      files: {
        totalCount: 2,
        nodes: [
          { path: "docs/new.md", changeType: "ADDED" },
          { path: "src/a.ts", changeType: "MODIFIED" },
        ],
        pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
      },
      closingIssuesReferences: {
        nodes: [{ number: 1, title: "It breaks", state: "OPEN", repository: { nameWithOwner: "acme/web", databaseId: web.id }, labels: { nodes: [{ name: "bug" }] }, issueType: { name: "Bug" } }],
      },
      latestReviews: { nodes: [{ state: "APPROVED", author: { login: "ann" }, commit: { oid: pull.head.sha }, submittedAt: "2024-01-01T00:00:00Z" }] },
      timelineItems: { nodes: [{ __typename: "LabeledEvent", actor: { login: "ann", __typename: "User" }, label: { name: "bug" }, createdAt: "2024-01-01T00:00:00Z" }] },
      commits: { nodes: [{ commit: { oid: pull.head.sha, messageHeadline: "Work on fix-a" } }] },
    });
    expect(pull.issue.user).toBe(bob);
  });

  test("that is merged says by whom and when", async () => {
    const { world, ann, openPull, onWeb } = asked();
    const pull = openPull("fix-a", { "src/a.ts": "export const a = 2;\n" });
    world.clock.advance(60_000);
    const commit = mergePullRequest(world, pull, {}, ann);
    const { pullRequest } = await onWeb("pullRequest(number: 1) { state merged mergedAt mergedBy { login } mergeCommit { oid parents(first: 2) { nodes { oid } } } mergeable }");
    expect(pullRequest).toEqual({
      state: "MERGED",
      merged: true,
      mergedAt: "2024-01-01T00:01:00Z",
      mergedBy: { login: "ann" },
      mergeCommit: { oid: commit.sha, parents: { nodes: commit.parents.map(({ sha }) => ({ oid: sha })) } },
      mergeable: "UNKNOWN",
    });
  });

  test("from a fork is cross-repository, and closing issues to other bases than the default are no links", async () => {
    const { world, web, ann, bob, openPull, onWeb } = asked();
    createIssue(world, web, { title: "It breaks" }, ann);
    const carol = createUser(world, { login: "carol" });
    const fork = forkRepository(world, web, carol);
    pushToBranch(world, fork, "patch-1", [{ message: "Patch", files: { "a.txt": "a" } }], carol);
    openPull("patch", { "b.txt": "b" }, { headRepository: fork, headRef: "patch-1", body: "fixes #1" });
    pushToBranch(world, web, "release", [{ message: "Branch off", files: { "r.txt": "r" } }], bob);
    openPull("late", { "c.txt": "c" }, { baseRef: "release", body: "fixes #1" });
    const { pullRequests } = await onWeb("pullRequests(first: 10) { nodes { isCrossRepository closingIssuesReferences(first: 1) { totalCount } } }");
    expect(pullRequests).toEqual({ nodes: [{ isCrossRepository: true, closingIssuesReferences: { totalCount: 1 } }, { isCrossRepository: false, closingIssuesReferences: { totalCount: 0 } }] });
  });

  test("has the review decision only where reviews are required", async () => {
    const { world, web, ann, openPull, onWeb } = asked();
    createRuleset(world, web, ruleset([{ type: "pull_request", parameters: { required_approving_review_count: 1 } }]), ann);
    const pull = openPull("fix-a", { "a.txt": "a" });
    const decision = async () => ((await onWeb("pullRequest(number: 1) { reviewDecision mergeStateStatus }"))["pullRequest"]);
    expect(await decision()).toEqual({ reviewDecision: "REVIEW_REQUIRED", mergeStateStatus: "BLOCKED" });
    createReview(world, pull, { event: "APPROVE" }, ann);
    expect(await decision()).toEqual({ reviewDecision: "APPROVED", mergeStateStatus: "CLEAN" });
  });
});

describe("lists of pull requests", () => {
  test("are filtered, ordered and paged to the end without loss", async () => {
    const { world, web, bob, openPull, ask } = asked();
    pushToBranch(world, web, "release", [{ message: "Branch off", files: { "r.txt": "r" } }], bob);
    for (let index = 1; index <= 5; index += 1) {
      world.clock.advance(1000);
      openPull(`fix-${index}`, { [`f${index}.txt`]: "x" }, { baseRef: index === 3 ? "release" : "main" });
    }
    const query = `query($c: String) { repository(owner: "acme", name: "web") {
      pullRequests(states: OPEN, baseRefName: "main", first: 3, after: $c, orderBy: { field: UPDATED_AT, direction: DESC }) { totalCount pageInfo { hasNextPage endCursor } nodes { headRefName } } } }`;
    type Page = { totalCount: number; pageInfo: { hasNextPage: boolean; endCursor: string }; nodes: { headRefName: string }[] };
    const page = async (c: string | null) => ((await ask(query, { c })).data?.["repository"] as { pullRequests: Page }).pullRequests;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map(({ headRefName }) => headRefName)).toEqual(["fix-5", "fix-4", "fix-2", "fix-1"]);
    expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([4, true, false]);
  });

  test("a cursor that GitHub never gave is refused", async () => {
    const { ask } = asked();
    const { errors } = await ask('{ repository(owner: "acme", name: "web") { labels(first: 1, after: "nonsense") { totalCount } } }');
    expect(errors).toMatchObject([{ type: "INVALID_CURSOR_ARGUMENTS", message: "`nonsense` does not appear to be a valid cursor." }]);
  });
});

test("checks and statuses of a commit are found by app and name", async () => {
  const { world, web, app, bob, openPull, onWeb } = asked();
  const pull = openPull("fix-a", { "a.txt": "a" });
  createCheckRun(world, web, app, { name: "Release plan (main)", headSha: pull.head.sha, conclusion: "failure", externalId: "x1", output: { title: "Waits", summary: "Waits for Release" } });
  const run = createCheckRun(world, web, app, { name: "Release plan (main)", headSha: pull.head.sha, status: "in_progress" });
  createCheckRun(world, web, app, { name: "Other", headSha: pull.head.sha, conclusion: "success" });
  createStatus(world, web, pull.head.sha, { state: "pending", context: "ci" }, bob);
  const runs = (filter: string) => `checkSuites(first: 5, filterBy: { appId: ${app.id} }) { nodes { checkRuns(first: 5, filterBy: { checkName: "Release plan (main)"${filter} }) { nodes { databaseId name status conclusion externalId title summary text detailsUrl } } } }`;
  const commit = `... on Commit { all: ${runs("")} latest: ${runs(", checkType: LATEST")} none: checkSuites(first: 1, filterBy: { appId: 1 }) { totalCount }
    statusCheckRollup { state contexts(first: 10) { nodes { __typename ... on StatusContext { context } ... on CheckRun { name } } } } }`;
  const { object } = await onWeb(`object(expression: "${pull.head.sha}") { ${commit} }`);
  const newest = { databaseId: run.id, name: "Release plan (main)", status: "IN_PROGRESS", conclusion: null, externalId: null, title: null, summary: null, text: null, detailsUrl: null };
  expect(object).toMatchObject({
    all: { nodes: [{ checkRuns: { nodes: [{ status: "COMPLETED", conclusion: "FAILURE", externalId: "x1", title: "Waits", summary: "Waits for Release" }, newest] } }] },
    latest: { nodes: [{ checkRuns: { nodes: [newest] } }] },
    none: { totalCount: 0 },
    statusCheckRollup: { state: "PENDING", contexts: { nodes: [{ name: "Release plan (main)" }, { name: "Other" }, { __typename: "StatusContext", context: "ci" }] } },
  });
});

test("git objects are read by expression, refs by name, files with their text", async () => {
  const { onWeb } = asked();
  const answer = await onWeb(`defaultBranchRef { name prefix target { oid ... on Commit { message } } } ref(qualifiedName: "refs/heads/none") { name }
    readme: object(expression: "main:README.md") { __typename ... on Blob { text byteSize isTruncated } } folder: object(expression: "main:src") { ... on Tree { entries { name type } } } missing: object(expression: "main:nothing") { oid }`);
  expect(answer).toMatchObject({
    defaultBranchRef: { name: "main", prefix: "refs/heads/", target: { message: "Begin" } },
    ref: null,
    readme: { __typename: "Blob", text: "# Web\n", byteSize: 6, isTruncated: false },
    folder: { entries: [{ name: "a.ts", type: "blob" }] },
    missing: null,
  });
});

test("an object is found again by its node id, and one bad id does not spoil the others", async () => {
  const { openPull, ask, web } = asked();
  const pull = openPull("fix-a", { "a.txt": "a" });
  const query = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on PullRequest { number } ... on Repository { name } } }";
  const { data, errors } = await ask(query, { ids: [pull.nodeId, "PR_unknown", web.nodeId] });
  expect(data).toEqual({ nodes: [{ id: pull.nodeId, number: 1 }, null, { id: web.nodeId, name: "web" }] });
  expect(errors).toMatchObject([{ type: "NOT_FOUND", path: ["nodes", 1], message: "Could not resolve to a node with the global id of 'PR_unknown'" }]);
});

describe("who may read", () => {
  test("a repository that the caller may not see does not exist", async () => {
    const { world, acme, ann, ask, tokens } = asked();
    createRepository(world, { owner: acme, name: "secret", private: true }, ann);
    const query = '{ repository(owner: "acme", name: "secret") { name } }';
    const message = "Could not resolve to a Repository with the name 'acme/secret'.";
    expect(await ask(query, {}, tokens.bob)).toMatchObject({ data: { repository: null }, errors: [{ type: "NOT_FOUND", path: ["repository"], message }] });
    expect(await ask(query, {}, tokens.ann)).toMatchObject({ data: { repository: { name: "secret" } } });
  });

  test("a permission that the installation lacks is FORBIDDEN, and the rest is answered", async () => {
    const { ask } = asked({ permissions: { issues: "read" } });
    const { data, errors } = await ask('{ repository(owner: "acme", name: "web") { name pullRequest(number: 1) { number } } }');
    expect(data).toEqual({ repository: { name: "web", pullRequest: null } });
    expect(errors).toMatchObject([{ type: "FORBIDDEN", message: "Resource not accessible by integration" }]);
  });

  test("nobody without credentials, and no JWT", async () => {
    const { ask, jwt } = asked();
    expect([(await ask("{ viewer { login } }", {}, null)).status, (await ask("{ viewer { login } }", {}, jwt())).status]).toEqual([401, 401]);
  });
});

describe("what is wrong is said", () => {
  test("a pull request that is not there is null with NOT_FOUND", async () => {
    const { ask } = asked();
    const { data, errors } = await ask('{ repository(owner: "acme", name: "web") { pullRequest(number: 9) { number } } }');
    expect(data).toEqual({ repository: { pullRequest: null } });
    expect(errors).toMatchObject([{ type: "NOT_FOUND", path: ["repository", "pullRequest"], message: "Could not resolve to a PullRequest with the number of 9." }]);
  });

  test("a field that GitHub does not have is refused before anything runs", async () => {
    const { ask } = asked();
    expect(await ask("{ viewer { shoeSize } }")).toMatchObject({ status: 200, errors: [{ message: expect.stringContaining("shoeSize") }] });
  });

  test("a field that GitHub has and the local GitHub has not is an error that names it, never a silent null", async () => {
    const { ask } = asked();
    const { errors } = await ask('{ repository(owner: "acme", name: "web") { homepageUrl } }');
    expect(errors).toMatchObject([{ path: ["repository", "homepageUrl"], message: expect.stringContaining("no resolver for Repository.homepageUrl") }]);
  });

  test("text that is no GraphQL, and a body that is no JSON", async () => {
    const { ask, world, tokens } = asked();
    expect((await ask("{ viewer {")).errors?.[0]?.message).toContain("Syntax Error");
    const handle = createGraphqlHandler(world);
    const broken = await handle(new Request("http://local/graphql", { method: "POST", headers: { authorization: `bearer ${tokens.app}` }, body: "{" }));
    expect([broken.status, await broken.json()]).toMatchObject([400, { message: "Problems parsing JSON" }]);
  });
});

describe("the merge queue", () => {
  test("takes a pull in by mutation, shows its place and its group's commit, and lets it out again", async () => {
    const { world, web, ann, openPull, ask, onWeb, tokens } = asked();
    createRuleset(world, web, ruleset([QUEUE_RULE, { type: "required_status_checks", parameters: { strict_required_status_checks_policy: false, required_status_checks: [{ context: "ci" }] } }]), ann);
    const pull = openPull("fix-a", { "a.txt": "a" });
    createStatus(world, web, pull.head.sha, { state: "success", context: "ci" }, ann);
    const enqueue = "mutation($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id, clientMutationId: \"m1\" }) { clientMutationId mergeQueueEntry { position state } } }";
    expect(await ask(enqueue, { id: pull.nodeId }, tokens.ann)).toMatchObject({ data: { enqueuePullRequest: { clientMutationId: "m1", mergeQueueEntry: { position: 1, state: "AWAITING_CHECKS" } } } });
    const { pullRequest } = await onWeb("pullRequest(number: 1) { isInMergeQueue mergeQueueEntry { headCommit { oid } enqueuer { login } } }");
    const group = web.queues.get("main")?.groups[0]?.head.sha;
    expect(pullRequest).toEqual({ isInMergeQueue: true, mergeQueueEntry: { headCommit: { oid: group }, enqueuer: { login: "ann" } } });
    const dequeue = "mutation($id: ID!) { dequeuePullRequest(input: { id: $id }) { mergeQueueEntry { position } } }";
    expect((await ask(dequeue, { id: pull.nodeId }, tokens.ann)).errors).toBeUndefined();
    expect((await ask(dequeue, { id: pull.nodeId }, tokens.ann)).errors).toMatchObject([{ type: "UNPROCESSABLE" }]);
  });

  test("is refused in the world's words, and to those who may not write", async () => {
    const { world, installation, openPull, ask, tokens } = asked();
    const pull = openPull("fix-a", { "a.txt": "a" });
    const enqueue = "mutation($id: ID!) { enqueuePullRequest(input: { pullRequestId: $id }) { mergeQueueEntry { position } } }";
    expect((await ask(enqueue, { id: pull.nodeId }, tokens.bob)).errors).toMatchObject([{ type: "UNPROCESSABLE", message: "The merge queue is not enabled for this branch." }]);
    const reader = createInstallationToken(world, installation, { permissions: { pull_requests: "read" }, repositoryIds: null });
    expect((await ask(enqueue, { id: pull.nodeId }, reader.token)).errors).toMatchObject([{ type: "FORBIDDEN" }]);
  });
});
