/** What the page needs of the rest of the program, as interfaces; `app.ts` joins them. All of it reads. */
import type { Instant } from "../../domain/model/instant.ts";
import type { Key, Lane } from "../../domain/model/key.ts";
import type { OutboxHealth } from "../../domain/model/message.ts";
import type { LedgerEntry } from "../../domain/model/ledger-entry.ts";
import type { Fault } from "../../domain/model/problem.ts";
import type { MilestoneWords } from "../../domain/model/milestone-words.ts";
import type { SetUpProgress } from "../../domain/model/own-milestone.ts";
import type { ReleasePlan } from "../../domain/model/plan.ts";
import type { PlanRecord, RepositoryRecord } from "../../domain/model/records.ts";
import type { SpokenWords } from "../../domain/model/score.ts";
import type { RecordKind } from "../../domain/model/settlement.ts";
import type { TrackedPull } from "../../domain/model/tracked-pull.ts";
import type { PlanRules } from "../../domain/policy/decide-head.ts";

export interface PageMemory {
  records<T>(kind: RecordKind, prefix: string): Promise<readonly { readonly key: string; readonly value: T }[]>;
  pull(repository: number, number: number): Promise<TrackedPull | null>;
  openPulls(repository: number, base: string | null, afterNumber: number, limit: number): Promise<readonly TrackedPull[]>;
  openPullIndex(repository: number): Promise<readonly { readonly number: number; readonly base: string; readonly sha: string; readonly takenAt: Instant }[]>;
  ledger(repository: number, kind: string | null): Promise<readonly LedgerEntry[]>;
  health(): Promise<QueueHealth>;
  faults(limit: number): Promise<readonly FaultyKey[]>;
  readBudget(installation: number): Promise<readonly CallBudget[]>;
  contentSince(installation: number, since: Instant): Promise<{ readonly made: number; readonly first: Instant | null }>;
}

export interface QueueHealth {
  readonly dirty: number;
  readonly oldestDirtyAt: Instant | null;
  readonly leased: number;
  readonly faults: number;
  readonly lanes: Readonly<Record<Lane, number>>;
  readonly messages: OutboxHealth;
  readonly lastSettledAt: Instant | null;
}

export interface FaultyKey {
  readonly key: Key;
  readonly attempts: number;
  readonly fault: { readonly kind: Fault["kind"]; readonly message: string };
  readonly notBefore: Instant;
}

export interface CallBudget {
  readonly resource: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: Instant;
  readonly blockedUntil: Instant | null;
}

export interface PageSource {
  readonly memory: PageMemory;
  /** the plan as its file says it; null = there never was a good one */
  planOf(record: PlanRecord): ReleasePlan | null;
  /** what people said of its key results and duties */
  wordsOf(record: PlanRecord, home: RepositoryRecord): Promise<SpokenWords>;
  /** what people said of its milestones */
  saidOf(record: PlanRecord, home: RepositoryRecord): Promise<MilestoneWords>;
  /** what binds a repository now, commands included, by `<home id>/<path>` of the plan */
  rulesFor(repository: number): Promise<readonly { readonly key: string; readonly rules: PlanRules }[]>;
  /** how far milestones on GitHub have come in these repositories */
  setUpProgress(only: ReadonlySet<number>): Promise<SetUpProgress>;
}

/** GitHub's sign-in for this app, and what a person may read with it. */
export interface SignIn {
  /** where the person is sent */
  address(state: string, returnTo: string): string;
  /** null = GitHub did not accept the code */
  exchange(code: string, returnTo: string): Promise<SignedIn | null>;
}

export interface SignedIn {
  readonly login: string;
  /** may this person read it now? Asked with their own token; false where GitHub does not say yes */
  canRead(repository: Pick<RepositoryRecord, "id" | "owner" | "name">): Promise<boolean>;
}
