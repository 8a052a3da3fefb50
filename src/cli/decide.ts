/** `decide`: what a plan says of pull requests given as facts, at an instant or each at its own merge. It needs no network and no app. */
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { ReachedMilestone } from "../domain/model/snapshot.ts";
import { decideFreeze } from "../domain/policy/freeze.ts";
import type { DecidedPull } from "../text/decided-pull.ts";
import { decisionLine } from "../text/decision-line.ts";
import { nextStepText } from "../text/decision-summary.ts";
import { counted } from "../text/enumeration.ts";
import { terminalVoice } from "../text/voice.ts";
import type { Command } from "./command.ts";
import { decisionJson, unmergedJson } from "./decision-json.ts";
import { readPlan } from "./input-file.ts";
import { readInstant } from "./instant-argument.ts";
import { printLines, type CliIo } from "./io.ts";
import { readJsonArray } from "./json-file.ts";
import { reachedWhenDue, readReached } from "./milestone-json.ts";
import { paintFor } from "./paint.ts";
import { pullJson } from "./pull-json.ts";

export const decideCommand: Command = {
  name: "decide",
  usage: "decide --plan FILE --pulls FILE.json [--milestones FILE.json] --at INSTANT|merged [--json]",
  summary: "say whether pull requests may merge, from facts in files",
  help: [
    "Reads pull requests in the field names of GitHub's REST API; repository, number, title and base are required. Prints one decision each, in order. Exit code 0 also when something may not merge.",
    "Without --milestones a milestone counts as reached when it is due. With it only what it lists counts: [{\"id\": \"release\", \"product\": null, \"reached_at\": \"2019-06-24T10:00:00Z\"}].",
  ],
  options: [
    { name: "plan", value: "FILE", required: true, help: "the release plan" },
    { name: "pulls", value: "FILE.json", required: true, help: "a JSON array of pull requests" },
    { name: "milestones", value: "FILE.json", required: false, help: "a JSON array of {id, product?, reached_at}" },
    { name: "at", value: "INSTANT|merged", required: true, help: "2019-06-20T12:00+02:00, a time or date in the plan's zone (a date is when that day ends), or merged: each at its own merge" },
    { name: "json", value: null, required: false, help: "print one JSON array of decisions" },
  ],
  operands: { least: 0, most: 0, name: "operand" },
  run: async ({ values, switches }, io) => {
    const plan = await readPlan(values["plan"] ?? "", io);
    const atText = values["at"] ?? "";
    const at = atText === "merged" ? null : readInstant(atText, "at", plan);
    const pulls = await readJsonArray(values["pulls"] ?? "", pullJson, io);
    const reached = values["milestones"] === undefined ? reachedWhenDue(plan) : await readReached(values["milestones"], plan, io);
    const judged = judgeAll(plan, pulls, reached, at);
    if (switches.has("json")) printJson(judged, io);
    else printDecisions(judged, io);
    return 0;
  },
};

interface Judged {
  readonly facts: PullFacts;
  /** null = to be judged at its merge, and it was not merged */
  readonly decided: DecidedPull | null;
}

function judgeAll(plan: ReleasePlan, pulls: readonly PullFacts[], reached: readonly ReachedMilestone[], at: Instant | null): readonly Judged[] {
  const atHome = new Map<string, ReleasePlan>();
  return pulls.map((facts) => {
    const now = at ?? facts.mergedAt;
    if (now === null) return { facts, decided: null };
    const home = facts.repository.toLowerCase();
    const own = atHome.get(home) ?? planAt(plan, facts.repository);
    atHome.set(home, own);
    const decision = decideFreeze(own, { takenAt: now, pull: facts, reached, waivers: [] }, now);
    return { facts, decided: { decision, plan: own, now, base: facts.base.ref, repository: facts.repository } };
  });
}

/** A product without repositories is the plan's own repository. A file has none, so it is taken to be that of the pull request. */
function planAt(plan: ReleasePlan, repository: string): ReleasePlan {
  if (plan.products.every((product) => product.repositories.length > 0)) return plan;
  return { ...plan, products: plan.products.map((product) => (product.repositories.length > 0 ? product : { ...product, repositories: [repository] })) };
}

function printJson(judged: readonly Judged[], io: CliIo): void {
  const rows = judged.map(({ facts, decided }) => (decided === null ? unmergedJson(facts.repository, facts.number) : decisionJson(facts.repository, facts.number, decided)));
  io.stdout(`${JSON.stringify(rows, null, 2)}\n`);
}

function printDecisions(judged: readonly Judged[], io: CliIo): void {
  const paint = paintFor(io);
  const lines = judged.flatMap(({ facts, decided }) => {
    const name = `${facts.repository}#${facts.number}`;
    if (decided === null) return [`${paint("faint", "not merged")}   ${terminalVoice.text(name)}`];
    const next = nextStepText(decided, terminalVoice);
    return [decisionLine(name, decided, paint), ...(next === null ? [] : [`             ${paint("faint", "next:")} ${next}`])];
  });
  printLines(io.stdout, lines.length === 0 ? ["No pull requests were given."] : [...lines, "", countText(judged)]);
}

/** "14 pull requests: 9 allowed, 2 wait, 3 without a freeze". */
function countText(judged: readonly Judged[]): string {
  const count = (verdict: string): number => judged.filter(({ decided }) => decided?.decision.verdict === verdict).length;
  const unmerged = judged.filter(({ decided }) => decided === null).length;
  const parts = [
    [count("allow"), "allowed"], [count("block"), "not let in"], [count("wait"), "not to be told"], [count("skip"), "without a freeze"], [unmerged, "not merged"],
  ] as const;
  return `${counted(judged.length, "pull request")}: ${parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`).join(", ")}`;
}
