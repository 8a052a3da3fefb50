/** What was asked of GitHub, in numbers: for the bench ("one GraphQL read and at most one write per event") and for operators. */
export interface CallStats {
  /** every request that went out */
  readonly calls: number;
  readonly restReads: number;
  readonly graphqlReads: number;
  readonly writes: number;
  /** installation tokens fetched; not part of reads and writes */
  readonly tokens: number;
  /** answers that told us to slow down */
  readonly limited: number;
  /** calls held back by our own limiter without asking GitHub */
  readonly heldBack: number;
  /** GitHub's points: 1 a read, 5 a write */
  readonly points: number;
}

export type CallKind = "restReads" | "graphqlReads" | "writes" | "tokens";

export class CallCounter {
  #stats: CallStats = { calls: 0, restReads: 0, graphqlReads: 0, writes: 0, tokens: 0, limited: 0, heldBack: 0, points: 0 };

  count(kind: CallKind, points: number): void {
    this.#stats = { ...this.#stats, calls: this.#stats.calls + 1, points: this.#stats.points + points, [kind]: this.#stats[kind] + 1 };
  }

  note(what: "limited" | "heldBack"): void {
    this.#stats = { ...this.#stats, [what]: this.#stats[what] + 1 };
  }

  read(): CallStats {
    return this.#stats;
  }
}
