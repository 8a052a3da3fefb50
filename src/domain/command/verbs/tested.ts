/** `tested`: reports by hand what a test came to that no runner can run: an issue that is a test, or a case in an allowed portal. */
import { nearestName } from "../../plan/nearest.ts";
import { parseTag } from "../../policy/tag.ts";
import { mayReport, mayUse } from "../right.ts";
import { done, refused } from "../state.ts";
import type { Apply, VerbRow } from "../verb.ts";

export const TESTED: VerbRow = {
  verb: "tested",
  usage: "tested [LINK] passed, failed or skipped in ENVIRONMENT at TAG",
  does: "Reports what a test came to that people do by hand, on one build in one environment; without a link, the test that this issue is.",
  right: "test",
  place: "anywhere",
  argument: "several",
  clauses: [],
  needs: [],
  examples: ["/warden tested passed in community at v0.5.0-rc2", "/warden tested https://portal.example.org/cases/7 failed in community at v0.5.0-rc2"],
  ofDiff: false,
  touches: "tags",
  apply: applyTested,
};

const REPORT = /^(?:(\S.*?) )?(passed|failed|skipped) in (\S+) at (\S+)$/i;

function applyTested(...[state, command, context]: Parameters<Apply>): ReturnType<Apply> {
  const { plan, repository } = context;
  if (!mayUse("test", command.standing, plan)) return null;
  const read = REPORT.exec(command.command.argument ?? "");
  if (read === null) return { state, outcome: refused("tested-which") };
  const [, link, outcome = "", place = "", tag = ""] = read;
  const ids = plan.environments.map(({ id }) => id);
  const environment = plan.environments.find(({ id }) => id.toLowerCase() === place.toLowerCase());
  if (environment === undefined) return { state, outcome: refused("tested-unknown-environment", { place, nearest: nearestName(place, ids), known: ids }) };
  if (!mayReport(environment, command.standing)) return { state, outcome: refused("tested-not-yours", { place: environment.title, who: environment.reportedBy }) };
  const reading = parseTag(tag, plan.tags.format);
  if (!reading.ok) return { state, outcome: refused("tested-unknown-tag", { tag, hint: reading.hint }) };
  const result = {
    id: `${command.comment}-${command.line}`, repository, number: command.number, link: link ?? null, tag, environment: environment.id,
    outcome: outcome.toLowerCase() as "passed" | "failed" | "skipped", by: command.standing.login, at: command.at,
  };
  return { state: { ...state, handResults: [...state.handResults, result] }, outcome: done("tested", { outcome: result.outcome, place: environment.title, tag, tester: environment.tester }) };
}
