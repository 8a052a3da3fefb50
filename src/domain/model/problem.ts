/**
 * Problem: something a person can fix; it says where, what, and what to write instead.
 * Fault: something we or the network must fix; it is retried and logged, and never shown as the person's mistake.
 */
export interface Problem {
  readonly severity: "error" | "warning";
  /** stable name of the rule that found it, such as `unknown-key` */
  readonly code: string;
  readonly file: string;
  /** 1-based; null where the problem is of the whole file */
  readonly line: number | null;
  readonly column: number | null;
  /** 1-based, inclusive end where it is known */
  readonly endLine: number | null;
  readonly endColumn: number | null;
  /** where in the plan, `milestones[1].due`; empty for the whole file */
  readonly path: string;
  readonly message: string;
  /** what to write instead, or null where nothing certain can be said */
  readonly hint: string | null;
}

export interface Fault {
  readonly kind: "rate-limit" | "forbidden" | "not-found" | "unavailable" | "conflict" | "invalid" | "bug";
  readonly message: string;
  /** earliest time at which trying again makes sense, ms UTC; null = by back-off */
  readonly retryAt: number | null;
}

/** How rooms signal a Fault across an await. Everything else that is thrown is treated as `bug`. */
export class FaultError extends Error {
  readonly fault: Fault;
  constructor(fault: Fault, options?: ErrorOptions) {
    super(fault.message, options);
    this.name = "FaultError";
    this.fault = fault;
  }
}
