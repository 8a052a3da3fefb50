/**
 * How firmly a freeze holds, in Markdown, for the tracking issue and for notices: the level, the state of the gate, and the self-test. It never
 * says more than is known, and each weakness comes with its remedy.
 */
import type { Finding, GateRecord, Level, SelfTestNotice } from "../domain/model/gate.ts";
import type { MessageWords } from "../domain/model/message.ts";
import { checkName } from "./check.ts";
import { counted } from "./enumeration.ts";
import { markdownCode, markdownText, plainText } from "./escape.ts";
import { durationText, instantText } from "./instant.ts";

export interface LevelWords {
  readonly level: Level;
  readonly branch: string;
}

/** One paragraph. */
export function levelText({ level, branch }: LevelWords): string {
  const check = markdownCode(checkName(branch), 120);
  const firmer = "install the app **Release Warden Gate** (administration and metadata, nothing else)";
  switch (level) {
    case "advisory":
      return `**Advisory: this freeze informs but does not block.** To block: ${firmer}, or require the check ${check} in a ruleset of yours, tied to this app.`;
    case "soft":
      return `**Soft: a rule of yours requires the check ${check}.** It is written to every open pull request when the freeze begins, most dangerous first; until it stands, one that was green before can still merge. To close that gap: ${firmer}, or require a merge queue.`;
    case "queue":
      return `**Queue: every merge goes through your merge queue, and each group is judged at that moment.** Nothing slips through between; whoever may bypass the queue may bypass the freeze.`;
    case "repository-gate":
      return `**Gate: one ruleset of ours closes ${markdownCode(branch, 80)} at once, and only what the freeze lets in passes.** Administrators of the repository can lift it, and the account will say so.`;
    case "organization-gate":
      return `**Gate of the organisation: one ruleset closes ${markdownCode(branch, 80)} at once, and only what the freeze lets in passes.** Administrators of the repository cannot lift it, owners of the organisation can.`;
  }
}

/** What people must know of the gate as it stands; empty when all is as it should be. */
export function gateWarnings(gate: GateRecord, zone: string): readonly string[] {
  const branch = markdownCode(gate.branch, 80);
  return [
    ...(gate.off ? [`**Release Warden is switched off for ${branch}: this freeze informs but does not block.** To switch it on: delete the ruleset that says so.`] : []),
    ...(gate.trouble === null ? [] : [troubleText(gate.trouble, branch, zone)]),
    ...(gate.touched === null ? [] : [touchedText(gate.touched, branch, zone)]),
    ...(gate.orphan === null ? [] : [`**${branch} was found closed, and nothing that is known explains it.** It is left closed. If it should be open, set the ruleset named "Release Warden freeze of …" to Disabled; if a freeze began early, say so again with ${markdownCode("/warden freeze")}.`]),
    ...softWarnings(gate, branch, zone),
    ...(gate.blink === null || gate.blink.heads === 0 ? [] : [`This freeze began without notice: ${counted(gate.blink.heads, "exempt pull request")} had to wait up to ${durationText(gate.blink.longestMs)} for the word that they may merge.`]),
  ];
}

function troubleText({ doing, message, since }: NonNullable<GateRecord["trouble"]>, branch: string, zone: string): string {
  const at = instantText(since, zone, since);
  const said = `GitHub answered: ${markdownText(message, 300)}`;
  switch (doing) {
    case "close": return `**${branch} could not be closed since ${at}: it may still be open.** It is tried again and again. To close it now, require the check ${markdownCode("Release plan")} by hand, or ask people not to merge. ${said}`;
    case "open": return `**${branch} could not be opened since ${at}.** It is tried again and again. To open it now, set the ruleset named "Release Warden freeze of …" to Disabled. ${said}`;
    case "provision": return `The ruleset for ${branch} could not be made ready since ${at}; it is made when the freeze begins. ${said}`;
  }
}

function touchedText({ at, by, how, answer }: NonNullable<GateRecord["touched"]>, branch: string, zone: string): string {
  const who = by === null ? "Somebody" : markdownText(by, 60);
  const did = { disabled: "switched off", deleted: "deleted", changed: "changed" }[how];
  const when = instantText(at, zone, at);
  if (answer === "reasserted") return `${who} ${did} the ruleset that closes ${branch}, ${when}. It was put back, once. To thaw for good: ${markdownCode("/warden thaw")}, or ${did === "deleted" ? "delete" : "disable"} it again.`;
  return `**${who} ${did} the ruleset that closes ${branch} again, ${when}, and it is left so: this freeze informs but does not block.** To freeze again, set it to Active.`;
}

function softWarnings({ soft, level }: GateRecord, branch: string, zone: string): readonly string[] {
  if (soft === null || level !== "soft") return [];
  const acted = [...(soft.dequeued > 0 ? [`${counted(soft.dequeued, "pull request")} taken out of the queue`] : []), ...(soft.disarmed > 0 ? [`auto-merge disarmed on ${soft.disarmed}`] : [])];
  return [
    soft.cleanAt === null
      ? `The freeze of ${branch} is being written to its pull requests since ${instantText(soft.startedAt, zone, soft.startedAt)}; until that is done some may still merge.`
      : `The freeze of ${branch} stood on every open pull request ${durationText(soft.cleanAt - soft.startedAt)} after it began${acted.length === 0 ? "" : `; ${acted.join(", ")}`}.`,
    ...(soft.lacks === null ? [] : [`Nothing could be taken out of the merge queue or disarmed: the app lacks ${markdownCode(soft.lacks)}.`]),
  ];
}

/** One line for each finding, those that do not hold first. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  const rank = (finding: Finding): number => (finding.holds === false ? 0 : finding.holds === null ? 1 : 2);
  return [...findings].sort((a, b) => rank(a) - rank(b)).map((finding) => `${finding.holds === true ? "✅" : finding.holds === false ? "❌" : "❔"} ${findingText(finding)}`);
}

/** For the manager, ahead of a freeze that would not hold. */
export function selfTestNotice(notice: SelfTestNotice, title: string, zone: string): string {
  const begins = instantText(notice.begins, zone, notice.at);
  return [`**${markdownText(title, 80)} begins ${begins} and would not fully hold on ${markdownCode(notice.branch, 80)}.**`, "", levelText(notice), "", ...findingLines(notice.findings).map((line) => `- ${line}`)].join("\n");
}

/** The same for people outside GitHub, as plain text: what to mend stands in the tracking issue. */
export function selfTestWords({ begins, at, branch, findings }: SelfTestNotice, repository: string, title: string, zone: string): MessageWords {
  return {
    title: `${repository}: ${plainText(title, 100)} would not fully hold`, url: null,
    lines: [`It begins ${instantText(begins, zone, at)}, and ${counted(findings.length, "thing")} would keep it from holding on ${plainText(branch, 80)}.`, "The tracking issue of the freeze says which, and what to do about each."],
  };
}

function findingText({ code, holds, facts }: Finding): string {
  const said = (yes: string, no: string, unknown: string): string => (holds === true ? yes : holds === false ? no : unknown);
  const check = markdownCode(String(facts["check"] ?? ""), 120);
  switch (code) {
    case "branch": return `There is no branch ${markdownCode(String(facts["branch"] ?? ""), 80)} in this repository, so nothing is held there. If its name is wrong, correct it in the plan; if it is still to be made, it is held from then on.`;
    case "required": return said(`A rule requires ${check}.`, `No rule requires ${check}: add it to a ruleset of this branch.`, `Which checks are required here could not be read.`);
    case "pinned": return said(`${check} counts only when this app writes it.`, facts["appId"] === null ? `${check} is required from any source, so whoever may set a status can forge it: tie it to this app in the rule.` : `${check} is tied to another app, so ours can never meet it: tie it to this app.`, "");
    case "administrators": return facts["classic"] === 1
      ? "Classic branch protection requires it, which administrators may pass unless \"Do not allow bypassing the above settings\" is on; only they can see whether it is."
      : "Who may bypass the ruleset that requires it is shown to administrators only: look at its bypass list.";
    case "bypass": return said("Nobody may bypass our ruleset.", `${counted(Number(facts["actors"] ?? 0), "bypass entry", "bypass entries")} in our ruleset: those people and apps may merge during a freeze.`, "Who may bypass our ruleset could not be read.");
    case "other-rulesets": return said("No other ruleset of ours stands in the way.", `Another active ruleset requires ${markdownCode(String(facts["context"] ?? ""), 120)}, of an earlier freeze: delete it, or nothing can merge.`, "Other rulesets could not be read.");
    case "ruleset": return said("Our ruleset is ready.", facts["off"] === 1 ? "Release Warden is switched off here: delete the ruleset that says so." : "Our ruleset is not ready.", "");
    case "hands": return said("Nobody has changed our ruleset against the plan.", `${facts["by"] === null ? "Somebody" : markdownText(String(facts["by"]), 60)} changed our ruleset twice, so it is left alone: set it to Active to freeze again.`, "");
    case "trouble": return said("Our last write to the ruleset worked.", `Our last write to the ruleset failed. GitHub answered: ${markdownText(String(facts["message"] ?? ""), 300)}`, "");
    case "queue": return said("Merge groups are heard of and judged.", `The app lacks ${markdownCode(String(facts["permission"] ?? ""), 40)}: every merge group would wait for its time-out. Accept the permission in the installation's settings.`, "");
    case "forks": return said("Pull requests from forks are held as all others.", `The app lacks ${markdownCode(String(facts["permission"] ?? ""), 40)}, so the check cannot be written or required reliably. Accept the permission in the installation's settings.`, "");
  }
}
