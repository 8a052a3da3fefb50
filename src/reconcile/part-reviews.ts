/**
 * Parts of a milestone as GitHub and people's words have them, and whoever is asked to review one that is ready: by a comment under the tracking issue
 * of the milestone, and on GitHub where it is a pull request of a repository that the plan governs.
 *
 * Promises: nobody is asked twice; whoever GitHub does not take as a reviewer is named in the comment, which asks them all the same. A repository that
 * is out of our sight tells nothing, and then nothing is ready.
 * Accepted: a person who takes a request for a review back is asked again after a lost store.
 */
import type { MadeAt, PartRecord } from "../domain/model/part.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { ProgressRecord } from "../domain/model/progress.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { DecidedBox } from "../domain/policy/box.ts";
import type { CheckedItem, ChecklistItem, IssueLink } from "../domain/policy/checklist.ts";
import type { MilestoneDates } from "../domain/policy/milestone-dates.ts";
import type { PartApproval, PartFacts } from "../domain/policy/part.ts";
import { reviewersOf, waitsForReview } from "../domain/policy/part.ts";
import { askedForReviewText } from "../text/part-review.ts";
import type { HomePlan } from "./home-plan.ts";
import type { Telling } from "./notice.ts";
import { personIsOneOf } from "./people.ts";
import type { RunContext } from "./ports.ts";

/** Ready, since nobody says when. */
const UNSAID = 0;
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:_[A-Za-z0-9]{1,20})?$/;

/** By the keys of their items; read now. */
export async function partFacts(plan: HomePlan, milestone: string, items: readonly ChecklistItem[], context: RunContext): Promise<ReadonlyMap<string, PartFacts>> {
  const facts = new Map<string, PartFacts>();
  for (const item of items) {
    if (item.review === undefined) continue;
    const { asked, may } = reviewersOf(milestone, item.key, item.review, plan.words);
    const made = item.link === null ? null : await madeAt(item.link, plan.home, context);
    facts.set(item.key, { made, reviewers: asked, approval: may.length === 0 ? null : await approvalOf(plan, milestone, item, may, made, context) });
  }
  return facts;
}

/** Of what is private only that it is ready is shown where everybody reads, and not since when. */
async function madeAt(link: IssueLink, home: RepositoryRecord, context: RunContext): Promise<MadeAt | null> {
  const repository = await repositoryAt(link, context);
  if (repository === null) return null;
  try {
    const made = await context.github.readMadeAt(repository, link.number);
    return made === null || made.readyAt === null || !repository.private || home.private ? made : { ...made, readyAt: UNSAID };
  } catch (error) {
    if (error instanceof FaultError && ["forbidden", "not-found"].includes(error.fault.kind)) return null;
    throw error;
  }
}

async function repositoryAt({ repository: name }: IssueLink, { memory, installation }: RunContext): Promise<RepositoryRecord | null> {
  const all = (await memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value);
  return all.find((one) => one.installation === installation && sameRepository(repositoryName(one), name)) ?? null;
}

/** On GitHub first, since that is of what stands there; whoever cannot be told to be one of them does not count. */
async function approvalOf({ words }: HomePlan, milestone: string, { key }: ChecklistItem, may: readonly string[], made: MadeAt | null, { github }: RunContext): Promise<PartApproval | null> {
  for (const approval of made?.approvals ?? []) if (await personIsOneOf(may, approval.by, github) === true) return approval;
  const said = words.reviewed.find((one) => one.milestone === milestone && one.part === key);
  return said === undefined ? null : { by: said.by, at: said.at };
}

export interface AskedReviews {
  readonly asked: NonNullable<ProgressRecord["reviewAsked"]>;
  readonly tellings: readonly Telling[];
}

/** On GitHub now; the comments are the caller's to write. */
export async function askReviews(plan: HomePlan, { milestone, actual }: MilestoneDates, boxes: readonly DecidedBox[], known: ProgressRecord, context: RunContext): Promise<AskedReviews> {
  const asked: Record<string, readonly string[]> = { ...known.reviewAsked };
  const tellings: Telling[] = [];
  for (const { item } of actual?.extent === "done" ? [] : boxes) {
    const { standing, key } = item;
    if (standing === undefined || !waitsForReview(item)) continue;
    const before = Object.hasOwn(asked, key) ? asked[key] ?? [] : [];
    const fresh = standing.reviewers.filter((who) => !before.includes(who));
    const refused = fresh.length === 0 ? [] : await refusedOnGitHub(plan, item, fresh, context);
    asked[key] = [...before, ...fresh];
    tellings.push({ key: `review/${key}/${standing.reviewers.join(",")}`, body: askedForReviewText({ item, standing, refused, milestone: milestone.id, home: repositoryName(plan.home), zone: plan.plan.release.timezone }) });
  }
  return { asked, tellings };
}

/** Those whom GitHub does not take; none where it is no pull request of the plan's repositories, or nobody may be asked there. */
async function refusedOnGitHub({ home, record }: HomePlan, { link }: CheckedItem, who: readonly string[], context: RunContext): Promise<readonly string[]> {
  const logins = who.filter((name) => LOGIN.test(name));
  const repository = link === null ? null : await repositoryAt(link, context);
  if (link === null || repository === null || logins.length === 0 || (repository.id !== home.id && !record.governs.includes(repository.id))) return [];
  const made = await madeAt(link, home, context);
  if (made?.isPull !== true) return [];
  return (await context.github.ensureReviewAsked(repository, link.number, logins))?.refused ?? [];
}

/** Of every part: how it stands, for whoever shows it elsewhere. `parts` = how many items of the checklist are parts; they come first. */
export function partRecords(boxes: readonly DecidedBox[], parts: number): Readonly<Record<string, PartRecord>> {
  return Object.fromEntries(boxes.slice(0, parts).map(({ item }): readonly [string, PartRecord] => {
    const { standing, done } = item;
    return [item.key, { ready: standing?.ready ?? done, done, reviewers: standing?.reviewers ?? [] }];
  }));
}
