import { describe, expect, test } from "@jest/globals";
import { publicLine } from "../../../src/domain/command/mirror.ts";
import { parseCommand } from "../../../src/domain/command/parse.ts";

describe("a mirrored command", () => {
  test.each([
    "/warden freeze because x privately secret",
    "/warden freeze on main until release because x privately secret",
    '/warden freeze because "we privately know it until noon" privately secret until 2026-12-08',
    '/warden freeze because he said "x" loudly privately secret',
    "/warden freeze because x privately secret until release",
  ])("%s: means the same without its private reason", (line) => {
    const mirrored = publicLine(line) ?? "";
    expect(mirrored).not.toContain("secret");
    const [before, after] = [parseCommand(line), parseCommand(mirrored)];
    if (!before.ok || !after.ok) throw new Error("not understood");
    expect(after.command).toEqual({ ...before.command, privately: "…" });
    expect(publicLine(mirrored)).toBe(mirrored);
  });

  test.each(["/warden why", "/warden help", "/warden frieze because x"])("%s: is none", (line) => {
    expect(publicLine(line)).toBeNull();
  });
});
