/** Which run belongs to which kind of key. */
import type { Key } from "../domain/model/key.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { runBoard } from "./board.ts";
import { runBranch } from "./branch.ts";
import { runCard } from "./card.ts";
import { runComment } from "./comment.ts";
import { runFeatures } from "./features.ts";
import { runGroup } from "./group.ts";
import { runHead } from "./head.ts";
import { runIncident } from "./incident.ts";
import { runIncidentLog } from "./incident-log.ts";
import { runInstallation } from "./installation.ts";
import { runIssue } from "./issue.ts";
import { runLive } from "./live.ts";
import { runMilestone } from "./milestone.ts";
import { runOrganizationGate } from "./organization-gate.ts";
import { runPlan } from "./plan.ts";
import type { RunContext } from "./ports.ts";
import { runProject } from "./project.ts";
import { runProcedure } from "./procedure.ts";
import { runProgress } from "./progress.ts";
import { runPull } from "./pull.ts";
import { runRelease } from "./release.ts";
import { runRepository } from "./repository.ts";
import { runResults } from "./results.ts";
import { runSchedule } from "./schedule.ts";
import { runStatus } from "./status.ts";
import { runFreeze } from "./tracking.ts";

export async function reconcile(key: Key, context: RunContext): Promise<Settlement> {
  switch (key.kind) {
    case "installation": return runInstallation(key, context);
    case "repository": return runRepository(key, context);
    case "plan": return runPlan(key, context);
    case "branch": return runBranch(key, context);
    case "organization-gate": return runOrganizationGate(key, context);
    case "freeze": return runFreeze(key, context);
    case "results": return runResults(key, context);
    case "features": return runFeatures(key, context);
    case "pull": return runPull(key, context);
    case "head": return runHead(key, context);
    case "status": return runStatus(key, context);
    case "group": return runGroup(key, context);
    case "issue": return runIssue(key, context);
    case "milestone": return runMilestone(key, context);
    case "schedule": return runSchedule(key, context);
    case "progress": return runProgress(key, context);
    case "live": return runLive(key, context);
    case "board": return runBoard(key, context);
    case "project": return runProject(key, context);
    case "card": return runCard(key, context);
    case "comment": return runComment(key, context);
    case "release": return runRelease(key, context);
    case "incident": return runIncident(key, context);
    case "procedure": return runProcedure(key, context);
    case "incident-log": return runIncidentLog(key, context);
  }
}
