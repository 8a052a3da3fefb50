import { describe, expect, test } from "@jest/globals";
import { fc } from "../../support/properties.ts";
import type { ReleaseTag } from "../../../src/domain/model/tag.ts";
import { compareTags, isPrerelease, nextTags, parseTag, tagPrefix, tagText } from "../../../src/domain/policy/tag.ts";

function tag(name: string, format?: string): ReleaseTag {
  const reading = parseTag(name, format);
  if (!reading.ok) throw new Error(`${name} ${reading.says}`);
  return reading.tag;
}

const number = fc.integer({ min: 0, max: 12 });
const stage = fc.oneof(
  fc.constant({ kind: "boot" as const }), fc.constant({ kind: "final" as const }),
  fc.record({ kind: fc.constant("candidate" as const), number: fc.integer({ min: 1, max: 12 }), interim: fc.option(fc.integer({ min: 1, max: 12 })) }),
);
const anyTag: fc.Arbitrary<ReleaseTag> = fc.record({ version: fc.tuple(number, number, number), stage });

describe("tags of one release stand in the order in which they are made", () => {
  const inOrder = ["boot", "rc1", "rc1-p1", "rc1-p2", "rc1-p10", "rc2", "rc2-p1", "rc10", "rc10-p1"].map((suffix) => `v0.5.0-${suffix}`).concat("v0.5.0");

  test("whatever order they are given in", () => {
    fc.assert(fc.property(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), (shuffled) => {
      expect(shuffled.toSorted((a, b) => compareTags(tag(a), tag(b)))).toEqual(inOrder);
    }));
  });

  test("versions count before suffixes, as numbers", () => {
    const names = ["v0.9.0", "v0.10.0-boot", "v0.10.0", "v0.10.1-rc1", "v10.0.0-boot"];
    expect(names.toReversed().toSorted((a, b) => compareTags(tag(a), tag(b)))).toEqual(names);
  });
});

describe("the order of tags is total", () => {
  test("one of two comes first, or they are the same", () => {
    fc.assert(fc.property(anyTag, anyTag, (a, b) => {
      expect(Math.sign(compareTags(a, b))).toBe(0 - Math.sign(compareTags(b, a)));
      expect(compareTags(a, b) === 0).toBe(tagText(a) === tagText(b));
    }));
  });

  test("what comes before something comes before all that follows it", () => {
    fc.assert(fc.property(anyTag, anyTag, anyTag, (a, b, c) => {
      const [first, second, third] = [a, b, c].toSorted(compareTags) as [ReleaseTag, ReleaseTag, ReleaseTag];
      expect(compareTags(first, second)).toBeLessThanOrEqual(0);
      expect(compareTags(second, third)).toBeLessThanOrEqual(0);
      expect(compareTags(first, third)).toBeLessThanOrEqual(0);
    }));
  });

  test("a tag is read back as it was written, with any beginning that the plan chooses", () => {
    fc.assert(fc.property(anyTag, fc.constantFrom("v{version}-{suffix}", "{version}-{suffix}", "dms/v{version}-{suffix}"), (one, format) => {
      expect(parseTag(tagText(one, format), format)).toEqual({ ok: true, tag: one });
    }));
  });
});

describe("a tag that is nearly right is told what to write", () => {
  test.each([
    ["0.5.0-rc1", "v0.5.0-rc1"], ["v0.5.0-RC1", "v0.5.0-rc1"], ["v0.5.0-rc.1", "v0.5.0-rc1"], ["v0.5.0-rc01", "v0.5.0-rc1"], ["v0.5.0rc1", "v0.5.0-rc1"],
    ["v0.5.0-rc1.p2", "v0.5.0-rc1-p2"], ["v0.5.0-rc1-patch2", "v0.5.0-rc1-p2"], ["v0.5.0-bootstrap", "v0.5.0-boot"], ["release-0.5.0", "v0.5.0"], ["v00.5.0", "v0.5.0"],
  ])("%s → %s", (written, meant) => {
    expect(parseTag(written)).toMatchObject({ ok: false, related: true, hint: meant });
  });

  test.each([
    ["v0.5-rc1", "two numbers"], ["v0.5.0-rc", "without its number"], ["v0.5.0-rc0", "counts from 0"], ["v0.5.0-rc1-p0", "counts from 0"], ["v0.5.0-boot-p1", "only candidates"],
  ])("%s: %s", (written, says) => {
    expect(parseTag(written)).toMatchObject({ ok: false, related: true, says: expect.stringContaining(says) as unknown, hint: null });
  });

  test.each(["nightly", "v0.5.0-alpha", "v0.5.0-rc1-p1-p2", "v1", "", "v0.5.0\n", "v0.5.0-rc1 ", `v${"9".repeat(5_000)}.0.0`, "v0.5.0-rc9999999999"])("%j is left alone", (written) => {
    expect(parseTag(written)).toMatchObject({ ok: false, related: false, hint: null });
  });
});

describe("what comes next", () => {
  const version = [0, 5, 0] as const;
  function next(...names: readonly string[]): readonly (string | null)[] | null {
    const found = nextTags(names.map((name) => tag(name)), version);
    return found === null ? null : [tagText(found.candidate), found.interim === null ? null : tagText(found.interim)];
  }

  test("the first candidate, and no interim build before it", () => expect(next("v0.5.0-boot")).toEqual(["v0.5.0-rc1", null]));
  test("counts by number, not by word", () => expect(next("v0.5.0-rc2", "v0.5.0-rc10", "v0.5.0-rc10-p9", "v0.5.0-rc10-p10")).toEqual(["v0.5.0-rc11", "v0.5.0-rc10-p11"]));
  test("does not fill gaps", () => expect(next("v0.5.0-rc1", "v0.5.0-rc4")).toEqual(["v0.5.0-rc5", "v0.5.0-rc4-p1"]));
  test("takes no notice of other versions", () => expect(next("v0.4.0-rc7", "v0.6.0")).toEqual(["v0.5.0-rc1", null]));
  test("nothing, once the version is out", () => expect(next("v0.5.0-rc4", "v0.5.0")).toBeNull());
});

test("everything but the final tag is a pre-release", () => {
  expect(["v0.5.0-boot", "v0.5.0-rc4", "v0.5.0-rc4-p1", "v0.5.0"].map((name) => isPrerelease(tag(name)))).toEqual([true, true, true, false]);
});

test("only the beginning of a tag can be chosen", () => {
  expect(["v{version}-{suffix}", "{version}-{suffix}", "v{version}", "{suffix}-{version}", "a b{version}-{suffix}"].map(tagPrefix)).toEqual(["v", "", null, null, null]);
});
