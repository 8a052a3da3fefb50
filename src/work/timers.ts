/** Real time, as the worker uses it: to look again, to renew leases, to end what takes too long. */
export interface Timers {
  /** Calls once after `ms`; returns the function that cancels it. */
  after(ms: number, call: () => void): () => void;
}

export const REAL_TIMERS: Timers = {
  after(ms, call) {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
