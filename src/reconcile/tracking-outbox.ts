/**
 * What of a freeze is told outside GitHub by its own run: leaks, a self-test that failed, and after a loss of memory what the tracking issue says had
 * happened to its gates.
 *
 * Promises: each has an id of its own, so settling it twice tells it once. What stood in the issue before memory was lost may have been told then:
 * it is listed there and not sent by itself.
 */
import type { AccountEntry } from "../domain/model/account.ts";
import type { Key } from "../domain/model/key.ts";
import type { LedgerEntry } from "../domain/model/ledger-entry.ts";
import type { OutboxMessage } from "../domain/model/message.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { leakAlertWords } from "../text/account.ts";
import { selfTestWords } from "../text/gate.ts";
import { gateAlertWords, isAlarming } from "../text/gate-history.ts";
import type { TrackedFreeze } from "../text/tracking-freeze.ts";
import type { TrackedGates } from "../text/tracking-gates.ts";
import { alarming } from "./notice.ts";
import type { FreezePlace } from "./tracking-facts.ts";

export interface TellableOutside {
  readonly tracked: TrackedFreeze;
  readonly entries: readonly AccountEntry[];
  readonly gates: TrackedGates;
  readonly places: readonly FreezePlace[];
  /** read back from the issue just now */
  readonly recovered: { readonly entries: readonly AccountEntry[]; readonly events: readonly LedgerEntry[] };
  /** there was an issue before memory was */
  readonly lost: boolean;
}

export function messagesOfFreeze(key: Extract<Key, { kind: "freeze" }>, home: RepositoryRecord, told: TellableOutside): readonly OutboxMessage[] {
  const { tracked, entries, gates, places, recovered, lost } = told;
  const zone = tracked.plan.release.timezone;
  const base = { targets: [], about: key, installation: home.installation, home: repositoryName(home), notBefore: null } as const;
  const nameOf = (id: unknown): string => places.flatMap(({ repository }) => (repository.id === id ? [repositoryName(repository)] : []))[0] ?? repositoryName(home);
  const leaks = entries.filter(alarming).map((leak): OutboxMessage => ({
    ...base, ...unlessTold(recovered.entries.some(({ id }) => id === leak.id)), id: `leak/${home.id}/${key.path}/${leak.id}`, audience: "alert", since: leak.at, words: leakAlertWords(tracked, leak),
    facts: { event: "leak", outcome: leak.outcome, repository: leak.repository, branch: leak.branch, number: leak.number, sha: leak.sha },
  }));
  const events = recovered.events.filter(isAlarming).map((event): OutboxMessage => ({
    ...base, ...unlessTold(true), id: event.id, audience: "alert", since: event.at, words: gateAlertWords(event, nameOf(event.body["repository"]), tracked.freeze.title, zone), facts: { ...event.body, event: event.kind },
  }));
  const tests = gates.notices.map((notice): OutboxMessage => ({
    ...base, ...unlessTold(lost), id: `self-test/${notice.repository}/${notice.branch}/${notice.home}/${notice.freeze}/${notice.begins}/${notice.ahead}`, audience: "manager", since: notice.at,
    words: selfTestWords(notice, nameOf(notice.repository), tracked.freeze.title, zone), facts: { ...notice },
  }));
  return [...leaks, ...events, ...tests];
}

function unlessTold(before: boolean): Pick<OutboxMessage, "mayBeTold"> {
  return before ? { mayBeTold: true } : {};
}
