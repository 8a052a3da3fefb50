/** A decision as JSON for other programs: field names in snake case, instants as ISO 8601 in UTC. Other programs rely on this shape. */
import type { Decision, Offending, Reason } from "../domain/model/decision.ts";
import type { Evidence } from "../domain/model/evidence.ts";
import type { DecidedPull } from "../text/decided-pull.ts";
import { nextStepText } from "../text/decision-summary.ts";
import { decisionTitle } from "../text/decision-title.ts";
import { isoText } from "../text/instant.ts";
import { reasonLine } from "../text/reason-line.ts";
import { terminalVoice } from "../text/voice.ts";

type Json = Readonly<Record<string, unknown>>;

export function decisionJson(repository: string, number: number, pull: DecidedPull): Json {
  const { decision } = pull;
  return {
    repository, number,
    verdict: decision.verdict, rule: decision.rule, mode: decision.mode, kind: decision.kind,
    title: decisionTitle(pull),
    reasons: reasonJson(decision.reasons, pull),
    evidence: decision.evidence.map(evidenceJson),
    offending: decision.offending.map(offendingJson),
    next_step: nextStepText(pull, terminalVoice),
    valid_until: instantJson(decision.validUntil),
  };
}

/** For a pull request that cannot be judged at its merge, since it was not merged. */
export function unmergedJson(repository: string, number: number): Json {
  return {
    repository, number, verdict: "skip", rule: null, mode: null, kind: "unknown", title: "Not merged, so there is no instant to judge it at",
    reasons: {}, evidence: [], offending: [], next_step: null, valid_until: null,
  };
}

/** `text` says the node in words; `facts` are the values behind it, instants among them in milliseconds since 1970 UTC. */
function reasonJson(reason: Reason, pull: DecidedPull): Json {
  return {
    code: reason.code, met: reason.met, text: reasonLine(reason, pull, terminalVoice), facts: reason.facts,
    children: reason.children.map((child) => reasonJson(child, pull)),
  };
}

function evidenceJson({ source, says, detail, suppliedBy, byAuthor, counts, remark }: Evidence): Json {
  return { source, says, detail, supplied_by: suppliedBy, by_author: byAuthor, counts, remark };
}

function offendingJson({ repository, number, sha, title, kind, enteredAt, leaveOut }: Offending): Json {
  return { repository, number, sha, title, kind, entered_at: instantJson(enteredAt), leave_out: leaveOut };
}

function instantJson(at: Decision["validUntil"]): string | null {
  return at === null ? null : isoText(at);
}
