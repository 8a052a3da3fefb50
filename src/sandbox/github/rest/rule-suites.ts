/** Rule suites: pushes and merges that rulesets judged, such as those that somebody passed by bypass. */
import { ruleSuitePayload } from "../payload/ruleset.ts";
import { findRuleSuite } from "../state/rule-suite.ts";
import { writes } from "./access.ts";
import { listPage } from "./paging.ts";
import type { Route, RouteContext } from "./route.ts";
import { numberParam, ok, repositoryOf } from "./route.ts";

const base = "/repos/{owner}/{repo}/rulesets/rule-suites";
const allow = writes("administration");

export const ruleSuiteRoutes: readonly Route[] = [
  { method: "GET", path: base, allow, handle: list },
  { method: "GET", path: `${base}/{suite_id}`, allow, handle: (context) => ok(ruleSuitePayload(repositoryOf(context), findRuleSuite(repositoryOf(context), numberParam(context, "suite_id")), true)) },
];

const hour = 3_600_000;
const periods: Readonly<Record<string, number>> = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 30 * 24 * hour };

/** Of the last day unless another time_period is asked for, newest first. */
function list(context: RouteContext): Response {
  const query = context.url.searchParams;
  const from = context.world.clock.now() - (periods[query.get("time_period") ?? "day"] ?? 24 * hour);
  const ref = query.get("ref");
  const result = query.get("rule_suite_result") ?? "all";
  const person = query.get("actor_name")?.toLowerCase() ?? null;
  const found = [...repositoryOf(context).ruleSuites.values()].filter((suite) => {
    if (suite.at < from || (result !== "all" && suite.result !== result)) return false;
    if (ref !== null && suite.ref !== ref && !suite.ref.endsWith(`/${ref}`)) return false;
    return person === null || suite.actor.login.toLowerCase() === person;
  });
  return listPage(context, found.reverse(), (suite) => ruleSuitePayload(repositoryOf(context), suite));
}
