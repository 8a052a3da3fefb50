/** Real milliseconds that a test's app waits for an answer: so many that a busy machine is never taken for a GitHub that is away. */
export const PATIENCE_MS = 600_000;
