import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import { parsePlan } from "../../../src/domain/plan/parse.ts";
import { globError } from "../../../src/domain/plan/coherence/globs.ts";
import { looksSecret, quoted } from "../../../src/domain/plan/quoted.ts";
import { MAX_TOKENS, prescan } from "../../../src/domain/plan/yaml/prescan.ts";
import { readPlanTree } from "../../../src/domain/plan/yaml/plan-tree.ts";
import { fixtureBytes, parseText } from "./plan-fixture.ts";

const SIZE = 64 * 1024;
const fill = (piece: string, before = ""): string => before + piece.repeat(Math.floor((SIZE - before.length) / piece.length));

describe("input made to exhaust", () => {
  test.each([
    ["brackets", fill("["), "too-deep"], ["braces", fill("{"), "too-deep"], ["dashes", fill("- "), "too-deep"], ["question marks", fill("? "), "too-deep"],
    ["steps of indentation", Array.from({ length: 60 }, (_, depth) => `${" ".repeat(depth)}-\n`).join(""), "too-deep"],
    ["closing brackets", fill("]"), "too-many-values"], ["commas", fill(",", "["), "too-many-values"], ["empty lists", fill("[]"), "too-many-values"], ["quotes", fill('"'), "too-many-values"],
    ["documents", fill("---\n"), "several-documents"], ["directives", fill("%A\n"), "directive"], ["line ends", fill("\n"), "empty-file"], ["comments", fill("#\n"), "empty-file"],
    ["one key again and again", fill("a: 1\n").slice(0, 40_000), "duplicate-key"],
  ])("%s are refused", (_name, text, code) => {
    const { plan, problems } = parseText(text);
    expect(plan).toBeNull();
    expect(problems.map((problem) => problem.code)).toContain(code);
    expect(problems.length).toBeLessThanOrEqual(51);
  });

  test("a file over 64 KiB is refused before anything looks at it", () => {
    expect(parsePlan(new Uint8Array(SIZE + 1).fill(0xff), "plan.yml").problems.map((problem) => problem.code)).toEqual(["too-big"]);
    expect(parsePlan(new Uint8Array(SIZE).fill(0xff), "plan.yml").problems.map((problem) => problem.code)).toEqual(["not-utf8"]);
  });

  test("the scan of the tokens stops at the first bracket too deep", () => {
    expect(prescan(fill("["))).toEqual([expect.objectContaining({ code: "too-deep", offset: 32 })]);
  });

  test("the scan of the tokens stops at the first value too many", () => {
    expect(prescan(fill("]"))).toEqual([expect.objectContaining({ code: "too-many-values", offset: MAX_TOKENS })]);
  });

  test("brackets in texts and comments are not nesting", () => {
    expect(prescan(`a: "${"[".repeat(100)}"\nb: |\n  ${"[".repeat(100)}\n# ${"{".repeat(100)}\n`)).toEqual([]);
  });

  test("the library stops after a hundred errors at each of its two stages", () => {
    const { errors } = readPlanTree(fill("a: b: c\n").slice(0, 20_000));
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(200);
    expect(readPlanTree(`[${"@,".repeat(5_000)}]`).errors.length).toBeLessThanOrEqual(200);
  });

  test.each(["**/a/**/a/**/b", "*a*a*b", "*a*/**/*a*/**/*a*b", "{a,aa}{a,aa}{a,aa}b", "+(a|aa)b", "a".repeat(201), "{a,{b,c}}", "{1..99999}"])("the pattern %s, which would be slow, is refused", (glob) => {
    expect(globError(glob)).not.toBeNull();
  });

  test.each(["docs/**", "packages/joy-*/**", "**/*.test.{ts,tsx}", "src/**/__tests__/**/*.snap", "*.md", "[Cc]hangelog*", "docs/"])("the pattern %s is fine", (glob) => {
    expect(globError(glob)).toBeNull();
  });
});

describe("laws of reading", () => {
  test("reading never throws, whatever the bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(parsePlan(bytes, "plan.yml").problems.length).toBeLessThanOrEqual(51);
    }), { numRuns: 300 });
  });

  test("reading never throws, whatever the text, and says why there is no plan", () => {
    const piece = fc.constantFrom("release", ": ", "{", "}", "[", "]", "- ", "\n", "  ", "milestones", "due", "id", "2026-12-01", "..", "&a", "*a", "!t", "\"", "'", "|", ">", "#", ",", "? ", "freezes", "from", "__proto__", "1", "null", "governed_by", "\t", "é", "days after x");
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const { plan, governedBy, problems } = parseText(pieces.join(""));
      const refused = problems.some((problem) => problem.severity === "error");
      expect(plan === null && governedBy === null).toBe(refused);
    }), { numRuns: 400 });
  });

  test("one byte changed in a good plan gives a plan or reasons, each inside the file", () => {
    const good = fixtureBytes("acropolis.yml");
    const lines = new TextDecoder().decode(good).split("\n").length;
    fc.assert(fc.property(fc.nat(good.length - 1), fc.integer({ min: 32, max: 126 }), (at, byte) => {
      const bytes = Uint8Array.from(good);
      bytes[at] = byte;
      const { plan, problems } = parsePlan(bytes, "plan.yml");
      if (plan === null) expect(problems.some((problem) => problem.severity === "error")).toBe(true);
      for (const { line, column, endLine } of problems) {
        expect(line ?? 1).toBeLessThanOrEqual(lines);
        expect(column ?? 1).toBeGreaterThanOrEqual(1);
        expect(endLine ?? 1).toBeGreaterThanOrEqual(line ?? 1);
      }
    }), { numRuns: 60 });
  });

  test("an unknown key is reported at exactly that key, wherever it stands", () => {
    const sections = [["release:", "  "], ["milestones:\n  - id: a", "    "], ["products:\n  - id: a", "    "], ["freezes:\n  - from: 2026-12-01", "    "]] as const;
    fc.assert(fc.property(fc.constantFrom(...sections), fc.integer({ min: 0, max: 20 }), ([section, indent], blank) => {
      const text = `${section}\n${"\n".repeat(blank)}${indent}qqqqqqqq: 1\n`;
      const line = text.split("\n").findIndex((one) => one.includes("qqqqqqqq")) + 1;
      expect(parseText(text).problems).toContainEqual(expect.objectContaining({ code: "unknown-key", line, column: indent.length + 1, endColumn: indent.length + 8 }));
    }));
  });
});

describe("what is repeated of a plan", () => {
  test.each(["ghp_0123456789abcdef", "xoxb-000000000000-EXAMPLE", "AKIA0123456789ABCDEF", "https://ada:correct-horse@example.org/x", "-----BEGIN RSA PRIVATE KEY-----"])("%s looks like a secret and is withheld", (text) => {
    expect(looksSecret(text)).toBe(true);
    expect(quoted(text)).not.toContain(text.slice(0, 8));
  });

  test.each(["Sub-system Test", "https://github.com/Joystream/apps", "org/release-managers", "skip-level", "2019-06-17T11:00+02:00"])("%s does not", (text) => {
    expect(looksSecret(text)).toBe(false);
    expect(quoted(text)).toBe(`\`${text}\``);
  });

  test("long, broken and invisible texts are bounded, on one line and visible", () => {
    expect(quoted(`a\nb\u202ec${"d".repeat(100)}`)).toBe(`\`a·b·c${"d".repeat(55)}…\``);
  });
});
