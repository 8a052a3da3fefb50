/**
 * Recurring work (resync, delivery sweep, pruning). Each task runs once per period whatever number of workers there are: the store deals it out.
 * A task that fails is logged and comes again with its next period; one that still runs is not begun a second time here.
 */
import type { Log } from "./log.ts";
import { REAL_TIMERS, type Timers } from "./timers.ts";

export interface Task {
  readonly name: string;
  /** milliseconds of world time */
  readonly everyMs: number;
  /** also when this process starts, whoever ran it last */
  readonly atStart: boolean;
  run(): Promise<unknown>;
}

export interface ScheduleOptions {
  readonly tasks: readonly Task[];
  /** true for one caller per period; remembers the instant */
  readonly takeTask: (name: string, when: { readonly now: number; readonly everyMs: number }) => Promise<boolean>;
  /** world time, milliseconds */
  readonly now: () => number;
  readonly log: Log;
  /** real milliseconds between looks; default 15,000 */
  readonly pollMs?: number;
  readonly timers?: Timers;
}

export interface Schedule {
  /** Runs the tasks that are for the start, then looks regularly. */
  start(): void;
  /** Begins nothing more and waits for what runs. */
  stop(): Promise<void>;
  /** Runs what is due, to its end. */
  runDue(): Promise<void>;
}

export function createSchedule({ tasks, takeTask, now, log, pollMs = 15_000, timers = REAL_TIMERS }: ScheduleOptions): Schedule {
  const running = new Map<string, Promise<void>>();
  let active = false;
  let cancel = () => {};

  async function attempt(task: Task, everyMs: number): Promise<void> {
    try {
      if (await takeTask(task.name, { now: now(), everyMs })) await task.run();
    } catch (error) {
      log.error({ task: task.name, err: error }, "a recurring task failed; it comes again");
    }
  }

  function begin(task: Task, everyMs: number): Promise<void> {
    const already = running.get(task.name);
    if (already !== undefined) return already;
    const run = attempt(task, everyMs).finally(() => running.delete(task.name));
    running.set(task.name, run);
    return run;
  }

  async function runDue(): Promise<void> {
    await Promise.all(tasks.map((task) => begin(task, task.everyMs)));
  }

  function look(): void {
    if (!active) return;
    void runDue();
    cancel = timers.after(pollMs, look);
  }

  return {
    start() {
      active = true;
      // A period of zero is always over: taken whoever had it last.
      for (const task of tasks) if (task.atStart) void begin(task, 0);
      look();
    },
    async stop() {
      active = false;
      cancel();
      await Promise.all(running.values());
    },
    runDue,
  };
}
