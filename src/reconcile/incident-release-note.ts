/**
 * Word of an incident in the notes of releases, so that it reaches everybody who reads them: in a section of ours, where the installation was given
 * contents: write, which the app does not ask for; elsewhere the answer to `/report note` gives the command.
 * Promises: what people wrote in the notes stays; the section follows the report and is written for nothing; taken out by a person, it stays out.
 * Accepted: where memory was lost as well, a section that was taken out may come back once; two who write the same notes in the same moment, GitHub
 * having no way to tell, leave what the later one wrote, until the report changes again.
 */
import { fenced, readSection, replaceSection } from "../domain/desired/fenced-section.ts";
import { digestOf } from "../domain/desired/pull-check.ts";
import type { FoldedIncident } from "../domain/incident/fold.ts";
import type { ReleaseNote } from "../domain/model/incident-note.ts";
import type { Key, Mark } from "../domain/model/key.ts";
import type { CandidateRecord, InstallationRecord } from "../domain/model/records.ts";
import { noteSection } from "../text/incident-release-note.ts";
import { incidentsIn } from "./incident-place.ts";
import type { IncidentPlace } from "./incident-place.ts";
import type { RunContext } from "./ports.ts";
import { finalsOf } from "./tag-holds.ts";

/** GitHub takes 125,000 characters. */
const NOTES_CAP = 120_000;
/** The newest that were asked for. */
const MOST_RELEASES = 5;
/** Where no webhook told that the release is there. */
const LOOK_AGAIN_AFTER = 6 * 3_600_000;
const LOOKED_FOR = 90 * 24 * 3_600_000;

export interface NotesSeen {
  readonly notes: readonly ReleaseNote[];
  /** when to look again; null = not by the clock */
  readonly wakeAt: number | null;
}

export async function releaseNotes(folded: FoldedIncident, place: IncidentPlace, context: RunContext): Promise<NotesSeen> {
  const { state, updatedAt } = folded.incident;
  const before = place.record.notes ?? [];
  const tags = state === "resolved" || state === "reviewed" ? await tagsOf(folded, place, context) : [];
  const notes: ReleaseNote[] = before.filter(({ tag }) => !tags.includes(tag));
  for (const tag of tags) notes.push(await noteIn(tag, before.find((one) => one.tag === tag) ?? null, folded, place, context));
  const waits = notes.some((one) => one.state === "waits") && context.now() - updatedAt < LOOKED_FOR;
  return { notes, wakeAt: waits ? context.now() + LOOK_AGAIN_AFTER : null };
}

export async function writesReleases({ memory, installation }: RunContext): Promise<boolean> {
  return (await memory.record<InstallationRecord>("installation", String(installation)))?.permissions["contents"] === "write";
}

/** A release was published, edited or taken away: incidents whose words wait for it, or for a person. */
export async function notesWaiting({ repository, tag }: Extract<Key, { kind: "release" }>, context: RunContext): Promise<readonly Mark[]> {
  const waiting = (await incidentsIn(repository, context.memory)).filter(({ notes = [] }) => notes.some((one) => one.tag === tag && (one.state === "waits" || one.state === "by-hand")));
  return waiting.map(({ number }): Mark => ({ key: { kind: "incident", repository, number }, lane: "changed", installation: context.installation }));
}

/** Those that were asked for, and with `release_notes` the final tag that the plan has next when the incident is reviewed; it stays that one. */
async function tagsOf({ incident }: FoldedIncident, { record, repository, plan, incidents }: IncidentPlace, { memory }: RunContext): Promise<readonly string[]> {
  const asked = incident.noteTags.slice(-MOST_RELEASES);
  const known = (record.notes ?? []).map(({ tag }) => tag);
  const finals = finalsOf(plan);
  if (!incidents.releaseNotes || incident.state !== "reviewed" || incident.triage === "false-alarm" || incident.light || finals.length === 0) return asked;
  if (known.some((tag) => finals.includes(tag))) return [...new Set([...asked, ...known.filter((tag) => finals.includes(tag))])];
  for (const tag of finals) if (await memory.record<CandidateRecord>("candidate", `${repository.id}/${tag}`) === null) return [...new Set([...asked, tag])];
  return asked;
}

async function noteIn(tag: string, before: ReleaseNote | null, { incident }: FoldedIncident, { repository }: IncidentPlace, context: RunContext): Promise<ReleaseNote> {
  const section = noteSection({ incident });
  const digest = digestOf(section);
  if (before !== null && (before.state === "taken-out" || (before.state === "written" && before.digest === digest))) return before;
  const release = await context.github.readReleaseNotes(repository, tag);
  if (release === null) return { tag, state: "waits", digest: null, url: null };
  const stood = readSection(release.body, section.name) !== null;
  const note = (state: ReleaseNote["state"]): ReleaseNote => ({ tag, state, digest: state === "written" ? digest : before?.digest ?? null, url: release.url });
  if (!stood && before?.digest != null) return note("taken-out");
  const body = stood ? replaceSection(release.body, section.name, section.content).body : [release.body.trimEnd(), fenced(section)].filter((part) => part !== "").join("\n\n");
  if (body === release.body) return note("written");
  const written = body.length <= NOTES_CAP && await writesReleases(context) && await context.github.ensureReleaseNotes(repository, release.id, body);
  return note(written ? "written" : "by-hand");
}
