import { describe, expect, test } from "@jest/globals";
import { createSchedule, type Task } from "../../src/work/schedule.ts";
import { handTimers, memoryLog, settled } from "./bench-of-work.ts";

const NOW = 1_561_000_000_000;

function setUp(over: Partial<Task> = {}) {
  const taken = new Map<string, number>();
  const state = { now: NOW, runs: 0 };
  const timers = handTimers();
  const log = memoryLog();
  const task: Task = { name: "resync", everyMs: 60_000, atStart: false, run: async () => { state.runs += 1; }, ...over };
  const takeTask = async (name: string, when: { readonly now: number; readonly everyMs: number }) => {
    if ((taken.get(name) ?? -Infinity) > when.now - when.everyMs) return false;
    taken.set(name, when.now);
    return true;
  };
  const schedule = createSchedule({ tasks: [task], takeTask, now: () => state.now, log, timers, pollMs: 15_000 });
  return { schedule, state, timers, log, taken };
}

describe("the schedule", () => {
  test("runs a task once per period of world time", async () => {
    const { schedule, state, timers } = setUp();
    schedule.start();
    await settled();
    await timers.pass(45_000);
    expect(state.runs).toBe(1);
    state.now += 60_000;
    await timers.pass(15_000);
    expect(state.runs).toBe(2);
  });

  test("leaves a task to the process that had it, but for those that belong to a start", async () => {
    for (const [atStart, runs] of [[false, 0], [true, 1]] as const) {
      const { schedule, state, taken } = setUp({ atStart });
      taken.set("resync", NOW);
      schedule.start();
      await settled();
      expect(state.runs).toBe(runs);
      await schedule.stop();
    }
  });

  test("a task that fails is logged and comes again", async () => {
    let tries = 0;
    const { schedule, state, log } = setUp({ run: async () => { tries += 1; throw new Error("no"); } });
    await schedule.runDue();
    state.now += 60_000;
    await schedule.runDue();
    expect(tries).toBe(2);
    expect(log.lines.map((line) => line.message)).toEqual(Array(2).fill("a recurring task failed; it comes again"));
  });

  test("does not begin a task that still runs, and waits for it when it stops", async () => {
    let end = () => {};
    let begun = 0;
    const { schedule, state, timers } = setUp({ run: () => { begun += 1; return new Promise<void>((resolve) => { end = resolve; }); } });
    schedule.start();
    await settled();
    state.now += 60_000;
    await timers.pass(15_000);
    expect(begun).toBe(1);
    let stopped = false;
    const stopping = schedule.stop().then(() => { stopped = true; });
    await settled();
    expect(stopped).toBe(false);
    end();
    await stopping;
    expect(timers.waiting()).toBe(0);
  });
});
