/** Documents as they stand: looked at by the one card that says what is final, told by the cards of all windows that they hold for. */
import { digestOf } from "../domain/desired/pull-check.ts";
import type { CardRecord, CardSubject } from "../domain/model/card.ts";
import { cardKey, subjectText } from "../domain/model/card.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { Mark } from "../domain/model/key.ts";
import type { PlannedDocument } from "../domain/model/plan-record.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { DocumentStanding, WindowStanding } from "../domain/model/window.ts";
import { calledNow } from "../domain/policy/absence.ts";
import type { Deadline } from "../domain/policy/deadline.ts";
import { documentStanding, documentTimes, guardianOf, isOwed, NOTHING_FINAL } from "../domain/policy/document.ts";
import type { SeenFile } from "../domain/policy/document.ts";
import { changedDocumentText, documentTitle, missingDocumentText } from "../text/document.ts";
import type { ShownDocument } from "../text/document.ts";
import type { CardPlan } from "./card-wish.ts";
import type { Telling } from "./notice.ts";
import type { RunContext } from "./ports.ts";
import { governed, isNamed } from "./window-place.ts";

export interface WatchedDocument extends ShownDocument {
  /** this card says what is final */
  readonly guarded: boolean;
}

type Planned = Pick<CardPlan, "home" | "record" | "plan">;

/** `place` = where they are shown; `web` = where people open GitHub. */
export async function watchedDocuments(documents: readonly PlannedDocument[], subject: CardSubject | null, place: RepositoryRecord, web: string | null, planned: Planned, known: WindowStanding["documents"], context: RunContext): Promise<readonly WatchedDocument[]> {
  const watched: WatchedDocument[] = [];
  for (const document of documents) {
    const guardian = guardianOf(planned.plan, document);
    const guarded = subject !== null && guardian.kind === subject.kind && guardian.id === subject.id;
    const { home, record } = planned;
    const repository = document.repository === null || isNamed(home, document.repository) ? home : await governed(document.repository, record.governs, context);
    const times = documentTimes(planned.plan, document);
    const before = guarded ? known[document.id] ?? NOTHING_FINAL : await standingOf(guardian, document.id, planned, context);
    const seen = guarded && repository !== null && isLookedAt(document, times, context.now()) ? await seenIn(repository, document.path, context) : null;
    watched.push({
      document, times, guarded, seen, standing: guarded ? documentStanding(document.blob, times, seen, before, context.now()) : before, owed: isOwed(document, times, seen, context.now()),
      hidden: isHidden(repository, place, planned.plan), repository: repository === null || repository.id === place.id ? null : repositoryName(repository),
      web: repository === null || web === null ? null : `${web}/${repositoryName(repository)}`, called: calledNow(planned.plan.teams, [document.owner ?? planned.plan.release.manager], [planned.plan.release.manager], context.now()).names[0] ?? null,
    });
  }
  return watched;
}

/** Before its date only where the plan says what it is to be; after its last window nobody minds. */
function isLookedAt({ blob, version }: PlannedDocument, { final, until }: ShownDocument["times"], now: Instant): boolean {
  if (final === null || (until !== null && now >= until)) return false;
  return now >= final || blob !== null || version !== null;
}

async function standingOf(guardian: CardSubject, document: string, { home, record }: Planned, context: RunContext): Promise<DocumentStanding> {
  const card = await context.memory.record<CardRecord>("card", cardKey(home.id, record.path, guardian));
  return card?.standing?.documents[document] ?? NOTHING_FINAL;
}

/** Null where its repository is out of sight. */
async function seenIn(repository: RepositoryRecord, path: string, context: RunContext): Promise<SeenFile | null> {
  try {
    return await context.github.readFileVersion(repository, path);
  } catch (error) {
    if (error instanceof FaultError && ["forbidden", "not-found"].includes(error.fault.kind)) return null;
    throw error;
  }
}

/** Whoever reads a private repository may read of another; what nobody knows is taken for private. */
function isHidden(repository: RepositoryRecord | null, place: RepositoryRecord, { products }: ReleasePlan): boolean {
  if (place.private || repository?.id === place.id) return false;
  return repository === null || repository.private || products.some((product) => product.private && product.repositories.some((name) => sameRepository(name, repositoryName(repository))));
}

/** Beyond these a document that changes all day calls nobody any more: what stands there is shown. */
const TOLD_AT_MOST = 20;

/** What is to be told of them: each content that stands there instead of what is final, once. `told`: the keys of what was. */
export function documentTellings(documents: readonly WatchedDocument[], zone: string, told: readonly string[], now: Instant): readonly Telling[] {
  const room = TOLD_AT_MOST - told.filter((key) => key.startsWith("document/")).length;
  return tellingsOf(documents, zone, now).filter(({ key }) => !told.includes(key)).slice(0, Math.max(0, room));
}

function tellingsOf(documents: readonly WatchedDocument[], zone: string, now: Instant): readonly Telling[] {
  return documents.flatMap((one): readonly Telling[] => {
    const { document: { id }, times: { final, until }, standing: { pin, changed }, seen } = one;
    if (until !== null && now >= until) return [];
    if (pin !== null && changed !== null) return [{ key: `document/${digestOf([id, pin.blob, changed.blob])}`, body: changedDocumentText(one, zone) }];
    return pin === null && final !== null && now >= final && seen?.blob === null ? [{ key: `document/${digestOf([id, final])}`, body: missingDocumentText(one, zone) }] : [];
  });
}

/** Of those that their owners are still to see to. */
export function documentDeadlines(documents: readonly WatchedDocument[], manager: string | null): readonly Deadline[] {
  return documents.flatMap(({ document, times: { final }, guarded, owed, hidden }): readonly Deadline[] => (!guarded || !owed || final === null ? []
    : [{ key: `document/${document.id}`, title: hidden ? "a document in a private repository" : documentTitle(document), due: final, owner: document.owner ?? manager, manager, whole: false, subject: "document" }]));
}

export function standings(documents: readonly WatchedDocument[]): WindowStanding["documents"] {
  return Object.fromEntries(documents.filter(({ guarded }) => guarded).map(({ document, standing }) => [document.id, standing]));
}

/** What of a standing may stand in an issue: git's name of a content tells whoever guesses it that they are right, so that of a hidden one does not. */
export function shownStanding(standing: WindowStanding, documents: readonly WatchedDocument[]): WindowStanding {
  const shown = documents.filter(({ hidden }) => !hidden).map(({ document }) => document.id);
  // What is told a lost store is not counted again; and nothing is written where the count stays the same.
  const tally = standing.tally === null ? null : { ...standing.tally, settled: true };
  return { ...standing, tally, documents: Object.fromEntries(Object.entries(standing.documents).filter(([id]) => shown.includes(id))) };
}

/** When the clock alone changes how they stand. */
export function documentInstants(documents: readonly WatchedDocument[]): readonly (Instant | null)[] {
  return documents.flatMap(({ times }) => [times.final, times.until]);
}

/** Who shows them beside the card that says what is final: the other windows' cards, and the issue with all dates. */
export function documentFollowers(documents: readonly WatchedDocument[], subject: CardSubject, { home, record: { path } }: Planned): readonly Mark[] {
  const windows = new Set(documents.filter(({ guarded }) => guarded).flatMap(({ document }) => document.windows));
  windows.delete(subject.kind === "window" ? subject.id : "");
  const cards = [...windows].map((id): Mark => ({ key: { kind: "card", repository: home.id, path, card: subjectText({ kind: "window", id }) }, lane: "changed", installation: home.installation }));
  return [...cards, { key: { kind: "live", repository: home.id, path }, lane: "changed", installation: home.installation }];
}
