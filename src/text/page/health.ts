/** How the Warden itself is: what waits to be looked at, what fails, how many calls are left. */
import type { Instant } from "../../domain/model/instant.ts";
import type { BoardRecord } from "../../domain/model/board.ts";
import type { Key, Lane } from "../../domain/model/key.ts";
import { keyText } from "../../domain/model/key.ts";
import type { OutboxHealth } from "../../domain/model/message.ts";
import type { SetUpProgress } from "../../domain/model/own-milestone.ts";
import type { Fault } from "../../domain/model/problem.ts";
import { CONTENT_PER_HOUR } from "../../domain/policy/content-pace.ts";
import { counted } from "../enumeration.ts";
import { boardProblemText } from "../board.ts";
import { plainText, safeUrl } from "../escape.ts";
import { instantText, isoText, relativeText } from "../instant.ts";
import type { Moment } from "./facts.ts";
import { pageProse } from "./moment.ts";

export interface HealthFacts {
  readonly now: Instant;
  readonly queue: { readonly dirty: number; readonly oldestDirtyAt: Instant | null; readonly leased: number; readonly faults: number; readonly lanes: Readonly<Record<Lane, number>>; readonly messages: OutboxHealth; readonly lastSettledAt: Instant | null };
  readonly faults: readonly { readonly key: Key; readonly attempts: number; readonly fault: { readonly kind: Fault["kind"]; readonly message: string }; readonly notBefore: Instant; readonly repository: string | null }[];
  readonly budgets: readonly { readonly account: string; readonly resource: string; readonly limit: number; readonly remaining: number; readonly resetAt: Instant; readonly blockedUntil: Instant | null }[];
  /** new things made on GitHub in the last hour */
  readonly content: readonly { readonly account: string; readonly made: number; readonly first: Instant | null }[];
  /** of this plan: none or one */
  readonly boards: readonly Pick<BoardRecord, "url" | "asked" | "problems" | "checkedAt">[];
  readonly setUp: Omit<SetUpProgress, "unfinished" | "byPeople"> & {
    readonly byPeople: readonly (Omit<SetUpProgress["byPeople"][number], "repository"> & { readonly repository: string })[];
    readonly unfinished: readonly { readonly repository: string; readonly planned: number; readonly placed: number; readonly refused: boolean }[] };
}

export interface HealthView {
  readonly state: "well" | "behind" | "failing";
  readonly stateText: string;
  readonly waiting: number;
  readonly running: number;
  readonly failing: number;
  readonly oldest: Moment | null;
  readonly lastChecked: Moment | null;
  readonly lanes: readonly { readonly name: string; readonly waiting: number }[];
  readonly faults: readonly { readonly what: string; readonly why: string; readonly attempts: string; readonly again: Moment }[];
  readonly budgets: readonly { readonly account: string; readonly resource: string; readonly left: string; readonly resets: Moment; readonly blocked: Moment | null }[];
  readonly content: readonly string[];
  readonly setUp: SetUpView;
  readonly boards: readonly { readonly url: string | null; readonly problems: readonly string[]; readonly lastChecked: Moment | null }[];
  /** to people outside GitHub */
  readonly messages: string;
}

/** Milestones on GitHub: how many stand, what holds the rest up, when all were last looked at. */
export interface SetUpView {
  readonly text: string;
  readonly lastChecked: Moment | null;
  readonly unfinished: readonly string[];
  /** repositories beyond those listed */
  readonly more: number;
  /** what people made of milestones, which stays so */
  readonly byPeople: readonly string[];
}

const KINDS: Readonly<Partial<Record<string, string>>> = {
  installation: "an installation", repository: "a repository", plan: "a plan", schedule: "the milestones", board: "a board", branch: "a branch", pull: "a pull request", head: "a commit", group: "a merge group", issue: "an issue",
  comment: "a comment", milestone: "a milestone", release: "a release", incident: "an incident",
};
const WHYS: Readonly<Record<Fault["kind"], string>> = {
  "rate-limit": "GitHub asked to slow down", "forbidden": "the app may not", "not-found": "it was not found", "unavailable": "GitHub did not answer", "conflict": "somebody changed it at the same time", "invalid": "GitHub refused it", "bug": "a fault of the program: the log says more",
};
/** Work that waits longer than this is behind. */
const LONG = 5 * 60_000;
const UNFINISHED_SHOWN = 20;

export function healthView({ now, queue, faults, budgets, content, boards, setUp }: HealthFacts): HealthView {
  const behind = queue.oldestDirtyAt !== null && now - queue.oldestDirtyAt > LONG;
  const state = queue.faults > 0 ? "failing" : behind ? "behind" : "well";
  return {
    state, stateText: state === "failing" ? `${counted(queue.faults, "object")} could not be looked at` : behind ? `work has waited since ${relativeText(queue.oldestDirtyAt ?? now, now)}` : "All is well: nothing waits long and nothing fails.",
    waiting: queue.dirty, running: queue.leased, failing: queue.faults, oldest: at(queue.oldestDirtyAt, now), lastChecked: at(queue.lastSettledAt, now),
    lanes: Object.entries(queue.lanes).map(([name, waiting]) => ({ name, waiting })),
    faults: faults.map((one) => ({
      what: `${KINDS[one.key.kind] ?? "something"}${one.repository === null ? "" : ` of ${plainText(one.repository)}`} (${plainText(keyText(one.key), 120)})`,
      why: WHYS[one.fault.kind], attempts: counted(one.attempts, "attempt"), again: at(one.notBefore, now) ?? { iso: "", text: "", relative: "" },
    })),
    budgets: budgets.map((one) => ({ account: plainText(one.account, 60), resource: plainText(one.resource, 40), left: `${one.remaining} of ${one.limit} calls`, resets: at(one.resetAt, now) ?? { iso: "", text: "", relative: "" }, blocked: one.blockedUntil !== null && one.blockedUntil > now ? at(one.blockedUntil, now) : null })),
    content: content.filter(({ made }) => made > 0).map(({ account, made }) => `${plainText(account, 60)}: ${counted(made, "new thing")} in the last hour of the ${CONTENT_PER_HOUR} that GitHub allows`),
    boards: boards.map(({ url, asked, problems, checkedAt }) => ({ url: url === null ? null : safeUrl(url), problems: problems.map((problem) => pageProse(boardProblemText(problem, asked))), lastChecked: at(checkedAt, now) })),
    setUp: setUpView(setUp, now), messages: messagesText(queue.messages, now),
  };
}

function messagesText({ waiting, oldestWaitingAt, unclear, failed }: OutboxHealth, now: Instant): string {
  const parts = [
    ...(waiting === 0 ? [] : [`${counted(waiting, "message")} to be sent${oldestWaitingAt === null ? "" : `, the oldest put in ${relativeText(oldestWaitingAt, now)}`}`]),
    ...(unclear === 0 ? [] : [`${counted(unclear, "message")} may not have arrived`]),
    ...(failed === 0 ? [] : [`${counted(failed, "message")} did not arrive`]),
  ];
  return parts.length === 0 ? "Nothing waits and nothing was lost." : `${parts.join("; ")}.${unclear + failed === 0 ? "" : " The issue that each is about says which, and takes /warden resend."}`;
}

function setUpView({ planned, placed, goesOnAt, checkedAt, unfinished, byPeople }: HealthFacts["setUp"], now: Instant): SetUpView {
  const waits = goesOnAt === null ? "" : ` GitHub's limits allow no more for now; it goes on ${relativeText(goesOnAt, now)}.`;
  return {
    text: planned === 0 ? "The plans have no milestones." : placed === planned ? `All ${counted(planned, "milestone")} of the plans stand on GitHub.` : `${placed} of ${counted(planned, "milestone")} stand on GitHub.${waits}`,
    lastChecked: at(checkedAt, now),
    unfinished: unfinished.slice(0, UNFINISHED_SHOWN).map((one) => `${plainText(one.repository)}: ${one.placed} of ${one.planned}${one.refused ? "; the app may not write issues there, or they are switched off" : ""}`),
    more: Math.max(0, unfinished.length - UNFINISHED_SHOWN),
    byPeople: byPeople.slice(0, UNFINISHED_SHOWN).map((one) => `${plainText(one.repository)}: ${plainText(one.title, 100)} ${handText(one)}`),
  };
}

function handText({ what, id, isHome }: HealthFacts["setUp"]["byPeople"][number]): string {
  switch (what) {
    case "deleted": return `was deleted, and is not made again.${isHome ? ` It can still be reached by /warden done ${plainText(id, 80)}.` : ""} To have it back, make a milestone of that title there.`;
    case "reopened": return "is reached, and was opened again. It stays open there and counts as reached all the same.";
    case "closed": return `was closed by somebody who does not decide on it, and does not count as reached. It is reached when its manager closes it, or by /warden done ${plainText(id, 80)}.`;
    case "renamed": return "has another title there, which stays. The milestone follows the plan as before.";
    case "doubled": return "stands more than once there. The others are left alone; delete what is not meant.";
  }
}

function at(instant: Instant | null, now: Instant): Moment | null {
  return instant === null ? null : { iso: isoText(instant), text: instantText(instant, "UTC", now), relative: relativeText(instant, now) };
}
