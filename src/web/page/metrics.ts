/** `/metrics` for Prometheus: numbers of the Warden itself, with no name of any repository or person. */
import { Gauge, Registry } from "prom-client";
import type { PageMemory } from "./ports.ts";

export interface Metrics {
  readonly type: string;
  text(): Promise<string>;
}

export function createMetrics({ memory, listening, now }: { readonly memory: PageMemory; readonly listening: () => number; readonly now: () => number }): Metrics {
  const registry = new Registry();
  const gauge = (name: string, help: string): Gauge => new Gauge({ name: `release_warden_${name}`, help, registers: [registry] });
  const waiting = new Gauge({ name: "release_warden_keys_waiting", help: "Objects that wait to be looked at, by lane.", labelNames: ["lane"], registers: [registry] });
  const running = gauge("keys_running", "Objects that are being looked at.");
  const failing = gauge("keys_failing", "Objects whose last look failed.");
  const oldest = gauge("oldest_waiting_seconds", "How long the oldest object has waited.");
  const settled = gauge("last_settled_timestamp_seconds", "When something was last looked at; 0 = never.");
  const open = gauge("pages_listening", "Pages that are open and update themselves.");
  const messages = new Gauge({ name: "release_warden_messages", help: "Messages to people outside GitHub that did not arrive yet, by state; unclear = may not have arrived.", labelNames: ["state"], registers: [registry] });
  const oldestMessage = gauge("oldest_message_seconds", "How long the oldest message that waits has waited.");
  const memoryUsed = gauge("resident_memory_bytes", "Memory of the process.");
  return {
    type: registry.contentType,
    async text() {
      const { dirty, lanes, leased, faults, oldestDirtyAt, lastSettledAt, messages: told } = await memory.health();
      for (const state of ["waiting", "unclear", "failed"] as const) messages.set({ state }, told[state]);
      oldestMessage.set(told.oldestWaitingAt === null ? 0 : Math.max(0, (now() - told.oldestWaitingAt) / 1000));
      for (const [lane, count] of Object.entries(lanes)) waiting.set({ lane }, count);
      running.set(leased);
      failing.set(faults);
      oldest.set(dirty === 0 || oldestDirtyAt === null ? 0 : Math.max(0, (now() - oldestDirtyAt) / 1000));
      settled.set(lastSettledAt === null ? 0 : lastSettledAt / 1000);
      open.set(listening());
      memoryUsed.set(process.memoryUsage.rss());
      return registry.metrics();
    },
  };
}
