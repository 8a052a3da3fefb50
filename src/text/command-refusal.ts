/** Why a command was not acted upon, and what to do instead. */
import type { Refusal } from "../domain/command/admission.ts";
import type { Instant } from "../domain/model/instant.ts";
import { shownCommand } from "./command-line.ts";
import { namedOnly } from "./command-person.ts";
import { markdownCode, markdownProse } from "./escape.ts";
import { sentence } from "./enumeration.ts";
import { instantText } from "./instant.ts";

export function refusalText(refusal: Refusal, writtenAt: Instant): string {
  switch (refusal.why) {
    case "problem": return problemText(refusal.problem);
    case "no-plan": return "**Nothing was done**: no release plan governs this repository. A plan is the file `.github/release-plan.yml` on the default branch of its home.";
    case "not-allowed": return `**Nothing was done**: \`${refusal.verb}\` is for ${whoMay(refusal)}.`;
    case "only-pulls": return `**Nothing was done**: \`${refusal.verb}\` speaks of a pull request, and this is an issue. Write it under the pull request that you mean.`;
    case "closed": return `**Nothing was done**: this pull request is closed. Open it again, and say it once more.`;
    case "old": return `**Nothing was done yet.** This was written on ${instantText(writtenAt, "UTC", null)} and came to light more than a day later. Say it again if you still want it: ${shownCommand(refusal.line)}`;
    case "pushed-since": return `**Not approved**: this pull request was pushed to at about the time of your approval, so it may not be what you saw. Look at it as it is now, and name it: ${markdownCode(`/warden approve ${refusal.head.slice(0, 7)}`)}`;
    case "other-commit": return `**Not approved**: the pull request now stands at ${markdownCode(refusal.head.slice(0, 7))}, not at ${markdownCode(refusal.named, 40)}. Look at what is new, and approve that: ${markdownCode(`/warden approve ${refusal.head.slice(0, 7)}`)}`;
    case "no-branch": return `**Nothing was done**: there is no branch ${markdownCode(refusal.branch, 120)} in this repository. Write its name as GitHub shows it, or leave ${markdownCode("on …")} out.`;
  }
}

function problemText({ message, hint }: Extract<Refusal, { why: "problem" }>["problem"]): string {
  const next = hint === null ? "" : ` ${sentence(markdownProse(hint, 400))}${/[.?!]$/.test(hint) ? "" : "."}`;
  return `**Nothing was done**: ${markdownProse(message, 400)}${next}`;
}

function whoMay({ right, who }: Extract<Refusal, { why: "not-allowed" }>): string {
  if (right === "score" && who.length === 0) return "people to whom the release plan gives a weight, and it gives nobody one";
  const named = namedOnly(who, "a maintainer of the repository, as the release plan names nobody");
  if (right === "ask") return "the author of the pull request, and those who may write to the repository";
  return right === "revoke" ? `whoever asked for the exception, and ${named}` : `${named}, whom the release plan names`.replace(", as the release plan names nobody, whom the release plan names", ", as the release plan names nobody");
}

/** For a command that was admitted by a right which the plan has taken away since. */
export function noLongerText(verb: string): string {
  return `**No longer counts**: the release plan in force does not give the right to \`${verb}\` to whoever wrote this.`;
}
