/** How an exception stands: under the comment that asked for it, kept up to date, and once as a new comment when its change was changed. */
import type { AskedWaiver } from "../domain/command/state.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { WaiverStatus } from "../domain/policy/waiver-status.ts";
import { called, namedOnly } from "./command-person.ts";
import { counted, joined } from "./enumeration.ts";
import { markdownCode, markdownLink, markdownText } from "./escape.ts";
import { instantText } from "./instant.ts";

export interface SpokenWaiver {
  readonly waiver: AskedWaiver;
  readonly status: WaiverStatus;
  readonly plan: ReleasePlan;
  /** who may approve it */
  readonly approvers: readonly string[];
  /** the commit that the pull request heads now; null = not known */
  readonly head: string | null;
}

const MAINTAINERS = "a maintainer of the repository";

export function waiverText(spoken: SpokenWaiver, repository: RepositoryName, web: string): string {
  const { waiver, plan } = spoken;
  const until = waiver.until === null ? "with the freeze" : instantText(waiver.until, plan.release.timezone, null);
  return [
    `${standingText(spoken, repository, web)}`,
    [
      `- From: ${freezeName(waiver.freeze, plan)}`,
      `- Why: ${markdownText(waiver.because, 500)}`,
      `- Asked by: ${markdownText(waiver.askedBy, 60)}`,
      waiver.approvedBy.length === 0 ? null : `- Approved by: ${joined(waiver.approvedBy.map((login) => markdownText(login, 60)))}`,
      `- Ends: ${until}`,
    ].filter((line) => line !== null).join("\n"),
  ].join("\n\n");
}

function standingText({ waiver, status, approvers, head }: SpokenWaiver, repository: RepositoryName, web: string): string {
  switch (status) {
    case "asked": {
      const more = waiver.needed - waiver.approvedBy.length;
      const count = waiver.needed > 1 ? ` (${counted(more, "approval")} to go)` : "";
      return `**Exception asked for.** ${called(approvers, MAINTAINERS)}: approve it with \`/warden approve\`${count}, or leave it and the pull request waits.`;
    }
    case "approved": return "**Exception approved**: this change may merge. An updated base keeps the approval; new content needs a new one. To take it back: `/warden revoke because …`.";
    case "changed": return `**The change was changed after its exception was approved**, so it waits again. ${namedOnly(approvers, MAINTAINERS)} can approve it as it is now with \`/warden approve\`: ${whatIsNew(waiver, head, repository, web)}.`;
    case "revoked": return `**Exception taken back** by ${markdownText(waiver.revokedBy ?? "", 60)}.`;
    case "replaced": return "**Asked for anew** in a later comment, which stands in place of this one.";
    case "over": return "**Exception over.** Ask again with `/warden waive because …` if it is still needed.";
  }
}

/** A new comment, since an edit notifies nobody: to the very people who approved what was there before. */
export function askedAgainText({ waiver, head, plan }: SpokenWaiver, repository: RepositoryName, web: string): string {
  const before = [...new Set(waiver.given.map((one) => one.by))];
  return `${called(before, "Whoever approved it")}: this pull request was changed after you approved its exception from ${freezeName(waiver.freeze, plan)}, so it waits again. `
    + `Look at ${whatIsNew(waiver, head, repository, web)}, and approve it as it is now with \`/warden approve\`, or leave it.`;
}

function whatIsNew({ given, number }: AskedWaiver, head: string | null, repository: RepositoryName, web: string): string {
  const before = given.at(-1)?.head ?? null;
  if (before === null || head === null || before === head) return "what it is now";
  return markdownLink("what is new", `${web}/${repository}/pull/${number}/files/${before}..${head}`);
}

function freezeName(id: string, plan: ReleasePlan): string {
  const freeze = plan.freezes.find((one) => one.id === id);
  return freeze === undefined ? markdownCode(id, 80) : `${markdownText(freeze.title, 80)} (${markdownCode(id, 80)})`;
}
