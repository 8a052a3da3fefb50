import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { keyText } from "../../src/domain/model/key.ts";
import { openStore, type StoreOptions } from "../../src/store/open-store.ts";
import { NOW, delivery, markOf, pullKey } from "./samples.ts";

const children: ChildProcess[] = [];
let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "warden-store-"));
  file = join(folder, "warden.db");
});
afterEach(() => {
  // A child that outlives a failed test would keep the run from ending.
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const open = (over: Partial<StoreOptions> = {}) => openStore({ databaseUrl: null, file, ...over });

/** Reads the child's lines until `enough` of them were acknowledgements. */
async function acknowledged(child: ChildProcess, enough: number): Promise<{ readonly ids: number[]; readonly rest: Promise<void> }> {
  const ids: number[] = [];
  const lines = createInterface({ input: child.stdout! });
  const rest = new Promise<void>((resolve) => lines.on("close", resolve));
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => {
      if (/^\d+$/.test(line)) ids.push(Number(line));
      if (ids.length >= enough) resolve();
    });
    child.on("exit", (code) => reject(new Error(`the process ended early with ${code}`)));
  });
  return { ids, rest };
}

function startAccepting(): ChildProcess {
  const child = spawn(process.execPath, ["--no-warnings", join(import.meta.dirname, "accepting-process.ts"), file], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, "close");
  child.kill("SIGKILL");
  await gone;
}

describe("the SQLite file", () => {
  test("survives kill -9 at any instant: nothing that was acknowledged is lost, and what was in work is run again", async () => {
    const known = new Set<number>();
    for (const enough of [1, 150, 400]) {
      const child = startAccepting();
      const { ids, rest } = await acknowledged(child, enough);
      await killed(child);
      await rest;
      const store = await open();
      for (const id of ids) expect(await store.hasDelivery(`d${id}`)).toBe(true);
      const claims = await store.claim({ now: NOW, limit: 100_000, leaseMs: 60_000, worker: "heir" });
      expect(keyText(claims[0]!.key)).toBe("branch:1/held");
      const claimed = new Set(claims.map((one) => one.key.kind === "pull" ? one.key.number : -1));
      for (const id of ids) expect(claimed.has(id) || known.has(id)).toBe(true);
      for (const id of ids) known.add(id);
      await store.close();
      rmSync(file);
      rmSync(`${file}-wal`, { force: true });
    }
    expect(known.size).toBeGreaterThanOrEqual(400);
  });

  test("serves one process: a second one is told which has it and what to do, and gets it when the first dies", async () => {
    const child = startAccepting();
    const { rest } = await acknowledged(child, 1);
    await expect(open()).rejects.toThrow(
      `The store ${file} is in use by another Release Warden (process ${child.pid}). One SQLite file serves one process: stop the other one, or set DATABASE_URL to a PostgreSQL database that several can share.`,
    );
    await killed(child);
    await rest;
    await (await open()).close();
  });

  test("is refused a second time within a process as well, until it is closed", async () => {
    const first = await open();
    await expect(open()).rejects.toThrow("is in use by another Release Warden");
    await first.close();
    const second = await open();
    expect((await second.health()).dirty).toBe(0);
    await second.close();
  });

  test("keeps everything over a restart", async () => {
    const before = await open();
    await before.accept(delivery("d1", [markOf(pullKey(1))]));
    await before.close();
    const after = await open();
    expect(await after.accept(delivery("d1", [markOf(pullKey(1))]))).toBe("duplicate");
    expect(await after.claim({ now: NOW, limit: 5, leaseMs: 1, worker: "w" })).toHaveLength(1);
    await after.close();
  });

  test("gives what a process that is gone had in work to the next one at once, as a further try", async () => {
    const before = await open();
    await before.mark([markOf(pullKey(1))], { now: NOW });
    await before.claim({ now: NOW, limit: 1, leaseMs: 60_000, worker: "gone" });
    await before.close();
    const after = await open();
    expect(await after.claim({ now: NOW, limit: 1, leaseMs: 60_000, worker: "heir" })).toEqual([expect.objectContaining({ key: pullKey(1), attempts: 2 })]);
    expect(await after.claim({ now: NOW, limit: 1, leaseMs: 60_000, worker: "heir" })).toEqual([]);
    await after.close();
  });

  test("in a folder that does not exist is a clear error", async () => {
    await expect(open({ file: join(folder, "nowhere", "warden.db") })).rejects.toThrow(/nowhere.* cannot be opened\. Check that its folder exists/);
  });
});
