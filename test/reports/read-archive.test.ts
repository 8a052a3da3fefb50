import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { zipSync } from "fflate";
import { readArchive } from "../../src/reports/read-archive.ts";
import type { ArchiveReading } from "../../src/reports/read-archive.ts";
import { REPORT_LIMITS } from "../../src/reports/report-limits.ts";
import type { ReportLimits } from "../../src/reports/report-limits.ts";

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../fixtures/reports/${name}`, import.meta.url));
}

async function read(archive: Uint8Array, limits: Partial<ReportLimits> = {}, piece = 1_000): Promise<ArchiveReading & { readonly told: readonly string[] }> {
  const told: string[] = [];
  const pieces = Array.from({ length: Math.ceil(archive.length / piece) }, (_, index) => archive.subarray(index * piece, (index + 1) * piece));
  const reading = await readArchive(pieces, (result, report) => told.push(`${report} ${result.outcome}`), { ...REPORT_LIMITS, ...limits });
  return { ...reading, told };
}

describe("an artifact with reports", () => {
  test("is read file by file, and what is no report is passed over", async () => {
    const archive = zipSync({ "junit/go.xml": fixture("go-junit-report.xml"), "e2e.json": fixture("ctrf.json"), "coverage.html": new Uint8Array(5_000), "log.xml": Buffer.from("<log/>") });
    const { reports, problem, told } = await read(archive);
    expect(problem).toBeNull();
    expect(reports.map((report) => [report.name, report.cases, report.problem?.code ?? null])).toEqual([["junit/go.xml", 5, null], ["e2e.json", 5, null], ["log.xml", 0, "not-a-report"]]);
    expect(told.filter((line) => line.endsWith("failed"))).toEqual(["junit/go.xml failed", "e2e.json failed"]);
  });

  test("reads the same whole and byte by byte", async () => {
    const archive = zipSync({ "a.xml": fixture("surefire.xml") });
    expect(await read(archive, {}, 1)).toEqual(await read(archive, {}, archive.length));
  });

  test("may be empty", async () => expect(await read(zipSync({}))).toMatchObject({ reports: [], problem: null }));
});

describe("an artifact that cannot be believed", () => {
  test("a file that is no archive", async () => expect((await read(Buffer.from("<html>not found</html>".repeat(10)))).problem).toBe("not-an-archive"));
  test("an archive cut short", async () => {
    const archive = zipSync({ "a.xml": fixture("surefire.xml") });
    expect((await read(archive.subarray(0, 300))).problem).toBe("not-an-archive");
  });
  test("a bomb stops at its limit", async () => {
    const archive = zipSync({ "a.xml": Buffer.from(`<testsuite>${" ".repeat(20_000_000)}</testsuite>`) }, { level: 9 });
    expect(archive.length).toBeLessThan(100_000);
    expect((await read(archive, { unpackedBytes: 1_000_000 })).problem).toBe("too-large");
  });
  test("too many files", async () => {
    const archive = zipSync(Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`${index}.xml`, Buffer.from("<testsuite/>")])));
    expect((await read(archive, { archiveFiles: 20 })).problem).toBe("too-many-files");
  });
  test("a name that leads elsewhere is only a name", async () => {
    expect((await read(zipSync({ "../../etc/a.xml": Buffer.from("<testsuite/>") }))).reports.map((report) => report.name)).toEqual(["../../etc/a.xml"]);
  });
});
