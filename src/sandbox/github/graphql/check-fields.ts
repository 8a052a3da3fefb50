// Check suites, check runs, statuses and their sum in GraphQL.
//
// Which runs a suite lists when `checkType` is not given is not documented; all are given here, so that a client that needs
// the newest of a name has to say or to sort. Reading needs the Checks permission, for statuses Commit statuses.

import { githubInstant, githubInstantOrNull } from "../clock.ts";
import type { Commit } from "../git/objects.ts";
import { latestRuns, type CheckRun, type CheckSuite } from "../state/check.ts";
import type { App } from "../state/app.ts";
import { fullName, type Repository } from "../state/repository.ts";
import { isPassing, requiredChecks } from "../state/rule.ts";
import { latestStatuses, type CommitStatus } from "../state/status.ts";
import { needPermission } from "./access.ts";
import { actorNode } from "./account-fields.ts";
import type { CommitSource } from "./commit-fields.ts";
import { CONNECTION, pageOf } from "./connection.ts";
import { nodeId } from "../node-id.ts";
import { typed, type Arguments, type GraphqlContext, type ResolverMap, type TypeResolvers } from "./resolver.ts";

interface RollupSource extends CommitSource {
  readonly runs: readonly CheckRun[];
  readonly statuses: readonly CommitStatus[];
}

export function suitesOf(repository: Repository, commit: Commit, args: Arguments, context: GraphqlContext): CheckSuite[] {
  needPermission(context, "checks");
  const { appId, checkName } = filterIn(args);
  return (repository.checkSuites.get(commit.sha) ?? []).filter((suite) => {
    if (typeof appId === "number" && suite.app.id !== appId) return false;
    return typeof checkName !== "string" || suite.runs.some((run) => run.name === checkName);
  });
}

function runsIn(suite: CheckSuite, args: Arguments): CheckRun[] {
  const { appId, checkName, checkType, status, statuses, conclusions } = filterIn(args);
  const wanted = Array.isArray(statuses) ? statuses : typeof status === "string" ? [status] : null;
  const runs = suite.runs.filter((run) => {
    if (typeof appId === "number" && suite.app.id !== appId) return false;
    if (typeof checkName === "string" && run.name !== checkName) return false;
    if (wanted !== null && !wanted.includes(run.status.toUpperCase())) return false;
    return !Array.isArray(conclusions) || (run.conclusion !== null && conclusions.includes(run.conclusion.toUpperCase()));
  });
  return checkType === "LATEST" ? [...new Map(runs.map((run) => [run.name, run])).values()] : runs;
}

/** Whether the rules of the pull request's base ask for a check of this name. */
function isRequired(repository: Repository, name: string, args: Arguments): boolean {
  const { pullRequestId, pullRequestNumber } = args;
  const pull = [...repository.issues.values()].find((issue) => issue.pull !== null && (issue.pull.nodeId === pullRequestId || issue.number === pullRequestNumber))?.pull ?? null;
  return pull !== null && requiredChecks(repository, pull.baseRef).some((check) => check.context === name);
}

function filterIn(args: Arguments): Arguments {
  const { filterBy } = args;
  return typeof filterBy === "object" && filterBy !== null ? (filterBy as Arguments) : {};
}

/** Null when nothing was reported for the commit. */
export function rollupOf({ repository, commit }: CommitSource, _: Arguments, context: GraphqlContext): RollupSource | null {
  needPermission(context, "checks", "statuses");
  const runs = latestRuns(repository, commit.sha);
  const statuses = latestStatuses(repository, commit.sha);
  return runs.length + statuses.length === 0 ? null : { repository, commit, runs, statuses };
}

function rollupState({ runs, statuses }: RollupSource): "FAILURE" | "PENDING" | "SUCCESS" {
  const failed = runs.some((run) => run.conclusion !== null && !isPassing(run.conclusion)) || statuses.some((status) => status.state === "failure" || status.state === "error");
  if (failed) return "FAILURE";
  return runs.some((run) => run.status !== "completed") || statuses.some((status) => status.state === "pending") ? "PENDING" : "SUCCESS";
}

const SUITE: TypeResolvers<CheckSuite> = {
  id: (suite) => suite.nodeId,
  databaseId: (suite) => suite.id,
  app: (suite) => suite.app,
  commit: ({ repository, commit }) => ({ repository, commit }),
  repository: (suite) => suite.repository,
  status: (suite) => suite.status.toUpperCase(),
  conclusion: (suite) => suite.conclusion?.toUpperCase() ?? null,
  createdAt: (suite) => githubInstant(suite.createdAt),
  updatedAt: (suite) => githubInstant(suite.updatedAt),
  // Runs of workflows report by suites of their own, and those are not kept here.
  workflowRun: () => null,
  checkRuns: (suite, args) => pageOf(runsIn(suite, args), args),
};

const RUN: TypeResolvers<CheckRun> = {
  id: (run) => run.nodeId,
  databaseId: (run) => run.id,
  name: (run) => run.name,
  status: (run) => run.status.toUpperCase(),
  conclusion: (run) => run.conclusion?.toUpperCase() ?? null,
  externalId: (run) => run.externalId,
  title: (run) => run.output.title,
  summary: (run) => run.output.summary,
  text: (run) => run.output.text,
  detailsUrl: (run) => run.detailsUrl,
  startedAt: (run) => githubInstant(run.startedAt),
  completedAt: (run) => githubInstantOrNull(run.completedAt),
  checkSuite: (run) => run.suite,
  isRequired: (run, args) => isRequired(run.suite.repository, run.name, args),
  repository: (run) => run.suite.repository,
  url: (run, _, { world }) => `${world.htmlUrl}/${fullName(run.suite.repository)}/runs/${run.id}`,
};

const STATUS_CONTEXT: TypeResolvers<CommitStatus & { readonly repository: Repository }> = {
  id: (status) => status.nodeId,
  context: (status) => status.context,
  state: (status) => status.state.toUpperCase(),
  description: (status) => status.description,
  targetUrl: (status) => status.targetUrl,
  creator: (status) => actorNode(status.creator),
  isRequired: (status, args) => isRequired(status.repository, status.context, args),
  createdAt: (status) => githubInstant(status.createdAt),
};

const ROLLUP: TypeResolvers<RollupSource> = {
  id: ({ repository, commit }) => nodeId("status", `${repository.id}:${commit.sha}`),
  state: rollupState,
  commit: ({ repository, commit }) => ({ repository, commit }),
  contexts: ({ repository, runs, statuses }, args) => pageOf([...runs.map((run) => typed("CheckRun", run)), ...statuses.map((status) => typed("StatusContext", { ...status, repository }))], args),
};

const APP: TypeResolvers<App> = {
  id: (app) => app.nodeId,
  databaseId: (app) => app.id,
  slug: (app) => app.slug,
  name: (app) => app.name,
};

export const CHECK_RESOLVERS: ResolverMap = {
  CheckSuite: SUITE,
  CheckRun: RUN,
  StatusContext: STATUS_CONTEXT,
  StatusCheckRollup: ROLLUP,
  App: APP,
  CheckSuiteConnection: CONNECTION,
  CheckRunConnection: CONNECTION,
  StatusCheckRollupContextConnection: CONNECTION,
};
