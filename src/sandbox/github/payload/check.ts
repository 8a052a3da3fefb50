/** Check runs and suites in GitHub's shapes. For a fork's head `pull_requests` is empty and `head_branch` null, as on GitHub. */
import type { components } from "@octokit/openapi-types";
import { githubInstant, githubInstantOrNull } from "../clock.ts";
import type { CheckRun, CheckSuite } from "../state/check.ts";
import type { Repository } from "../state/repository.ts";
import type { World } from "../world.ts";
import { appPayload } from "./app.ts";
import { repositoryPayload } from "./repository.ts";
import { signaturePayload } from "./commit.ts";
import { repositoryApi, repositoryPage } from "./url.ts";

type RunPayload = components["schemas"]["check-run"];
type PullMinimal = components["schemas"]["pull-request-minimal"];

export function checkRunPayload(world: World, run: CheckRun): Record<string, unknown> & Omit<RunPayload, "check_suite" | "conclusion"> {
  const { suite } = run;
  const { repository } = suite;
  const api = `${repositoryApi(world, repository)}/check-runs/${run.id}`;
  const page = `${repositoryPage(world, repository)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: suite.commit.sha,
    external_id: run.externalId ?? "",
    url: api,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: githubInstant(run.startedAt),
    completed_at: githubInstantOrNull(run.completedAt),
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${api}/annotations` },
    check_suite: { id: suite.id },
    app: appPayload(world, suite.app),
    pull_requests: pullsAt(world, suite),
  };
}

export function checkSuitePayload(world: World, suite: CheckSuite): Record<string, unknown> {
  const { repository, commit } = suite;
  const api = `${repositoryApi(world, repository)}/check-suites/${suite.id}`;
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: commit.sha,
    status: suite.status,
    conclusion: suite.conclusion,
    url: api,
    before: commit.parents[0]?.sha ?? null,
    after: commit.sha,
    pull_requests: pullsAt(world, suite),
    app: appPayload(world, suite.app),
    created_at: githubInstant(suite.createdAt),
    updated_at: githubInstant(suite.updatedAt),
    latest_check_runs_count: suite.runs.length,
    check_runs_url: `${api}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
    head_commit: {
      id: commit.sha,
      tree_id: commit.tree.sha,
      message: commit.message,
      timestamp: signaturePayload(commit.committer).date,
      author: { name: commit.author.name, email: commit.author.email },
      committer: { name: commit.committer.name, email: commit.committer.email },
    },
    repository: repositoryPayload(world, repository),
  };
}

/** The open pulls whose head the commit is; none of forks. */
export function pullsAt(world: World, suite: Pick<CheckSuite, "repository" | "commit">): PullMinimal[] {
  const { repository, commit } = suite;
  return [...(repository.pullsByCommit.get(commit.sha) ?? [])].flatMap(({ pull }) => {
    if (pull === null || pull.issue.state === "closed" || pull.head !== commit || pull.headRepository !== repository) return [];
    return {
      id: pull.id,
      number: pull.issue.number,
      url: `${repositoryApi(world, repository)}/pulls/${pull.issue.number}`,
      head: { ref: pull.headRef, sha: pull.head.sha, repo: repositoryStub(world, repository) },
      base: { ref: pull.baseRef, sha: pull.base.sha, repo: repositoryStub(world, repository) },
    };
  });
}

function repositoryStub(world: World, repository: Repository): PullMinimal["head"]["repo"] {
  return { id: repository.id, url: repositoryApi(world, repository), name: repository.name };
}
