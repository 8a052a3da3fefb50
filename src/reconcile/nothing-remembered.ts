/** The memory of a Warden that never ran: commands look through it where there is no store yet. */
import type { Memory } from "./ports.ts";

export const NOTHING_REMEMBERED: Memory = {
  record: async () => null, records: async () => [], pull: async () => null, pullsAt: async () => [], openPulls: async () => [], pullsClosing: async () => [], witnesses: async () => [], ledger: async () => [],
  told: async () => [],
};
