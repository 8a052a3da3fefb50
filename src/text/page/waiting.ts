/** Who waits, and what would let them in; and what merges freely into a feeder but would stop the release. */
import { plainText } from "../escape.ts";
import { kindName, oneOfKind } from "../kind-words.ts";
import type { DecidedRow, Moment, PageFacts } from "./facts.ts";
import { momentOrNull, paged } from "./moment.ts";
import type { Paged } from "./moment.ts";

export interface PullRow {
  readonly reference: string;
  readonly url: string;
  readonly title: string;
  readonly author: string | null;
  readonly base: string;
  readonly verdict: DecidedRow["verdict"];
  readonly verdictText: string;
  readonly said: string;
  readonly ways: readonly string[];
  readonly opened: Moment | null;
}

export interface WaitingView {
  readonly counts: { readonly waits: number; readonly unclear: number; readonly allowed: number; readonly untouched: number };
  readonly pulls: Paged<PullRow>;
  readonly open: number;
}

export interface FeedersView {
  readonly feeders: readonly { readonly repository: string; readonly feeder: string; readonly branch: string; readonly read: Moment | null; readonly complete: boolean; readonly changes: readonly FeederChangeRow[]; readonly more: number }[];
  readonly pulls: Paged<PullRow>;
}

export interface FeederChangeRow {
  readonly reference: string;
  readonly url: string | null;
  readonly title: string;
  readonly kind: string;
  readonly entered: Moment | null;
}

const SHOWN_CHANGES = 50;

export function waitingView(facts: PageFacts, page: number): WaitingView {
  const own = facts.pulls.filter(({ feeder }) => feeder === null);
  const waits = own.filter(({ verdict }) => verdict === "block");
  const unclear = own.filter(({ verdict }) => verdict === "wait");
  const listed = [...unclear, ...waits];
  const pulls = paged(listed, page, (to) => `${facts.path}/waiting?page=${to}`);
  return {
    counts: { waits: waits.length, unclear: unclear.length, allowed: own.filter(({ verdict }) => verdict === "allow").length, untouched: own.filter(({ verdict }) => verdict === "skip").length },
    pulls: { ...pulls, rows: pulls.rows.map((row) => pullRow(row, facts)) }, open: own.length,
  };
}

export function feedersView(facts: PageFacts, page: number): FeedersView {
  const into = facts.pulls.filter(({ feeder, verdict }) => feeder !== null && verdict !== "skip");
  const pulls = paged(into, page, (to) => `${facts.path}/feeders?page=${to}`);
  return {
    feeders: facts.feeders.map((one) => ({
      repository: plainText(one.repository), feeder: plainText(one.feeder, 80), branch: plainText(one.branch, 80), read: momentOrNull(one.readAt, facts), complete: one.complete,
      changes: one.changes.slice(0, SHOWN_CHANGES).map((change) => ({
        reference: change.number === null ? (change.sha ?? "").slice(0, 10) : `#${change.number}`,
        url: change.number === null ? null : `${facts.web}/${one.repository}/pull/${change.number}`,
        title: plainText(change.title, 120), kind: change.kind === "unknown" ? oneOfKind(change.kind) : kindName(change.kind), entered: momentOrNull(change.enteredAt, facts),
      })),
      more: Math.max(0, one.changes.length - SHOWN_CHANGES),
    })),
    pulls: { ...pulls, rows: pulls.rows.map((row) => pullRow(row, facts)) },
  };
}

function pullRow(row: DecidedRow, facts: PageFacts): PullRow {
  return {
    reference: plainText(`${row.repository}#${row.number}`), url: `${facts.web}/${row.repository}/pull/${row.number}`, title: plainText(row.title, 120),
    author: facts.audience === "everybody" || row.author === null ? null : plainText(row.author, 60), base: plainText(row.base, 80), verdict: row.verdict,
    verdictText: verdictText(row), said: row.said, ways: facts.audience === "everybody" ? [] : row.ways, opened: momentOrNull(row.createdAt, facts),
  };
}

function verdictText({ verdict, mode, feeder }: DecidedRow): string {
  if (feeder !== null) return "would stop the release";
  if (verdict === "wait") return "cannot tell yet";
  return mode === "observe" ? "would wait (observed only)" : "waits";
}
