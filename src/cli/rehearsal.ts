/** The words of a rehearsal on a terminal, and the files that a person gives for one. */
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { PullFacts } from "../domain/model/pull.ts";
import type { ReachedMilestone } from "../domain/model/snapshot.ts";
import { checkName } from "../text/check.ts";
import { counted } from "../text/enumeration.ts";
import { planCheckName } from "../text/plan-check.ts";
import { terminalText } from "../text/escape.ts";
import { isoText } from "../text/instant.ts";
import { rehearsalAccount } from "../text/rehearsal-account.ts";
import type { Rehearsed } from "../text/rehearsal-account.ts";
import { rehearsalGuide } from "../text/rehearsal-guide.ts";
import type { StandingWorld } from "../text/rehearsal-guide.ts";
import { rehearsedIncidentLines } from "../text/rehearsal-incident.ts";
import type { RehearsedIncident } from "../text/rehearsal-incident.ts";
import { readInput, readPlan } from "./input-file.ts";
import { printLines, type CliIo } from "./io.ts";
import { readJsonArray } from "./json-file.ts";
import { reachedWhenDue, readReached } from "./milestone-json.ts";
import { paintFor } from "./paint.ts";
import { pullJson } from "./pull-json.ts";
import type { StartArguments } from "./start-arguments.ts";

export interface GivenRelease {
  readonly planText: string;
  readonly plan: ReleasePlan;
  readonly plannedAt: null;
  readonly pulls: readonly PullFacts[];
  readonly reached: readonly ReachedMilestone[];
}

/** null = none is given. Throws CliProblem for a file that is wrong. */
export async function readRelease({ plan: planFile, pulls: pullsFile, milestones }: StartArguments, io: CliIo): Promise<GivenRelease | null> {
  if (planFile === null || pullsFile === null) return null;
  const plan = await readPlan(planFile, io);
  const pulls = await readJsonArray(pullsFile, pullJson, io);
  const reached = milestones === null ? reachedWhenDue(plan) : await readReached(milestones, plan, io);
  return { planText: new TextDecoder().decode(await readInput(planFile, io)), plan, plannedAt: null, pulls, reached };
}

/** Lines of progress that are not on a terminal: few. */
const PROGRESS_LINES = 5;

export function rehearsalWords(io: CliIo, live: boolean) {
  const paint = paintFor(io);
  const say = (lines: readonly string[]): void => printLines(io.stdout, lines);
  const clear = live ? "\r\u001b[2K" : "";
  return {
    checkName, planCheckName,
    begins({ name, pulls, apiUrl, appUrl }: { readonly name: string; readonly pulls: number; readonly apiUrl: string; readonly appUrl: string }): void {
      say([`Rehearsing ${terminalText(name, 80)}: ${counted(pulls, "pull request")}, the local GitHub at ${apiUrl}, the app at ${appUrl}.`]);
    },
    progress(done: number, total: number, now: Instant): void {
      const line = `  ${isoText(now).slice(0, 10)}  ${done} of ${total}`;
      if (live) io.stdout(done === total ? clear : `${clear}${line}`);
      else if (done % Math.ceil(total / PROGRESS_LINES) === 0) say([line]);
    },
    account(rehearsed: Rehearsed): void {
      say(["", ...rehearsalAccount(rehearsed, io.columns, paint), ""]);
    },
    tag({ tag, at, check }: { readonly tag: string; readonly at: Instant; readonly check: { readonly conclusion: string | null; readonly title: string } | null }): void {
      const tone = check?.conclusion === "success" ? "good" : check?.conclusion === "failure" ? "bad" : "doubt";
      say([`  ${isoText(at).slice(0, 10)}  ${terminalText(tag, 40).padEnd(12)}  ${paint(tone, (check?.conclusion ?? "no check").padEnd(8))}  ${terminalText(check?.title ?? "")}`]);
    },
    features({ features, labels, tracking, home, idleWrites, apiUrl }: { readonly features: number; readonly labels: Readonly<Record<string, number>>; readonly tracking: number | null; readonly home: string; readonly idleWrites: number; readonly apiUrl: string }): void {
      const carried = Object.entries(labels).map(([label, count]) => `${count} ${label}`).join(", ");
      say(["", `${counted(features, "feature")}: ${carried}.`, tracking === null ? "There is no tracking issue." : `The matrix stands in ${terminalText(home, 140)}#${tracking}: curl ${apiUrl}/repos/${home}/issues/${tracking}`, `Looked at once more: ${counted(idleWrites, "write")}.`, ""]);
    },
    step({ at, by, did, state }: { readonly at: Instant; readonly by: string; readonly did: string; readonly state: string | null }): void {
      say([`  ${isoText(at).slice(0, 16).replace("T", " ")}  ${terminalText(by, 20).padEnd(10)}  ${paint(state === "Resolved" || state === "Reviewed" ? "good" : "doubt", terminalText(state ?? "", 20).padEnd(13))}  ${terminalText(did, 90)}`]);
    },
    incident(played: RehearsedIncident): void {
      say(["", ...rehearsedIncidentLines(played, paint), ""]);
    },
    guide(world: StandingWorld): void {
      say(rehearsalGuide(world));
    },
    failed(reason: string): void {
      if (live) io.stdout(clear);
      printLines(io.stderr, [`${paint("bad", "error:")} the rehearsal could not be carried out: ${terminalText(reason, 500)}`]);
    },
  };
}
