/** A reminder, as a comment: everything that is due to be said now in one, each to whom it concerns, in their own zone beside UTC. */
import type { Deadline, DeadlineSubject } from "../domain/policy/deadline.ts";
import type { Called } from "../domain/policy/absence.ts";
import type { Reminder } from "../domain/policy/reminder.ts";
import { passedOverText } from "./absence.ts";
import { joined } from "./enumeration.ts";
import { markdownText } from "./escape.ts";
import { instantText } from "./instant.ts";
import { mentionText } from "./tracking-reference.ts";

export interface DueReminder {
  readonly deadline: Deadline;
  readonly reminder: Reminder;
  /** those who are there, and who is passed over */
  readonly called: Called;
  /** of whoever is called first */
  readonly zone: string;
}

const SHOWN = 30;

export function reminderText(due: readonly DueReminder[], openPlaces: readonly string[]): string {
  const lines = due.slice(0, SHOWN).map(line);
  const more = due.length > SHOWN ? [`and ${due.length - SHOWN} more, which the checklist shows.`] : [];
  const places = openPlaces.length === 0 || !due.some(({ deadline, reminder }) => deadline.whole && reminder.kind !== "after") ? []
    : [`Nobody has taken ${joined(openPlaces.slice(0, 10).map((role) => markdownText(role, 100)))} yet: \`/warden claim\` does.`];
  return [...lines, ...more, ...places].join("\n\n");
}

/** What whoever is reminded does next. */
const NEXT: Readonly<Record<DeadlineSubject, string>> = {
  risk: "Say here what came of it, and close this issue once it cannot happen any more, or has happened.",
  deployment: "Write what has to be carried over under `release.deployment.migrations` in the plan.",
  product: "Answer what is blank on the product's card in the plan; `no` and `none` are answers too.",
  blocker: "Close this issue when it is out of the way; that lifts it.",
  review: "Approve it where it is made, or write `/warden reviewed`; `/warden delegate` passes the review on.",
  document: "Bring it to the agreed content, or change `blob` and `version` in the plan.",
};

function line({ deadline, reminder, called: { names, away }, zone }: DueReminder): string {
  const { title, due, whole, unknown = false, subject, ticksItself } = deadline;
  const when = instantText(due, zone, null);
  const passed = passedOverText(away, zone);
  if (subject !== undefined) return `${called(names)}:${passed} ${subject === "review" ? "your review of " : ""}**${markdownText(title, 300)}** ${reminder.kind === "after" ? `was due ${when}` : `is due ${when}`}. ${NEXT[subject]}`;
  if (unknown) return `${called(names)}:${passed} the date of **${markdownText(title, 300)}** ${reminder.kind === "after" ? `was to be known by ${when}, and is not` : `is to be known by ${when}`}. \`/warden move\` answers with the lines that set it.`;
  const next = whole ? "`/warden done` says that it is reached; `/warden move` answers with the lines that move it." : ticksItself === undefined ? "Tick it when it is done." : `Its box ticks itself once ${ticksItself === "ready" ? "what it names is closed, or is no draft any more" : "what it names is closed"}.`;
  const said = reminder.kind === "after" ? `was due ${when}, and is not ${whole ? "reached" : "done"}` : `is due ${when}`;
  return `${called(names)}:${passed} **${markdownText(title, 300)}** ${said}. ${next}`;
}

function called(names: readonly string[]): string {
  return names.length === 0 ? "Nobody is named for this" : joined(names.map((name) => mentionText(name)));
}
