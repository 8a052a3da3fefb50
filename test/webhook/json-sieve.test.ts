import { describe, expect, test } from "@jest/globals";
import { fc } from "../support/properties.ts";
import { createSieve, type Wanted } from "../../src/webhook/json-sieve.ts";

const EVERYTHING_OF: Wanted = { a: true, b: { c: true, d: { e: true } }, "ü": true };
const sieve = createSieve(EVERYTHING_OF);
const sift = (text: string): unknown => sieve(Buffer.from(text));

/** What JSON.parse says, without what is not wanted. */
function prune(value: unknown, wanted: true | Wanted): unknown {
  if (wanted === true || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const members = Object.entries(wanted).filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(members.map(([name, inner]) => [name, prune((value as Record<string, unknown>)[name], inner)]));
}

function outcome(read: () => unknown): unknown {
  try {
    return { read: read() };
  } catch (error) {
    return error instanceof SyntaxError ? "refused" : error;
  }
}

const expected = (text: string): unknown => outcome(() => prune(JSON.parse(Buffer.from(text).toString("utf8")), EVERYTHING_OF));

const names = fc.constantFrom("a", "b", "c", "d", "e", "ü", "__proto__", "\"", "\\", "ab", "");
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, fc.jsonValue({ maxDepth: 1 }), fc.string({ unit: "binary" }), fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.dictionary(names, tie("value"), { maxKeys: 5 }), fc.array(tie("value"), { maxLength: 3 })),
}));
const text = fc.record({ value, space: fc.constantFrom("", " ", "\t", "  ") }).map((one) => JSON.stringify(one.value, null, one.space));
/** a text in which some pieces were replaced by others */
const spoilt = fc.record({
  text, cuts: fc.array(fc.record({ at: fc.nat(400), length: fc.nat(2), by: fc.constantFrom("", "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "+", " ", "\n", "\u0000", "\u001f", "\u007f", "é", "null", "\\u00", "/", "\ufeff") }), { minLength: 1, maxLength: 3 }),
}).map((one) => one.cuts.reduce((all, cut) => `${all.slice(0, cut.at % (all.length + 1))}${cut.by}${all.slice((cut.at % (all.length + 1)) + cut.length)}`, one.text));

describe("the sieve", () => {
  test.each([
    ["{\"a\":1,\"x\":2}", { a: 1 }],
    ["{\"b\":{\"c\":[1,{\"y\":2}],\"z\":0,\"d\":{\"e\":\"é\\n\",\"f\":{}}}}", { b: { c: [1, { y: 2 }], d: { e: "é\n" } } }],
    ["{\"b\":[{\"c\":1}],\"a\":null}", { b: [{ c: 1 }], a: null }],
    ["{\"a\":1,\"a\":2}", { a: 2 }],
    ["{\"b\":{\"c\":1},\"b\":{\"d\":7}}", { b: { d: 7 } }],
    ["{\"\\u0061\":1,\"\\u00fc\":2}", { a: 1, "ü": 2 }],
    ["{\"A\":1,\"aa\":2,\"\":3}", {}],
    [" \r\n\t{ \"a\" : -0.5E+2 } ", { a: -50 }],
    ["[{\"a\":1}]", [{ a: 1 }]], ["\"a\"", "a"], ["true", true], ["12", 12],
  ])("of %s gives what is wanted", (given, kept) => {
    expect(sift(given)).toEqual(kept);
  });

  test.each(["", " ", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{\"a\" 1}", "{a:1}", "[1,]", "[", "[1 2]", "01", "-", "1.", ".5", "1e", "1e+", "+1", "0x1", "nul", "nullx", "trye", "NaN",
    "\"a", "\"\\", "\"\\x\"", "\"\\u00g0\"", "\"\\u12", "\"a\nb\"", "\"\u0000\"", "{}{}", "{} x", "\u0000", "{\"x\":\"\u001f\"}", "\ufeff{}", "// a\n1", "'a'", "{\"x\":tru}"])("refuses %j, as JSON.parse does", (given) => {
    expect([outcome(() => sift(given)), expected(given)]).toEqual(["refused", "refused"]);
  });

  test("agrees with JSON.parse on every text", () => {
    fc.assert(fc.property(text, (given) => {
      expect(outcome(() => sift(given))).toEqual(expected(given));
    }), { numRuns: 1_000 });
  });

  test("agrees with JSON.parse on texts that were spoilt, wherever", () => {
    fc.assert(fc.property(spoilt, (given) => {
      expect(outcome(() => sift(given))).toEqual(expected(given));
    }), { numRuns: 3_000 });
  });

  test("finds the end of a string wherever it stands in a word, whatever the bytes around it", () => {
    for (const filling of ["x", "\u007f", "é", "\ud83d\ude80", "!", "\\\"", "\\\\"]) {
      for (let length = 0; length < 20; length += 1) expect(sift(`{"x":"${filling.repeat(length)}","a":${length}}`)).toEqual({ a: length });
    }
  });

  test("reads nothing of the text before, when a shorter one follows a longer one", () => {
    sift(`{"x":"${"y".repeat(500)}","a":1}`);
    expect(outcome(() => sift("{\"x\":\"yy"))).toBe("refused");
  });

  test("reads texts longer than the memory that it keeps", () => {
    const long = "z".repeat(300_000);
    expect(sift(`{"x":"${long}","a":"${long}"}`)).toEqual({ a: long });
  });

  test("refuses what is nested deeper than 500, which no payload is, and does not fall over it", () => {
    expect(outcome(() => sift(`${"[".repeat(1_000_000)}`))).toBe("refused");
    expect(outcome(() => sift(`{"x":${"[".repeat(499)}${"]".repeat(499)},"a":1}`))).toEqual({ read: { a: 1 } });
    expect(outcome(() => sift(`{"x":${"[".repeat(501)}${"]".repeat(501)},"a":1}`))).toBe("refused");
  });

  test("quotes nothing of the text when it refuses", () => {
    expect(() => sift("{\"a\": CONFIDENTIAL}")).toThrow(/^This is no JSON: byte 6 cannot stand there\.$/);
  });
});
