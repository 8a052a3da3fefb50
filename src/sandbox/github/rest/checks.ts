/** Check runs and check suites. Only apps write them, each its own. */
import { ApiProblem, notFound } from "../api-problem.ts";
import { checkRunPayload, checkSuitePayload } from "../payload/check.ts";
import type { App } from "../state/app.ts";
import type { CheckRun, CheckStatus, CheckSuite, Conclusion } from "../state/check.ts";
import { createCheckRun, ensureSuite, findCheckRun, findCheckSuite, latestRuns, rerequestRun, rerequestSuite, runsOf, updateCheckRun } from "../state/check.ts";
import type { CheckAction, CheckAnnotation, CheckChange } from "../state/check-input.ts";
import { resolveCommit } from "../state/repository.ts";
import type { Needs } from "./access.ts";
import { reads, writes } from "./access.ts";
import { optionalInstant, optionalText, requiredText, textOrNull } from "./body.ts";
import { countedPage, listPage } from "./paging.ts";
import type { Json, Route, RouteContext } from "./route.ts";
import { actor, created, jsonBody, numberParam, ok, repositoryOf, textParam } from "./route.ts";

const appsOnly: Needs = { ...writes("checks"), appsOnly: true };
const base = "/repos/{owner}/{repo}";

export const checkRoutes: readonly Route[] = [
  { method: "POST", path: `${base}/check-runs`, allow: appsOnly, handle: create },
  { method: "GET", path: `${base}/check-runs/{check_run_id}`, allow: reads("checks"), handle: (context) => ok(checkRunPayload(context.world, runOf(context))) },
  { method: "PATCH", path: `${base}/check-runs/{check_run_id}`, allow: appsOnly, handle: change },
  { method: "GET", path: `${base}/check-runs/{check_run_id}/annotations`, allow: reads("checks"), handle: listAnnotations },
  { method: "POST", path: `${base}/check-runs/{check_run_id}/rerequest`, allow: writes("checks"), handle: rerunOne },
  { method: "GET", path: `${base}/commits/{ref*}/check-runs`, allow: reads("checks"), handle: listForRef },
  { method: "GET", path: `${base}/commits/{ref*}/check-suites`, allow: reads("checks"), handle: listSuitesForRef },
  { method: "POST", path: `${base}/check-suites`, allow: appsOnly, handle: createSuite },
  { method: "GET", path: `${base}/check-suites/{check_suite_id}`, allow: reads("checks"), handle: (context) => ok(checkSuitePayload(context.world, suiteOf(context))) },
  { method: "GET", path: `${base}/check-suites/{check_suite_id}/check-runs`, allow: reads("checks"), handle: listForSuite },
  { method: "POST", path: `${base}/check-suites/{check_suite_id}/rerequest`, allow: writes("checks"), handle: rerunAll },
];

function runOf(context: RouteContext): CheckRun {
  return findCheckRun(repositoryOf(context), numberParam(context, "check_run_id"));
}

function suiteOf(context: RouteContext): CheckSuite {
  return findCheckSuite(repositoryOf(context), numberParam(context, "check_suite_id"));
}

function callingApp(context: RouteContext): App {
  if (context.caller.kind !== "installation") throw new ApiProblem(403, "You must authenticate via a GitHub App.");
  return context.caller.app;
}

/** The fields of a check run's body; the state rules judge their values. */
function changeFrom(body: Json): CheckChange {
  const output = body["output"] as Json | null | undefined;
  const given = {
    name: optionalText(body, "name"),
    headSha: optionalText(body, "head_sha"),
    status: optionalText(body, "status") as CheckStatus | undefined,
    conclusion: (textOrNull(body, "conclusion") ?? undefined) as Conclusion | undefined,
    startedAt: optionalInstant(body, "started_at"),
    completedAt: optionalInstant(body, "completed_at"),
    detailsUrl: textOrNull(body, "details_url"),
    externalId: textOrNull(body, "external_id"),
    output: output == null ? undefined : outputFrom(output),
    actions: Array.isArray(body["actions"]) ? (body["actions"] as CheckAction[]) : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function outputFrom(output: Json): NonNullable<CheckChange["output"]> {
  const title = textOrNull(output, "title");
  const annotations = output["annotations"];
  return {
    // A missing summary is refused by the state rules, in the same words as any other broken limit.
    summary: output["summary"] as string,
    ...(title == null ? {} : { title }),
    text: textOrNull(output, "text") ?? null,
    ...(Array.isArray(annotations) ? { annotations: annotations as CheckAnnotation[] } : {}),
  };
}

async function create(context: RouteContext): Promise<Response> {
  const body = await jsonBody(context);
  const input = { ...changeFrom(body), name: requiredText(body, "name"), headSha: requiredText(body, "head_sha") };
  return created(checkRunPayload(context.world, createCheckRun(context.world, repositoryOf(context), callingApp(context), input)));
}

async function change(context: RouteContext): Promise<Response> {
  const run = runOf(context);
  if (run.suite.app !== callingApp(context)) throw new ApiProblem(403, "Invalid app_id `" + String(callingApp(context).id) + "` - check run can only be modified by the GitHub App that created it.");
  updateCheckRun(context.world, run, changeFrom(await jsonBody(context)));
  return ok(checkRunPayload(context.world, run));
}

function listAnnotations(context: RouteContext): Response {
  return listPage(context, runOf(context).annotations, (annotation) => ({
    ...annotation,
    start_column: annotation.start_column ?? null,
    end_column: annotation.end_column ?? null,
    title: annotation.title ?? null,
    raw_details: annotation.raw_details ?? null,
    blob_href: "",
  }));
}

function commitSha(context: RouteContext): string {
  const commit = resolveCommit(repositoryOf(context), textParam(context, "ref"));
  if (commit === null) throw new ApiProblem(422, `No commit found for SHA: ${textParam(context, "ref")}`);
  return commit.sha;
}

function matching(context: RouteContext, runs: readonly CheckRun[]): CheckRun[] {
  const query = context.url.searchParams;
  const [name, status, appId] = [query.get("check_name"), query.get("status"), query.get("app_id")];
  return runs.filter((run) => (name === null || run.name === name) && (status === null || run.status === status) && (appId === null || run.suite.app.id === Number(appId)));
}

function listForRef(context: RouteContext): Response {
  const sha = commitSha(context);
  const repository = repositoryOf(context);
  const runs = context.url.searchParams.get("filter") === "all" ? runsOf(repository, sha) : latestRuns(repository, sha);
  return countedPage(context, "check_runs", matching(context, runs).reverse(), (run) => checkRunPayload(context.world, run));
}

function listForSuite(context: RouteContext): Response {
  const suite = suiteOf(context);
  const all = context.url.searchParams.get("filter") === "all" ? suite.runs : latestRuns(suite.repository, suite.commit.sha).filter((run) => run.suite === suite);
  return countedPage(context, "check_runs", matching(context, all).reverse(), (run) => checkRunPayload(context.world, run));
}

function listSuitesForRef(context: RouteContext): Response {
  const suites = repositoryOf(context).checkSuites.get(commitSha(context)) ?? [];
  const appId = context.url.searchParams.get("app_id");
  const name = context.url.searchParams.get("check_name");
  const found = suites.filter((suite) => (appId === null || suite.app.id === Number(appId)) && (name === null || suite.runs.some((run) => run.name === name)));
  return countedPage(context, "check_suites", found, (suite) => checkSuitePayload(context.world, suite));
}

async function createSuite(context: RouteContext): Promise<Response> {
  const sha = requiredText(await jsonBody(context), "head_sha");
  const repository = repositoryOf(context);
  const commit = repository.network.objects.commitBySha(sha);
  if (commit === null) throw new ApiProblem(422, `No commit found for SHA: ${sha}`);
  const isNew = repository.checkSuites.get(sha)?.some((suite) => suite.app === callingApp(context)) !== true;
  const suite = ensureSuite(context.world, repository, callingApp(context), commit);
  return ok(checkSuitePayload(context.world, suite), isNew ? 201 : 200);
}

function rerunOne(context: RouteContext): Response {
  const run = runOf(context);
  requireOwn(context, run.suite);
  rerequestRun(context.world, run, actor(context));
  return ok({}, 201);
}

function rerunAll(context: RouteContext): Response {
  const suite = suiteOf(context);
  requireOwn(context, suite);
  rerequestSuite(context.world, suite, actor(context));
  return ok({}, 201);
}

function requireOwn(context: RouteContext, suite: CheckSuite): void {
  if (context.caller.kind === "installation" && context.caller.app !== suite.app) throw notFound();
}
