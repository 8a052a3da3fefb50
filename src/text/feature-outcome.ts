/** What commands about features and tags can come to, in words. */
import { joined } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { listFact, textFact } from "./fact.ts";
import type { Outcome } from "../domain/command/state.ts";

export const FEATURE_SPEAKERS = {
  "admitted": () => "**Let in.** This feature is in the release as its issue stands now. If it is rewritten once more, it needs your word again.",
  "admit-no-scope": () => "**Nothing to let in**: the release plan fixes no scope (`features.scope`), so every feature that it selects is in the release.",
  "admit-a-pull": () => "**Not let in**: a feature of the release is an issue, and this is a pull request. Say it under the issue.",
  "acceptance-linked": (facts) => `**Linked**: ${code(facts, "link")} is an acceptance test of this feature. The comment on acceptance tests says what is found there.`,
  "acceptance-without": (facts) => `**Taken back**: ${code(facts, "link")} is no acceptance test of this feature any more, unless its description links it as well.`,
  "acceptance-unknown": (facts) => `**Nothing to take back**: ${code(facts, "link")} was not linked by a command here. What the description links is taken out there.`,
  "acceptance-a-pull": () => "**Not linked**: acceptance tests belong to the issue of a feature, and this is a pull request. Say it under the issue.",
  "acceptance-no-features": () => "**Not linked**: the release plan does not say which issues are features (`features`).",
  "tested": (facts) => `**Counted**: ${textFact(facts, "outcome") ?? ""} on ${code(facts, "tag")} in ${markdownText(textFact(facts, "place") ?? "", 100)} (${markdownText(textFact(facts, "tester") ?? "", 40)} testers). A later report of the same takes its place.`,
  "tested-which": () => "**Nothing was counted**: say what it came to, where and on which build: `/warden tested passed in ENVIRONMENT at TAG`, with the link of the test in front where this issue is not the test itself.",
  "tested-unknown-environment": (facts) => `**Nothing was counted**: the plan has no environment ${code(facts, "place")}.${textFact(facts, "nearest") === null ? "" : ` Did you mean ${code(facts, "nearest")}?`} It has ${joined(listFact(facts, "known").slice(0, 20).map((id) => markdownCode(id, 80))) || "none"}.`,
  "tested-not-yours": (facts) => `**Nothing was counted**: what was tested in ${markdownText(textFact(facts, "place") ?? "", 100)} is reported by ${listFact(facts, "who").length === 0 ? "" : `${joined(listFact(facts, "who").slice(0, 20).map((name) => markdownText(name, 80)))}, and `}those who may write to this repository.`,
  "tested-unknown-tag": (facts) => `**Nothing was counted**: ${code(facts, "tag")} is no tag as the plan writes them${textFact(facts, "hint") === null ? "" : `. Did you mean ${code(facts, "hint")}?`}.`,
  "promoted": (facts) => `**Recorded.** ${code(facts, "tag")} may stand on ${markdownCode((textFact(facts, "sha") ?? "").slice(0, 10))}, although another commit was tested. Its features are judged as before.`,
  "promote-which": () => "**Not recorded**: say which tag, and on which commit with at least seven characters: `/warden promote v0.5.0 3f2a91c because …`.",
  "promote-not-final": (facts) => `**Not recorded**: ${code(facts, "tag")} is no final tag as the plan writes them${textFact(facts, "hint") === null ? "" : `, which would be ${code(facts, "hint")}`}. Candidates may stand on any commit of the release branch.`,
} as const satisfies Readonly<Record<string, (facts: Outcome["facts"]) => string>>;

function code(facts: Outcome["facts"], name: string): string {
  return markdownCode(textFact(facts, name) ?? "", 120);
}
