/** What GitHub's own command line asks of GraphQL: `gh pr create`, `view`, `checks`, `edit`, `merge` and `gh issue create`. */
import { describe, expect, test } from "@jest/globals";
import { WorldClock } from "../../../../src/sandbox/github/clock.ts";
import { createGraphqlHandler } from "../../../../src/sandbox/github/graphql/endpoint.ts";
import { createCheckRun } from "../../../../src/sandbox/github/state/check.ts";
import { createUser } from "../../../../src/sandbox/github/state/account.ts";
import { userToken } from "../../../../src/sandbox/github/state/app.ts";
import { pushToBranch } from "../../../../src/sandbox/github/state/ref.ts";
import { createRuleset } from "../../../../src/sandbox/github/state/ruleset.ts";
import { createWorld } from "../../../../src/sandbox/github/world.ts";
import { settle } from "../acme.ts";

interface Answer {
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null;
  readonly errors?: readonly { readonly type?: string; readonly message: string }[];
}

function place() {
  const acme = settle(createWorld({ clock: new WorldClock(Date.UTC(2024, 0, 1)) }));
  const handle = createGraphqlHandler(acme.world);
  async function ask(query: string, variables: Record<string, unknown> = {}, token = acme.tokens.bob): Promise<Answer> {
    const response = await handle(new Request("http://local/graphql", { method: "POST", headers: { authorization: `token ${token}` }, body: JSON.stringify({ query, variables }) }));
    return (await response.json()) as Answer;
  }
  const labelId = (name: string): string => acme.web.labels.get(name)?.nodeId ?? "";
  const rule = (type: string, parameters: Record<string, unknown>) =>
    createRuleset(acme.world, acme.web, { name: "rules", target: "branch", enforcement: "active", bypassActors: [], include: ["refs/heads/main"], exclude: [], rules: [{ type, parameters }] }, acme.ann);
  return { ...acme, ask, labelId, rule };
}

const CREATE = `mutation ($input: CreatePullRequestInput!) { createPullRequest(input: $input) { pullRequest { id number url } } }`;
const MERGE = `mutation ($input: MergePullRequestInput!) { mergePullRequest(input: $input) { pullRequest { state merged } } }`;

describe("a pull request by the command line", () => {
  test("is opened on a branch, shown with its checks and counts, given a label, and merged", async () => {
    const { world, web, app, bob, ask, labelId, rule } = place();
    pushToBranch(world, web, "button", [{ message: "Button", files: { "src/button.ts": "b\n" } }], bob);
    rule("required_status_checks", { strict_required_status_checks_policy: false, required_status_checks: [{ context: "Release plan (main)" }] });
    const created = await ask(CREATE, { input: { repositoryId: web.nodeId, baseRefName: "main", headRefName: "button", title: "Add a button", body: "" } });
    expect(created).toEqual({ data: { createPullRequest: { pullRequest: { id: expect.any(String), number: 1, url: expect.stringMatching(/\/acme\/web\/pull\/1$/) } } } });
    const id = (created.data?.["createPullRequest"]?.["pullRequest"] as { id: string }).id;
    const sha = web.refs.get("refs/heads/button")?.sha ?? "";
    createCheckRun(world, web, app, { name: "Release plan (main)", headSha: sha, status: "completed", conclusion: "success" });
    expect(await ask(`mutation ($input: AddLabelsToLabelableInput!) { addLabelsToLabelable(input: $input) { clientMutationId } }`, { input: { labelableId: id, labelIds: [labelId("bug")] } })).not.toHaveProperty("errors");
    const shown = await ask(`{ repository(owner: "acme", name: "web") { pullRequest(number: 1) {
      title labels(first: 10) { nodes { name } } commits { totalCount } isMergeQueueEnabled reviewRequests(first: 10) { totalCount } projectCards(first: 10) { totalCount }
      reactionGroups { content users { totalCount } } comments(last: 1) { nodes { viewerDidAuthor } }
      checks: commits(last: 1) { nodes { commit { statusCheckRollup { contexts(first: 10) { nodes { ... on CheckRun { name isRequired(pullRequestNumber: 1) checkSuite { workflowRun { id } } } } } } } } } } } }`);
    expect(shown.data?.["repository"]?.["pullRequest"]).toEqual({
      title: "Add a button", labels: { nodes: [{ name: "bug" }] }, commits: { totalCount: 1 }, isMergeQueueEnabled: false, reviewRequests: { totalCount: 0 }, projectCards: { totalCount: 0 },
      reactionGroups: expect.arrayContaining([{ content: "EYES", users: { totalCount: 0 } }]), comments: { nodes: [] },
      checks: { nodes: [{ commit: { statusCheckRollup: { contexts: { nodes: [{ name: "Release plan (main)", isRequired: true, checkSuite: { workflowRun: null } }] } } } }] },
    });
    expect(await ask(MERGE, { input: { pullRequestId: id, mergeMethod: "SQUASH" } })).toEqual({ data: { mergePullRequest: { pullRequest: { state: "MERGED", merged: true } } } });
    expect(web.refs.get("refs/heads/main")?.message).toMatch(/^Button \(#1\)/);
  });

  test("is not merged where a required check is missing, and the rule says so", async () => {
    const { ask, openPull, rule } = place();
    rule("required_status_checks", { strict_required_status_checks_policy: false, required_status_checks: [{ context: "Release plan (main)" }] });
    const pull = openPull("button", { "src/button.ts": "b\n" });
    const { errors } = await ask(MERGE, { input: { pullRequestId: pull.nodeId } });
    expect(errors).toMatchObject([{ type: "UNPROCESSABLE", message: expect.stringContaining('Required status check "Release plan (main)" is expected') }]);
    expect(pull.mergedAt).toBeNull();
  });

  test("is edited, closed and opened again by its author, and by nobody who may only read", async () => {
    const { world, ask, openPull } = place();
    const pull = openPull("button", { "src/button.ts": "b\n" });
    const EDIT = `mutation ($input: UpdatePullRequestInput!) { updatePullRequest(input: $input) { pullRequest { title } } }`;
    expect(await ask(EDIT, { input: { pullRequestId: pull.nodeId, title: "Another" } })).toEqual({ data: { updatePullRequest: { pullRequest: { title: "Another" } } } });
    const change = (name: string) => ask(`mutation ($id: ID!) { ${name}PullRequest(input: { pullRequestId: $id }) { pullRequest { state } } }`, { id: pull.nodeId });
    expect(await change("close")).toEqual({ data: { closePullRequest: { pullRequest: { state: "CLOSED" } } } });
    expect(await change("reopen")).toEqual({ data: { reopenPullRequest: { pullRequest: { state: "OPEN" } } } });
    const stranger = userToken(world, createUser(world, { login: "eve" }));
    expect((await ask(EDIT, { input: { pullRequestId: pull.nodeId, title: "Mine" } }, stranger)).errors?.[0]?.type).toBe("FORBIDDEN");
    expect((await ask(MERGE, { input: { pullRequestId: pull.nodeId } }, stranger)).errors?.[0]?.type).toBe("FORBIDDEN");
    expect(pull.issue.title).toBe("Another");
  });

  test("is reviewed by another", async () => {
    const { ask, tokens, openPull } = place();
    const pull = openPull("button", { "src/button.ts": "b\n" });
    const REVIEW = `mutation ($input: AddPullRequestReviewInput!) { addPullRequestReview(input: $input) { pullRequestReview { state } } }`;
    expect(await ask(REVIEW, { input: { pullRequestId: pull.nodeId, event: "APPROVE", body: "" } }, tokens.ann)).toEqual({ data: { addPullRequestReview: { pullRequestReview: { state: "APPROVED" } } } });
    expect((await ask(REVIEW, { input: { pullRequestId: pull.nodeId, event: "APPROVE" } })).errors?.[0]?.message).toBe("Can not approve your own pull request");
  });
});

test("an issue by the command line is opened with a label, and closed", async () => {
  const { web, ask, labelId } = place();
  const created = await ask(`mutation ($input: CreateIssueInput!) { createIssue(input: $input) { issue { id number labels(first: 5) { nodes { name } } } } }`, { input: { repositoryId: web.nodeId, title: "It breaks", labelIds: [labelId("bug")] } });
  expect(created.data?.["createIssue"]).toMatchObject({ issue: { number: 1, labels: { nodes: [{ name: "bug" }] } } });
  // `state` has another type on each of the two, and GitHub takes it all the same
  const shown = await ask(`{ repository(owner: "acme", name: "web") { hasIssuesEnabled viewerPermission issueOrPullRequest(number: 1) { ... on Issue { id state } ... on PullRequest { id state } } } }`);
  expect(shown.data?.["repository"]).toMatchObject({ hasIssuesEnabled: true, viewerPermission: "WRITE", issueOrPullRequest: { state: "OPEN" } });
  const { id } = shown.data?.["repository"]?.["issueOrPullRequest"] as { id: string };
  await ask(`mutation ($id: ID!) { closeIssue(input: { issueId: $id }) { issue { state } } }`, { id });
  expect(web.issues.get(1)?.state).toBe("closed");
});

test("a list of which only the count is asked needs no page, and one of which more is asked does", async () => {
  const { ask } = place();
  expect(await ask(`{ repository(owner: "acme", name: "web") { pullRequests { totalCount } } }`)).toEqual({ data: { repository: { pullRequests: { totalCount: 0 } } } });
  expect((await ask(`{ repository(owner: "acme", name: "web") { pullRequests { totalCount nodes { number } } } }`)).errors?.[0]?.type).toBe("MISSING_PAGINATION_BOUNDARIES");
});
