import { describe, expect, test } from "@jest/globals";
import { fingerprintOf, fingerprintOfLine } from "../../../src/domain/incident/fingerprint.ts";
import { codes, entries, folded, report } from "../../support/incident-builder.ts";

const PANIC = "panic: runtime error: index out of range [7] with length 3";

describe("the fingerprint of an error", () => {
  test.each([
    ["2018-07-13T03:01:22Z panic: runtime error: index out of range [12] with length 0"], ["[2018-07-13 03:01:22.123] PANIC: runtime error: index out of range [1] with length 99"], ["  > panic: runtime error: index out of range [7] with length 3  "],
  ])("is the same whatever the moment and the numbers: %s", (line) => expect(fingerprintOf(["nodes stop", `since noon\n${line}\ngoroutine 1`])).toBe(fingerprintOfLine(PANIC)));

  test.each([
    ["addresses", "fatal error: fault at 0x7ffe", "fatal error: fault at 0xdeadbeef"], ["names in quotes", "Error: no such key \"ann\"", "Error: no such key 'ben of Oslo'"],
    ["paths", "AssertionError: /home/ann/node/state.go failed", "AssertionError: C:\\node\\state.go failed"], ["commits", "panic: built from 1a2b3c4d5e6f", "panic: built from ffffff0123"],
  ])("leaves out %s", (_what, one, other) => expect(fingerprintOfLine(one)).toBe(fingerprintOfLine(other)));

  test("differs where the error does", () => expect(fingerprintOfLine(PANIC)).not.toBe(fingerprintOfLine("panic: runtime error: nil pointer")));

  test.each(["nodes panic when balances are checked", "I saw an error", "", "it is a fatal mistake", "12:05"])("is none of people's own words: %j", (text) => expect(fingerprintOf([text])).toBeNull());

  test.each(["Error:", "error: 404", "Uncaught Error: 500", "fatal error: 0x7ffe", "Exception ('ann')", "panic: "])("is none where nothing says which error it is: %j", (line) => expect([fingerprintOf([line]), fingerprintOfLine(line)]).toEqual([null, null]));

  test("is that of the first line that says which", () => expect(fingerprintOf([`Error:\n${PANIC}`])).toBe(fingerprintOfLine(PANIC)));

  test.each(["Segmentation fault (core dumped)", "SIGSEGV", "stack overflow", "NullPointerException: at 12", "java.lang.OutOfMemoryError:"])("is there where a single word tells: %j", (line) => expect(fingerprintOf([line])).toMatch(/^[0-9a-f]{10}$/));

  test("takes no time over hostile lines", () => expect(fingerprintOf([`${"error".repeat(4_000)}`, `${"\"a".repeat(8_000)}`, `panic: balance ${"/a".repeat(9_000)}`])).toMatch(/^[0-9a-f]{10}$/));
});

test("an incident has that of its report, until somebody quotes the line itself; what is no error is refused by nobody's mistake", () => {
  const [opening] = entries();
  if (opening?.act.kind !== "opened") throw new Error("no opening");
  expect(folded({ kind: "error", text: PANIC }).incident.fingerprint).toBe(fingerprintOfLine(PANIC));
  expect(folded(...report("summary")).incident).toMatchObject({ fingerprint: null, version: null });
  expect(codes({ kind: "version", version: "v5.3.1" }, { kind: "error", text: PANIC })).toEqual(["noted", "noted"]);
});
