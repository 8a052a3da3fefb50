/**
 * One run: the claimed key is worked on while its lease is renewed, then settled or backed off.
 *
 * A run that takes too long is told so by its signal. If it does not end within as much time again it is given up: the key backs off and its
 * place is free. Accepted: what was given up may still write for a moment; its settlement would be refused, and every write is an `ensure`.
 */
import type { Key } from "../domain/model/key.ts";
import type { Fault } from "../domain/model/problem.ts";
import type { Settlement } from "../domain/model/settlement.ts";
import { keyText } from "../domain/model/key.ts";
import type { Log } from "./log.ts";
import type { Claim, WorkQueue } from "./queue.ts";
import type { Timers } from "./timers.ts";

export interface RunOptions {
  readonly queue: WorkQueue;
  readonly run: (key: Key, installation: number, signal: AbortSignal) => Promise<Settlement>;
  /** world time, milliseconds */
  readonly now: () => number;
  readonly log: Log;
  /** the fault that was thrown; null = not a fault, so a bug of ours */
  readonly isFault: (error: unknown) => Fault | null;
  readonly leaseMs: number;
  readonly runLimitMs: number;
}

/** Never rejects. `timers` null = nobody waits in real time, as in tests that drain. */
export async function runClaim(options: RunOptions, timers: Timers | null, claim: Claim, controller: AbortController): Promise<void> {
  const about = { key: keyText(claim.key), lane: claim.lane, installation: claim.installation, attempts: claim.attempts };
  const guard = timers === null ? null : guardRun(options, timers, claim, controller);
  try {
    const running = options.run(claim.key, claim.installation, controller.signal);
    running.catch(() => undefined);
    const settlement = await (guard === null ? running : Promise.race([running, guard.givenUp]));
    const outcome = await options.queue.settle(claim, settlement, { now: options.now() });
    if (outcome === "lost") options.log.warn(about, "lost the lease during the run; the key runs again");
  } catch (error) {
    await backOff(options, claim, error, about);
  } finally {
    guard?.end();
  }
}

async function backOff(options: RunOptions, claim: Claim, error: unknown, about: Readonly<Record<string, unknown>>): Promise<void> {
  const known = error instanceof GivenUp ? error.fault : options.isFault(error);
  const fault = known ?? { kind: "bug", message: error instanceof Error ? error.message : String(error), retryAt: null } as const;
  if (known === null) options.log.error({ ...about, err: error }, "the run failed by a bug; the key backs off");
  else options.log.warn({ ...about, fault: fault.kind, reason: fault.message }, "the run failed; the key backs off");
  try {
    await options.queue.fail(claim, fault, { now: options.now(), retryAt: fault.retryAt });
  } catch (failure) {
    // The lease runs out by itself, so the key comes back without us.
    options.log.error({ ...about, err: failure }, "the store did not take the fault");
  }
}

class GivenUp extends Error {
  readonly fault: Fault;
  constructor(ms: number) {
    super(`The run did not end within ${Math.round(ms / 1000)} s.`);
    this.fault = { kind: "unavailable", message: this.message, retryAt: null };
  }
}

function guardRun(options: RunOptions, timers: Timers, claim: Claim, controller: AbortController): { readonly givenUp: Promise<never>; end(): void } {
  let ended = false;
  let cancelRenewal = () => {};
  let giveUp: (error: Error) => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => { giveUp = reject; });
  givenUp.catch(() => undefined);

  async function renew(): Promise<void> {
    try {
      if (!await options.queue.renew(claim, options.leaseMs)) return controller.abort(new Error("The lease was lost."));
    } catch (error) {
      options.log.warn({ key: keyText(claim.key), err: error }, "the store did not renew a lease");
    }
    if (!ended) cancelRenewal = timers.after(options.leaseMs / 3, () => void renew());
  }

  cancelRenewal = timers.after(options.leaseMs / 3, () => void renew());
  const cancelLimit = timers.after(options.runLimitMs, () => controller.abort(new GivenUp(options.runLimitMs)));
  const cancelEnd = timers.after(2 * options.runLimitMs, () => giveUp(new GivenUp(2 * options.runLimitMs)));
  return {
    givenUp,
    end() {
      ended = true;
      cancelRenewal();
      cancelLimit();
      cancelEnd();
    },
  };
}
