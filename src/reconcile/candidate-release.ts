/**
 * The release of a judged tag: marked as a pre-release, and taken back into a draft where it was published before its gate was met. Both need
 * contents: write, which the app does not ask for; where the installation was not given it, the release manager is told.
 * Promises: a release is taken back once; whoever publishes it again means it, and is named.
 */
import type { CandidateRecord, InstallationRecord, RepositoryRecord, TagAlarm } from "../domain/model/records.ts";
import type { ReleaseFact } from "../domain/model/tag.ts";
import type { GateDecision } from "../domain/policy/acceptance-gate.ts";
import type { TagJudgement, TagObjection } from "../domain/policy/candidate.ts";
import { gateTitle, objectionText } from "../text/candidate-check.ts";
import { planKey } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** What makes a tag before the final one wrong by itself, whatever its features. */
const WRONG_TAG: readonly TagObjection["code"][] = ["unreadable", "not-on-release-branch", "interim-without-candidate"];

export interface JudgedTag {
  readonly inForce: PlanInForce;
  readonly judgement: TagJudgement;
  readonly gate: GateDecision;
}

/** What is to be told of the tag, and the release that was taken back. */
export async function settleRelease(judged: readonly JudgedTag[], release: ReleaseFact | null, repository: RepositoryRecord, before: CandidateRecord | null, context: RunContext): Promise<Required<Pick<CandidateRecord, "alarms">> & Pick<CandidateRecord, "heldBack">> {
  const alarms = judged.flatMap((one): readonly TagAlarm[] => refusedTag(one));
  const known = before?.heldBack === undefined ? {} : { heldBack: before.heldBack };
  // What we took back ourselves is no release any more, and still to be told.
  if (release === null) return { alarms: known.heldBack === undefined ? alarms : before?.alarms?.filter(({ code }) => code === "held-back") ?? [], ...known };
  const writes = (await context.memory.record<InstallationRecord>("installation", String(context.installation)))?.permissions["contents"] === "write";
  const by = await publisher(judged[0]?.judgement.name ?? "", repository, context);
  const closed = judged.find(({ gate, judgement }) => gate.verdict === "failure" && judgement.tag !== null);
  const early = closed?.judgement.prerelease === false || closed?.judgement.objections.some(({ code }) => WRONG_TAG.includes(code)) === true;
  if (closed !== undefined && early) {
    const held = writes && before?.heldBack !== release.id && await context.github.ensureRelease(repository, release.id, { draft: true });
    const alarm: TagAlarm = { plan: planKey(closed.inForce.record), code: held ? "held-back" : "published-early", says: saysOf(closed), by, url: release.url };
    return { alarms: [alarm], ...(held ? { heldBack: release.id } : known) };
  }
  const first = judged.find(({ judgement }) => judgement.tag !== null && judgement.prerelease);
  if (first === undefined || release.prerelease || (writes && await context.github.ensureRelease(repository, release.id, { prerelease: true }))) return { alarms, ...known };
  return { alarms: [...alarms, { plan: planKey(first.inForce.record), code: "not-prerelease", says: "", by, url: release.url }], ...known };
}

function refusedTag(one: JudgedTag): readonly TagAlarm[] {
  const { judgement, gate } = one;
  const wrong = judgement.objections.some(({ code }) => WRONG_TAG.includes(code));
  const final = judgement.tag !== null && !judgement.prerelease && gate.verdict === "failure";
  return wrong || final ? [{ plan: planKey(one.inForce.record), code: "tag-refused", says: saysOf(one), by: null, url: null }] : [];
}

function saysOf({ judgement, gate }: JudgedTag): string {
  const errors = judgement.objections.filter(({ severity }) => severity === "error").map(objectionText);
  return (errors.length > 0 ? errors.slice(0, 5).join(" ") : `${gateTitle(gate)}.`).slice(0, 1_000);
}

/** Who published it, as far as a webhook told. */
async function publisher(tag: string, repository: RepositoryRecord, context: RunContext): Promise<string | null> {
  const witnesses = await context.memory.witnesses(repository.id, `release:${tag}`);
  return witnesses.findLast(({ action }) => action === "published" || action === "released" || action === "prereleased")?.sender ?? null;
}
