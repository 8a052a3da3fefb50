/**
 * The milestones of a release in one repository: which must stand there, given which do.
 *
 * Promises: one is found again by its number, by the key hidden in its description, or by its title where it is nobody's, open or closed. Once it is
 * reached it is closed, once: whoever opens it then has the last word, which its description remembers. One that was closed by somebody who may not is
 * opened again where the plan is strict, once. One that we closed is opened again when it turns out not to be reached. A title that a person changed stays, and so does what people write around our section. One that a person
 * deleted is not made again. The day shown is always the plan's: a date changed on GitHub is put back, since dates live in the file alone.
 */
import type { DesiredMilestone, MilestoneChange, MilestoneEnd, MilestoneFields, MilestoneHands, MilestoneRecord, ObservedMilestone, ShutMilestone } from "../model/own-milestone.ts";
import type { ReleasePlan } from "../model/plan.ts";
import { githubDay, githubDueOn } from "../policy/due-day.ts";
import { BODY_CAP, bodyOf, carriesKey, hiddenKey, readSection, replaceSection } from "./fenced-section.ts";

const SECTION = "milestone";
const BASELINE = /<!-- release-warden:baseline\/([^\s>]{1,400}) -->/;
/** That we closed it once it was reached, and that we opened it once: each is written together with what it says. */
const CLOSED_ONCE = "closed-once";
const OPENED_ONCE = "opened-once";
const KEY = /<!-- release-warden:(milestone\/[^\s>]{1,700}) -->/;

/** The name of the release belongs to it: a file that goes on to the next release must not find the milestones of the last one reached. */
export function milestoneKey(path: string, release: string, id: string): string {
  return `milestone/${[path, release.slice(0, 100).toWellFormed(), id].map(encodeURIComponent).join("/")}`;
}

export function milestoneKeys(path: string, { release, milestones }: Pick<ReleasePlan, "release" | "milestones">): readonly string[] {
  return milestones.map(({ id }) => milestoneKey(path, release.name, id));
}

/** `living` = the keys of all milestones of all plans here; the open milestone of a key that no plan has any more is free. */
export function ownMilestone<T extends ObservedMilestone>(all: readonly T[], { key, title, number }: { readonly key: string; readonly title: string; readonly number: number | null }, living: ReadonlySet<string>): T | null {
  const free = ({ description, open }: ObservedMilestone): boolean => {
    const found = keyIn(description);
    return found === null || found === key || (open && !living.has(found));
  };
  const oldest = all.toSorted((a, b) => a.number - b.number);
  return oldest.find((one) => one.number === number && free(one))
    ?? oldest.find(({ description }) => carriesKey(description ?? "", key))
    ?? oldest.find((one) => sameTitle(one.title, title) && free(one)) ?? null;
}

/** One change for each, in order. Two of one title: GitHub takes no second one, so the later of them bears the name of its release too. */
export function desireMilestones(desired: readonly DesiredMilestone[], observed: readonly ObservedMilestone[], records: ReadonlyMap<string, MilestoneRecord>, living: ReadonlySet<string>, release: string): readonly MilestoneChange[] {
  const taken = new Set(observed.map(({ title }) => title.trim().toLowerCase()));
  return desired.map((wanted) => {
    const remembered = records.get(wanted.id) ?? null;
    const record = remembered?.key === wanted.key ? remembered : null;
    const found = ownMilestone(observed, { key: wanted.key, title: wanted.title, number: record?.number ?? null }, living);
    if (found !== null) return updateOf(wanted, found, record, { renamed: renamedTo(wanted, found, record), doubles: doublesOf(wanted, found, observed), ...(closedByPeople(wanted, found, record) ? { closed: true } : {}) });
    if (record !== null) return { kind: "deleted", desired: wanted };
    const title = taken.has(wanted.title.trim().toLowerCase()) ? `${wanted.title} (${release})`.slice(0, TITLE_CAP) : wanted.title;
    taken.add(title.trim().toLowerCase());
    const end = wanted.reached === true ? { open: false } : {};
    return { kind: "create", desired: wanted, fields: { title, description: marked(newDescription(wanted), wanted, { closed: wanted.reached === true, opened: false }), ...(wanted.day === null ? {} : { dueOn: githubDueOn(wanted.day) }), ...end }, ...(wanted.reached === true ? { ended: "ours" as const } : {}) };
  });
}

/** GitHub's own limit. */
export const TITLE_CAP = 255;

function renamedTo(desired: DesiredMilestone, { title }: ObservedMilestone, record: MilestoneRecord | null): string | null {
  return record === null || title === record.title || sameTitle(title, desired.title) || title.startsWith(`${desired.title} (`) ? null : title;
}

/** Where it is not reached; one that we closed ourselves is opened again. */
function closedByPeople({ reached = false, elsewhere = false }: DesiredMilestone, { open, description }: ObservedMilestone, record: MilestoneRecord | null): boolean {
  return elsewhere && !reached && !open && record !== null && record.ended !== "ours" && !closedOnce(description ?? "");
}

/** Copies with our key, and open ones of the same title that are nobody's. */
function doublesOf({ key, title }: DesiredMilestone, own: ObservedMilestone, observed: readonly ObservedMilestone[]): readonly number[] {
  const doubled = observed.filter((one) => one.number > 0 && one.number !== own.number && (carriesKey(one.description ?? "", key) || (one.open && sameTitle(one.title, title) && keyIn(one.description) === null)));
  return doubled.map(({ number }) => number).sort((a, b) => a - b);
}

function updateOf(desired: DesiredMilestone, observed: ObservedMilestone, remembered: MilestoneRecord | null, byPeople: MilestoneHands): MilestoneChange {
  // One that a person made anew after the first was deleted is met for the first time.
  const record = remembered?.number === observed.number ? remembered : null;
  const { end, ended } = ending(desired, observed, record);
  const shut = shutOf(desired, observed, record);
  const opens = shut !== null && shut.putBack && shut.stands && observed.closedAt === shut.at && record?.shut?.at === shut.at;
  const opened = desired.reached !== true && (opens || carriesKey(observed.description ?? "", OPENED_ONCE));
  const description = descriptionChange(desired, observed, record, { closed: desired.reached === true && (ended === "ours" || ended === "reopened" || closedOnce(observed.description ?? "")), opened });
  const fields: MilestoneFields = { ...titleChange(desired, observed, record), ...dayChange(desired, observed), ...description, ...end, ...(opens ? { open: true } : {}) };
  const stands = { desired, observed, byPeople, ...(ended === null ? {} : { ended }), ...(shut === null ? {} : { shut }) };
  return Object.keys(fields).length === 0 ? { kind: "keep", ...stands } : { kind: "update", fields, ...stands };
}

/** What a lost store has forgotten of its own closing stands in the description. Where it is not reached, only what is remembered opens it again. */
function ending({ reached = false }: DesiredMilestone, { open, description }: ObservedMilestone, record: MilestoneRecord | null): { readonly end: MilestoneFields; readonly ended: MilestoneEnd | null } {
  if (!reached) return { end: record?.ended === "ours" && !open ? { open: true } : {}, ended: null };
  const before = record?.ended ?? (closedOnce(description ?? "") ? "ours" : null);
  if (!open) return { end: {}, ended: before === "ours" ? "ours" : "theirs" };
  return before === null ? { end: { open: false }, ended: "ours" } : { end: {}, ended: "reopened" };
}

/** It is opened only by the run after the one that remembers why, so that what was done can always be told. */
function shutOf({ reached = false, refused, strict = false }: DesiredMilestone, { open, closedAt, description }: ObservedMilestone, record: MilestoneRecord | null): ShutMilestone | null {
  const before = record?.shut ?? null;
  if (reached) return null;
  if (refused === undefined || open || closedAt !== refused.at) return before === null ? null : { ...before, stands: !open && closedAt === before.at };
  if (before?.at === refused.at) return { ...before, by: refused.by ?? before.by, sure: refused.sure, stands: true };
  const spent = before?.spent === true || carriesKey(description ?? "", OPENED_ONCE);
  const putBack = strict && refused.sure && !spent;
  return { at: refused.at, by: refused.by, sure: refused.sure, putBack, spent: spent || putBack, stands: true };
}

/** Ours to change only while it reads as we wrote it. */
function titleChange(desired: DesiredMilestone, observed: ObservedMilestone, record: MilestoneRecord | null): MilestoneFields {
  const untouched = record !== null && observed.title === record.title;
  const suffixed = observed.title.startsWith(`${desired.title} (`);
  return untouched && observed.title !== desired.title && !suffixed ? { title: desired.title } : {};
}

function dayChange({ day }: DesiredMilestone, { dueOn }: ObservedMilestone): MilestoneFields {
  const shown = dueOn === null ? null : githubDay(dueOn);
  return shown === day ? {} : { dueOn: day === null ? null : githubDueOn(day) };
}

interface Marks {
  readonly closed: boolean;
  readonly opened: boolean;
}

function descriptionChange(desired: DesiredMilestone, observed: ObservedMilestone, record: MilestoneRecord | null, marks: Marks): MilestoneFields {
  const before = observed.description ?? "";
  const description = marked(describedAnew(desired, before, record), desired, marks);
  return description === before ? {} : { description };
}

function describedAnew(desired: DesiredMilestone, before: string, record: MilestoneRecord | null): string {
  const known = keyIn(before);
  if (readSection(before, SECTION) !== null) {
    const rekeyed = known === null || known === desired.key ? before : before.replace(hiddenKey(known), () => hiddenKey(desired.key));
    const based = desired.baseline === null || known !== desired.key || writtenBaseline(before) !== null ? rekeyed : rekeyed.replace(hiddenKey(desired.key), () => marksOf(desired));
    return replaceSection(based, SECTION, desired.words).body;
  }
  // Whoever took our section out meant it; where it never was, it goes below what people wrote.
  if (record !== null || known !== null) return before;
  const description = before.trim() === "" ? newDescription(desired) : `${before}\n\n${newDescription(desired)}`;
  return description.length > BODY_CAP ? before : description;
}

/** Beside the key, and only there; what stands as it should is not touched. */
function marked(description: string, { key }: DesiredMilestone, { closed, opened }: Marks): string {
  if (!carriesKey(description, key)) return description;
  return [[CLOSED_ONCE, closed], [OPENED_ONCE, opened]].reduce((text: string, [mark, stands]) => {
    const hidden = hiddenKey(String(mark));
    if (text.includes(hidden) === stands) return text;
    return stands === true ? text.replace(hiddenKey(key), (found) => `${found}\n${hidden}`) : text.replaceAll(`\n${hidden}`, "").replaceAll(hidden, "");
  }, description);
}

/** The baseline that stands hidden in a description, as the plan once wrote it; null = none, or none that is plain. */
export function writtenBaseline(description: string): string | null {
  const found = BASELINE.exec(description)?.[1] ?? null;
  try {
    return found === null ? null : decodeURIComponent(found);
  } catch {
    return null;
  }
}

/** Does the description say that we closed it? */
export function closedOnce(description: string): boolean {
  return carriesKey(description, CLOSED_ONCE);
}

function marksOf({ key, baseline }: DesiredMilestone): string {
  return [hiddenKey(key), ...(baseline === null ? [] : [hiddenKey(`baseline/${encodeURIComponent(baseline)}`)])].join("\n");
}

function newDescription(desired: DesiredMilestone): string {
  const { words } = desired;
  return `${marksOf(desired)}\n${bodyOf([{ name: SECTION, content: words }])}`;
}

function keyIn(description: string | null): string | null {
  return KEY.exec(description ?? "")?.[1] ?? null;
}

function sameTitle(first: string, second: string): boolean {
  return first.trim().toLowerCase() === second.trim().toLowerCase();
}
