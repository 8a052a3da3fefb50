/** What a change of the plan would do to the pull requests that are open now, and whose approval it needs. */
import type { PlanChangeDecision, PlanEffect } from "../domain/policy/plan-change.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { counted, firstFew } from "./enumeration.ts";
import { markdownVoice, type Voice } from "./voice.ts";

const SHOWN = 10;

/**
 * What is told of a change. `judged` counts the open pull requests that were looked at; `complete` false = not all of them could be.
 * `change` null = there is nothing in force that it could need an approval from.
 */
export interface PlanPreview {
  readonly effect: PlanEffect;
  readonly judged: number;
  readonly complete: boolean;
  readonly change: PlanChangeDecision | null;
}

/** One line: "Would lift the freeze on 41 pull requests and stop 3". */
export function planPreviewTitle({ effect, change }: Pick<PlanPreview, "effect" | "change">): string {
  const { freed, stopped } = effect;
  if (freed.length > 0 && stopped.length > 0) return `Would lift the freeze on ${counted(freed.length, "pull request")} and stop ${stopped.length}`;
  if (freed.length > 0) return `Would lift the freeze on ${counted(freed.length, "pull request")}`;
  if (stopped.length > 0) return `Would stop ${counted(stopped.length, "open pull request")}`;
  return change?.thaws === true ? "Would loosen a freeze; no open pull request is affected now" : "Would change nothing for the pull requests open now";
}

/** Markdown. `repository` is the one spoken in, whose references need no name; `web` as in `decisionSummary`. */
export function planPreviewMarkdown(preview: PlanPreview, repository: RepositoryName | null, web = "https://github.com"): string {
  const voice = markdownVoice(web);
  const list = (names: readonly string[]): string => firstFew(names.slice(0, SHOWN).map((name) => reference(name, repository, voice)), SHOWN, names.length);
  const { freed, stopped } = preview.effect;
  const parts = [
    `${planPreviewTitle(preview)}.`,
    freed.length === 0 ? null : `- could merge: ${list(freed)}`,
    stopped.length === 0 ? null : `- would wait: ${list(stopped)}`,
    preview.complete ? null : `Only ${counted(preview.judged, "open pull request")} could be looked at, so there may be more.`,
  ];
  return parts.filter((part) => part !== null).join("\n\n").replace(/\n\n- would wait/, "\n- would wait");
}

/** Whose approval is needed or was given; null when the change needs none. */
export function approvalText(change: PlanChangeDecision | null, voice: Voice): string | null {
  if (change === null) return null;
  const reason = change.thaws && change.stopsMany ? "It lifts a freeze and stops many pull requests" : change.thaws ? "It lifts or loosens a freeze" : "It stops many pull requests";
  const approver = change.approver === null ? "the release manager" : voice.text(change.approver, 60);
  switch (change.why) {
    case "nothing-to-approve": case "plan-wrong": return null;
    case "needs-approval": return `${reason}, so it needs the approval of ${approver}, the manager named in the plan in force.`;
    case "approved": return `${reason}, and ${change.approvedBy === null ? approver : voice.text(change.approvedBy, 60)} approved it.`;
    case "no-manager": return `${reason}. The plan in force names no manager, so nobody's approval is asked for.`;
  }
}

function reference(name: string, from: RepositoryName | null, voice: Voice): string {
  const match = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(name);
  return match === null ? voice.text(name, 100) : voice.reference(match[1] ?? "", Number(match[2]), from);
}
