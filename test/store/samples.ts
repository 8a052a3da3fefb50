/** Small values for store tests. */
import type { Key, Lane, Mark } from "../../src/domain/model/key.ts";
import type { OutboxMessage } from "../../src/domain/model/message.ts";
import type { TrackedPull } from "../../src/domain/model/tracked-pull.ts";
import type { Accepted } from "../../src/store/store.ts";

export const NOW = 1_561_000_000_000;
export const DAY_MS = 24 * 60 * 60_000;

export function pullKey(number: number, repository = 1): Key {
  return { kind: "pull", repository, number };
}

export function markOf(key: Key, lane: Lane = "changed", installation = 10): Mark {
  return { key, lane, installation };
}

export function delivery(id: string, marks: readonly Mark[] = [], receivedAt = NOW): Accepted {
  return { delivery: { id, event: "push", action: null, installation: 10, repository: 1, receivedAt }, marks, witnesses: [] };
}

export function tracked(over: Partial<TrackedPull> = {}): TrackedPull {
  const repository = "o/r";
  const number = over.number ?? 7;
  return {
    repository: 1, number, installation: 10, sha: "aaa", base: "master", open: true, takenAt: NOW, proposed: null,
    facts: {
      repository, number, title: "fix: a title with \u0000 and \u{1F600} and a lone \ud800", body: "", url: null, author: null, authorRole: null,
      draft: false, state: "open", base: { ref: "master", sha: null }, head: { ref: "x", sha: "aaa", repository: null }, defaultBranch: "master",
      labels: [], files: null, filesComplete: false, closingIssues: [], contains: null, containsComplete: false, approvals: [],
      createdAt: null, updatedAt: null, mergedAt: null, mergedBy: null, autoMerge: false, queued: false,
    },
    ...over,
  };
}

export function message(id: string, over: Partial<OutboxMessage> = {}): OutboxMessage {
  return {
    id, audience: "operators", targets: [], about: { kind: "incident", repository: 1, number: 5 }, installation: 10, home: "o/r", since: NOW, notBefore: null,
    words: { title: "The network stands still", lines: [id], url: null }, facts: {}, ...over,
  };
}
