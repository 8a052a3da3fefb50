/** What a release merge carries: a table of what is late or cannot be told, a count of what was there before, and the commands that leave things out. */
import type { Offending, Reason } from "../domain/model/decision.ts";
import type { DecidedPull } from "./decided-pull.ts";
import { counted } from "./enumeration.ts";
import { markdownBlock, markdownText } from "./escape.ts";
import { numberFact, textFact } from "./fact.ts";
import { instantText } from "./instant.ts";
import { asKind, kindName } from "./kind-words.ts";
import { decidingReason } from "./decision-title.ts";
import { changeText, reasonLine } from "./reason-line.ts";
import { markdownCellVoice, type Voice } from "./voice.ts";

const ROWS_SHOWN = 100;
const LEFT_OUT_SHOWN = 20;

/** null when it is no release merge, or everything in it was there before. */
export function carriedSection(pull: DecidedPull, web: string): string | null {
  const carried = carriedReasons(pull.decision.reasons);
  if (carried.length === 0) return null;
  const before = carried.filter((reason) => reason.code === "contained-before" || reason.code === "contained-back-merge");
  const late = carried.filter((reason) => !before.includes(reason)).sort((a, b) => rank(a) - rank(b));
  const rest = before.length === 0 ? "" : `${counted(before.length, "change")} had entered before the freeze began and ${before.length === 1 ? "passes" : "pass"}.`;
  if (late.length === 0) return `### What it carries\n${rest}`;
  const rows = late.slice(0, ROWS_SHOWN).map((reason) => row(reason, pull, web));
  const more = late.length - rows.length;
  const table = ["| Change | Entered | Kind | Passes |", "|---|---|---|---|", ...rows].join("\n");
  return ["### What it carries", table, more > 0 ? `And ${counted(more, "more late change", "more late changes")}.` : null, rest === "" ? null : rest]
    .filter((part) => part !== null).join("\n\n");
}

/** null when nothing stops it, or nobody can say how to leave it out. */
export function leaveOutSection(pull: DecidedPull, voice: Voice): string | null {
  const removable = pull.decision.offending.filter((one) => one.leaveOut.length > 0);
  if (removable.length === 0) return null;
  // one block a change, since each becomes a pull request of its own
  const blocks = removable.slice(0, LEFT_OUT_SHOWN).map((one) => `${offendingName(one, pull, voice)}:\n\n${markdownBlock(one.leaveOut.slice(0, 20), "sh")}`);
  const more = removable.length - blocks.length;
  const note = more > 0 ? [`And ${counted(more, "more change")}; once the first ones are out, the rest is shown.`] : [];
  const opening = "Take each back on the branch that this merge comes from, by a pull request like any other. This release merge then updates itself.";
  return ["### Leaving them out", opening, ...blocks, ...note].join("\n\n");
}

function offendingName(one: Offending, { repository }: DecidedPull, voice: Voice): string {
  return one.number === null ? voice.commit(one.repository, one.sha ?? "") : voice.reference(one.repository, one.number, repository);
}

/** The nodes of all that is carried, wherever the tree holds them, each change once. */
export function carriedReasons(reason: Reason): readonly Reason[] {
  const found = new Map<string, Reason>();
  collect(reason, found);
  return [...found.values()];
}

function collect(reason: Reason, found: Map<string, Reason>): void {
  const carried = reason.code === "contained-before" || reason.code === "contained-after" || reason.code === "contained-unknown" || reason.code === "contained-back-merge";
  if (carried) {
    const change = textFact(reason.facts, "change") ?? String(found.size);
    const known = found.get(change);
    // several freezes judge the same change; the one that stops it is the one to show
    if (known === undefined || rank(reason) < rank(known)) found.set(change, reason);
    return;
  }
  for (const child of reason.children) collect(child, found);
}

/** What stops the merge first, then what cannot be told, then what passes. */
function rank(reason: Reason): number {
  return reason.met === false ? 0 : reason.met === null ? 1 : 2;
}

function row(reason: Reason, pull: DecidedPull, web: string): string {
  const voice = markdownCellVoice(web);
  const offending = pull.decision.offending.find((one) => names(one, textFact(reason.facts, "change")));
  const title = offending?.title ?? textFact(reason.facts, "title");
  const change = `${changeText(reason, pull, voice)}${title === null ? "" : ` ${markdownText(title, 100)}`}`;
  const at = offending?.enteredAt ?? numberFact(reason.facts, "enteredAt");
  const entered = at === null ? "not known" : instantText(at, pull.plan.release.timezone, pull.decision.since);
  const kind = offending?.kind ?? kindIn(reason);
  return `| ${change} | ${entered} | ${kind === null ? "" : kindName(kind)} | ${passes(reason, pull, web)} |`;
}

function passes(reason: Reason, pull: DecidedPull, web: string): string {
  if (reason.met === true) {
    const why = decidingReason(reason);
    return why === reason ? "yes" : `yes: ${reasonLine(why, pull, markdownCellVoice(web))}`;
  }
  return reason.met === false ? "no" : "cannot tell, so no";
}

/** The kind, as the reasons of this change tell it. */
function kindIn(reason: Reason): ReturnType<typeof asKind> {
  const own = asKind(reason.facts["kind"]) ?? (reason.code === "kind-unknown" ? "unknown" : null);
  if (own !== null) return own;
  for (const child of reason.children) {
    const kind = kindIn(child);
    if (kind !== null) return kind;
  }
  return null;
}

function names(one: Offending, change: string | null): boolean {
  if (change === null) return false;
  if (one.number !== null) return change.toLowerCase() === `${one.repository}#${one.number}`.toLowerCase();
  return one.sha !== null && change.endsWith(one.sha);
}
