import { describe, expect, test } from "@jest/globals";
import type { DesiredCheck, ObservedCheck } from "../../src/domain/model/check.ts";
import type { Annotation } from "../../src/domain/model/check.ts";
import { findCheckRun, rerequestRun, runsOf } from "../../src/sandbox/github/state/check.ts";
import type { Place } from "./local.ts";
import { place } from "./local.ts";

const DAY = 24 * 3_600_000;

function desired(sha: string, change: Partial<DesiredCheck> = {}): DesiredCheck {
  return { name: "Release plan (main)", sha, conclusion: null, title: "Waits for Release", summary: "Until then…", annotations: [], detailsUrl: null, digest: "d1", ...change };
}

function annotation(line: number): Annotation {
  return { path: ".github/release-plan.yml", startLine: line, endLine: line, startColumn: 1, endColumn: 2, level: "failure", title: "Unknown key", message: "Remove it." };
}

/** A pull request and what stands on its head, as the next run would read it. */
function scene(): Place & { readonly sha: string; readonly reread: () => Promise<ObservedCheck | null>; readonly runs: () => number } {
  const at = place();
  const pull = at.openPull("fix", { "f.txt": "f" });
  const reread = async (): Promise<ObservedCheck | null> => (await at.view.readPull(at.web_, pull.issue.number))?.checks[0] ?? null;
  return { ...at, sha: pull.head.sha, reread, runs: () => runsOf(at.web, pull.head.sha).length };
}

describe("a check is made to say what it must", () => {
  test("what was written is what is read again, and then nothing is written any more", async () => {
    const { view, web_, sha, reread, github } = scene();
    const written = await view.ensureCheck(web_, desired(sha), null);
    expect(written).toMatchObject({ name: "Release plan (main)", sha, status: "in_progress", conclusion: null, digest: "d1", suiteReset: false });
    const read = await reread();
    expect(read).toEqual(written);
    const { writes } = github.stats();
    expect(await view.ensureCheck(web_, desired(sha), read)).toEqual(written);
    expect(github.stats().writes).toBe(writes);
  });

  test("a waiting run is concluded by one write to the same run", async () => {
    const { view, web_, sha, reread, github, runs } = scene();
    const waiting = await view.ensureCheck(web_, desired(sha), null);
    const done = await view.ensureCheck(web_, desired(sha, { conclusion: "success", digest: "d2" }), await reread());
    expect(done).toMatchObject({ id: waiting.id, status: "completed", conclusion: "success", digest: "d2" });
    expect([github.stats().writes, runs()]).toEqual([2, 1]);
    expect(await reread()).toEqual(done);
  });

  test("a concluded run that must wait again is followed by a new one", async () => {
    const { view, web_, sha, reread, runs } = scene();
    const done = await view.ensureCheck(web_, desired(sha, { conclusion: "success" }), null);
    const waiting = await view.ensureCheck(web_, desired(sha, { digest: "d2" }), done);
    expect([waiting.id > done.id, waiting.status, runs()]).toEqual([true, "in_progress", 2]);
    expect(await reread()).toEqual(waiting);
  });

  test("a re-run request earns a new run although the words are the same", async () => {
    const { view, web_, web, world, ann, sha, reread } = scene();
    const done = await view.ensureCheck(web_, desired(sha, { conclusion: "success" }), null);
    rerequestRun(world, findCheckRun(web, done.id), ann);
    const observed = await reread();
    expect(observed).toMatchObject({ id: done.id, suiteReset: true });
    const again = await view.ensureCheck(web_, desired(sha, { conclusion: "success" }), observed);
    expect(again.id).toBeGreaterThan(done.id);
    expect(await reread()).toMatchObject({ id: again.id, suiteReset: false });
  });

  test("a run that has waited for ten days is written anew before GitHub calls it stale", async () => {
    const { view, web_, sha, world } = scene();
    const waiting = await view.ensureCheck(web_, desired(sha), null);
    world.clock.advance(11 * DAY);
    const fresh = await view.ensureCheck(web_, desired(sha), waiting);
    expect(fresh.id).toBeGreaterThan(waiting.id);
    expect(fresh.startedAt).toBe(world.clock.now());
  });

  test("all annotations arrive, fifty a request, and a changed list is a new run", async () => {
    const { view, web_, web, sha, reread } = scene();
    const many = Array.from({ length: 120 }, (_, index) => annotation(index + 1));
    const first = await view.ensureCheck(web_, desired(sha, { conclusion: "failure", annotations: many }), null);
    expect([findCheckRun(web, first.id).annotations.length, first.digest, first.annotated, first.conclusion]).toEqual([120, "d1", true, "failure"]);
    const second = await view.ensureCheck(web_, desired(sha, { conclusion: "failure", annotations: many.slice(0, 1), digest: "d2" }), await reread());
    expect([second.id > first.id, findCheckRun(web, second.id).annotations.length]).toEqual([true, 1]);
  });

  test("a run left half written says nothing for sure and is replaced", async () => {
    const { view, web_, web, sha, local, reread } = scene();
    const many = Array.from({ length: 60 }, (_, index) => annotation(index + 1));
    local.faults.add({ kind: "500", match: { method: "PATCH" } });
    await expect(view.ensureCheck(web_, desired(sha, { conclusion: "failure", annotations: many }), null)).rejects.toMatchObject({ fault: { kind: "unavailable" } });
    const half = await reread();
    expect(half).toMatchObject({ digest: null, status: "in_progress" });
    const whole = await view.ensureCheck(web_, desired(sha, { conclusion: "failure", annotations: many }), half);
    expect(findCheckRun(web, whole.id).annotations.length).toBe(60);
    expect(await reread()).toEqual(whole);
  });

  test("a write whose answer was lost is found and not done twice", async () => {
    const { view, web_, sha, local, runs, reread } = scene();
    local.faults.add({ kind: "lost-response", match: { method: "POST", path: "*/check-runs" } });
    const written = await view.ensureCheck(web_, desired(sha), null);
    expect([runs(), await reread()]).toEqual([1, written]);
  });

  test("where even looking fails, the next try looks before it writes", async () => {
    const { view, web_, sha, local, runs } = scene();
    local.faults.add({ kind: "lost-502", match: { method: "POST", path: "*/check-runs" } });
    local.faults.add({ kind: "502", match: { method: "GET", path: "*/check-runs" } });
    await expect(view.ensureCheck(web_, desired(sha), null)).rejects.toMatchObject({ fault: { kind: "unavailable" } });
    expect(await view.ensureCheck(web_, desired(sha), null)).toMatchObject({ digest: "d1" });
    expect(runs()).toBe(1);
  });

  test("a write that never arrived is done by the next try", async () => {
    const { view, web_, sha, local, runs } = scene();
    local.faults.add({ kind: "timeout", match: { method: "POST", path: "*/check-runs" } });
    await expect(view.ensureCheck(web_, desired(sha), null)).rejects.toMatchObject({ fault: { kind: "unavailable" } });
    await view.ensureCheck(web_, desired(sha), null);
    expect(runs()).toBe(1);
  });

  test("words beyond GitHub's limits are cut and the check still arrives", async () => {
    const { view, web_, web, sha } = scene();
    const written = await view.ensureCheck(web_, desired(sha, { title: "t".repeat(400), summary: "é".repeat(70_000) }), null);
    const { output } = findCheckRun(web, written.id);
    expect(output.title).toMatch(/^t{200,249}…$/);
    expect(Buffer.byteLength(output.summary ?? "")).toBeLessThanOrEqual(60_000);
    expect(output.summary).toMatch(/Shortened: GitHub shows no more than this in a check\.\*$/);
  });

  test("a commit that GitHub does not know is invalid, and a missing right is forbidden and named", async () => {
    const { view, web_ } = scene();
    await expect(view.ensureCheck(web_, desired("f".repeat(40)), null)).rejects.toMatchObject({ fault: { kind: "invalid" } });
    const reader = place({ permissions: { checks: "read", contents: "read", pull_requests: "read" } });
    const pull = reader.openPull("fix", { "f.txt": "f" });
    const refused: unknown = await reader.view.ensureCheck(reader.web_, desired(pull.head.sha), null).catch((error: unknown) => error);
    expect(refused).toMatchObject({ fault: { kind: "forbidden" }, message: expect.stringContaining("needs checks=write") as unknown });
  });
});
