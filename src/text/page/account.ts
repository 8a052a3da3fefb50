/** What landed while it was frozen, leaks first; and the exceptions that were agreed or asked for. */
import type { AccountEntry, AccountOutcome } from "../../domain/model/account.ts";
import { isLeak } from "../../domain/model/account.ts";
import type { Waiver } from "../../domain/model/snapshot.ts";
import { joined } from "../enumeration.ts";
import { plainText } from "../escape.ts";
import { kindName, oneOfKind } from "../kind-words.ts";
import type { Moment, PageFacts } from "./facts.ts";
import { moment, momentOrNull, paged, pageProse } from "./moment.ts";
import type { Paged } from "./moment.ts";

export interface AccountView {
  readonly leaks: number;
  readonly landed: number;
  readonly entries: Paged<AccountRow>;
}

export interface AccountRow {
  readonly leak: boolean;
  readonly outcome: AccountOutcome;
  readonly outcomeText: string;
  readonly reference: string;
  readonly url: string;
  readonly title: string | null;
  readonly branch: string;
  readonly freeze: string;
  readonly kind: string;
  readonly because: string;
  readonly at: Moment;
  readonly by: string | null;
}

export interface WaiversView {
  readonly agreed: readonly { readonly freeze: string; readonly what: string; readonly because: string; readonly by: string | null; readonly see: string | null }[];
  readonly waivers: Paged<WaiverRow>;
}

export interface WaiverRow {
  readonly reference: string;
  readonly url: string;
  readonly freeze: string;
  readonly because: string;
  readonly askedBy: string;
  readonly state: "approved" | "asked" | "revoked" | "expired";
  readonly stateText: string;
  readonly until: Moment | null;
}

const OUTCOMES: Readonly<Record<AccountOutcome, string>> = {
  "allowed": "let in by its kind", "agreed": "agreed beforehand", "exempt": "exempt", "waived": "by an exception", "release": "the release itself",
  "bypass": "merged although it waited", "direct-push": "pushed past any pull request", "forged": "merged on a check that somebody else had set",
  "gap": "landed before the freeze took effect", "withdrawn": "its right had been taken back", "unknown": "nothing had been decided about it",
};

export function accountView(facts: PageFacts, page: number): AccountView {
  const sorted = facts.account.toSorted((a, b) => Number(isLeak(b)) - Number(isLeak(a)) || b.at - a.at || (a.id < b.id ? -1 : 1));
  const entries = paged(sorted, page, (to) => `${facts.path}/account?page=${to}`);
  return { leaks: facts.account.filter(isLeak).length, landed: facts.account.length, entries: { ...entries, rows: entries.rows.map((entry) => accountRow(entry, facts)) } };
}

function accountRow(entry: AccountEntry, facts: PageFacts): AccountRow {
  const named = entry.number === null ? entry.sha.slice(0, 10) : `${entry.repository}#${entry.number}`;
  return {
    leak: isLeak(entry), outcome: entry.outcome, outcomeText: OUTCOMES[entry.outcome], reference: plainText(named),
    url: `${facts.web}/${entry.repository}/${entry.number === null ? `commit/${entry.sha}` : `pull/${entry.number}`}`,
    title: entry.title === null ? null : plainText(entry.title, 120), branch: plainText(entry.branch, 80), freeze: freezeTitle(entry.freeze, facts), kind: entry.kind === "unknown" ? oneOfKind(entry.kind) : kindName(entry.kind),
    because: pageProse(plainText(entry.because, 200)), at: moment(entry.at, facts), by: entry.by === null ? null : plainText(entry.by, 60),
  };
}

function freezeTitle(id: string, { plan }: PageFacts): string {
  return plainText(plan.freezes.find((freeze) => freeze.id === id)?.title ?? id, 80);
}

export function waiversView(facts: PageFacts, page: number): WaiversView {
  const waivers = paged(facts.waivers, page, (to) => `${facts.path}/waivers?page=${to}`);
  return {
    agreed: facts.plan.freezes.flatMap((freeze) => freeze.agreed.map((one) => ({
      freeze: plainText(freeze.title, 80), what: joined(one.pulls.map(({ repository, number }) => plainText(`${repository}#${number}`))), because: plainText(one.because, 200),
      by: one.by === null ? null : plainText(one.by, 60), see: one.see,
    }))),
    waivers: { ...waivers, rows: waivers.rows.map((one) => waiverRow(one, facts)) },
  };
}

function waiverRow(waiver: Waiver, facts: PageFacts): WaiverRow {
  const needed = facts.plan.freezes.find(({ id }) => id === waiver.freeze)?.waivers.approvals ?? 1;
  const expired = waiver.until !== null && waiver.until <= facts.now;
  const state = waiver.revokedBy !== null ? "revoked" : expired ? "expired" : waiver.approvedBy.length >= needed ? "approved" : "asked";
  const people = joined(waiver.approvedBy.slice(0, 5).map((login) => plainText(login, 40)));
  const stateText = state === "revoked" ? `taken back by ${plainText(waiver.revokedBy ?? "", 40)}` : state === "expired" ? "over"
    : state === "approved" ? `approved by ${people}` : `asked for: ${waiver.approvedBy.length} of ${needed} approvals`;
  return {
    reference: plainText(`${waiver.repository}#${waiver.number}`), url: `${facts.web}/${waiver.repository}/pull/${waiver.number}`, freeze: freezeTitle(waiver.freeze, facts),
    because: plainText(waiver.because, 200), askedBy: plainText(waiver.askedBy, 40), state, stateText, until: momentOrNull(waiver.until, facts),
  };
}
