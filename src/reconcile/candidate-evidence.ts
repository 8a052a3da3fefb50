/** What the features of one plan have to show on one tag, and whether the final release could be made of its commit. */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { ArtifactFact, RunFact } from "../domain/model/artifact.ts";
import type { PostedReport } from "../domain/model/posted-report.ts";
import type { EvidenceRecord, RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import type { SpokenResult } from "../domain/model/spoken-test.ts";
import type { TagStanding } from "../domain/model/tag-standing.ts";
import type { TagFact } from "../domain/model/tag.ts";
import { decideGate, gateStage } from "../domain/policy/acceptance-gate.ts";
import type { GateDecision } from "../domain/policy/acceptance-gate.ts";
import { lastCandidate } from "../domain/policy/candidate.ts";
import type { TagJudgement } from "../domain/policy/candidate.ts";
import { featureEvidence } from "../domain/policy/feature-evidence.ts";
import { withUnusable } from "../domain/policy/unusable-reports.ts";
import { wantedNames } from "../domain/policy/wanted-results.ts";
import { tagStanding } from "../domain/policy/tag-standing.ts";
import { renderCandidateCheck } from "../text/candidate-check.ts";
import type { UnreadReportWords } from "../text/candidate-check.ts";
import { featureRepositories, resolvedFeatures } from "./feature-issues.ts";
import type { Given } from "./given-links.ts";
import { isPrivate } from "./landings.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { IssueDetail } from "./github-facts.ts";
import type { RunContext } from "./ports.ts";
import { handResults } from "./hand-results.ts";
import type { LinkResolver } from "./resolve-links.ts";
import { tagResults } from "./tag-results.ts";

/** A tag as one plan judges it. */
export interface Judged {
  readonly inForce: PlanInForce;
  readonly judgement: TagJudgement;
  /** as the final tag would be judged on this commit; null where this is not the newest candidate */
  readonly final: TagJudgement | null;
  /** those that count */
  readonly features: readonly IssueDetail[];
  /** tests that their descriptions do not link, by `featureKey` */
  readonly given: ReadonlyMap<string, Given>;
  /** reported by hand on this tag */
  readonly spoken: readonly SpokenResult[];
}

/** What is known to have run on the commit. */
export interface TagRuns {
  /** null = the app may not read workflow runs */
  readonly artifacts: readonly ArtifactFact[] | null;
  readonly checks: readonly RunFact[];
  /** sent to us */
  readonly posted: readonly PostedReport[];
}

export interface JudgedEvidence {
  readonly words: CheckWords;
  readonly gate: GateDecision;
  /** null = not one of our tags */
  readonly standing: TagStanding | null;
  readonly seen: EvidenceRecord;
  /** may the final tag be made on this commit? null = this is not the newest candidate */
  readonly ready: boolean | null;
}

/** Private repositories of the plan, where the tag stands in one that is not. */
async function hiddenFrom(repository: RepositoryRecord, inForce: PlanInForce, context: RunContext): Promise<ReadonlySet<string>> {
  if (repository.private) return new Set();
  const others = (await featureRepositories(inForce, context)).filter((one) => one.id !== repository.id && (one.private || isPrivate(one, [inForce])));
  return new Set(others.map((one) => repositoryName(one).toLowerCase()));
}

export async function judgeEvidence({ inForce, judgement, final, features, given, spoken }: Judged, found: Pick<TagFact, "name" | "sha">, ran: TagRuns, repository: RepositoryRecord, before: EvidenceRecord, resolver: LinkResolver, context: RunContext): Promise<JudgedEvidence> {
  const { plan } = inForce;
  const { artifacts } = ran;
  const resolved = plan.features === null ? [] : await resolvedFeatures(features, given, plan, plan.features, found.sha, resolver);
  const wanted = wantedNames(resolved.flatMap(({ written, resolutions }) => written.links.flatMap((link, index) => (resolutions[index]?.files ?? []).map((file) => ({ file, testCase: link.target.kind === "file" ? link.target.testCase : null })))));
  const results = await tagResults(found, { ...ran, artifacts: artifacts ?? [] }, wanted, repository, plan.environments, before, context);
  const rules = plan.features?.acceptance;
  const web = URL.canParse(features[0]?.url ?? "") ? new URL(features[0]?.url ?? "").origin : "https://github.com";
  const hand = plan.features === null ? { byHand: new Map(), seen: {} } : handResults(found.name, spoken, plan, plan.features, before, web);
  const evidence = rules === undefined ? [] : resolved.map((feature) => withUnusable(featureEvidence(feature, { tag: found.name, runs: results.runs, byHand: hand.byHand }, rules, plan.environments), results.unread));
  const last = lastCandidate(plan.candidates, rules?.requiredBy ?? null, plan.tags.format);
  const gate = decideGate(judgement.tag === null ? "none" : gateStage(judgement.tag, last), evidence, judgement);
  const unread: readonly UnreadReportWords[] = artifacts === null ? [{ artifact: null, report: null, problem: { says: "", line: null } }] : results.unread;
  return {
    gate, words: renderCandidateCheck(judgement, gate, plan.environments, unread, await hiddenFrom(repository, inForce, context)), seen: { ...results.seen, ...hand.seen },
    standing: judgement.tag === null ? null : tagStanding(found, evidence, plan.environments),
    ready: final === null ? null : decideGate("accepted", evidence, final).verdict === "success",
  };
}
