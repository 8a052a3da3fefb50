/** What several repositories want of one gate, and what of its epoch is one repository's. */
import { describe, expect, test } from "@jest/globals";
import type { Covers, Epoch } from "../../../src/domain/model/gate.ts";
import { covers } from "../../../src/domain/policy/gate-epoch.ts";
import { epochOfMember, jointWants, repositoriesOf, withoutGone } from "../../../src/domain/policy/gate-members.ts";
import { fc } from "../../support/properties.ts";

function wants(freezes: Readonly<Record<string, number>>, renewal: string | null = null): Covers {
  return { freezes, renewal };
}

function epoch(joint: Covers | null): Epoch {
  return { name: "main is frozen [0123456789]", covers: joint ?? wants({}), from: 0, foreseen: true, mintedAt: 0 };
}

describe("joint wants", () => {
  test("name each freeze with its repository, and whose renewal it is", () => {
    expect(jointWants([{ repository: 7, wanted: wants({ "7/f/app": 3 }, "r1"), coming: null }, { repository: 70, wanted: wants({ "7/f/site": 0 }), coming: null }, { repository: 8, wanted: null, coming: null }]))
      .toEqual({ wanted: wants({ "7/7/f/app": 3, "7/renewal/r1": 0, "70/7/f/site": 0 }), coming: null });
  });

  test("of the nearest start hold what is in force elsewhere, and nothing that begins later", () => {
    const { wanted, coming } = jointWants([
      { repository: 1, wanted: wants({ "1/f/a": 0 }), coming: null },
      { repository: 2, wanted: null, coming: { from: 50, covers: wants({ "1/f/b": 0 }) } },
      { repository: 3, wanted: null, coming: { from: 90, covers: wants({ "1/f/c": 0 }) } },
    ]);
    expect([wanted, coming]).toEqual([wants({ "1/1/f/a": 0 }), { from: 50, covers: wants({ "1/1/f/a": 0, "2/1/f/b": 0 }) }]);
  });

  test("are nothing where nobody wants anything", () => {
    expect(jointWants([{ repository: 1, wanted: null, coming: null }])).toEqual({ wanted: null, coming: null });
  });
});

describe("an epoch of several repositories", () => {
  const both = epoch(jointWants([{ repository: 1, wanted: wants({ "9/f/a": 4 }, "r"), coming: null }, { repository: 11, wanted: wants({ "9/f/b": 0 }), coming: null }]).wanted);

  test("is for each of them what it asked for, and nothing for a stranger", () => {
    expect([epochOfMember(both, 1)?.covers, epochOfMember(both, 11)?.covers, epochOfMember(both, 111), epochOfMember(null, 1)]).toEqual([wants({ "9/f/a": 4 }, "r"), wants({ "9/f/b": 0 }), null, null]);
  });

  test("closes those that it stands for", () => {
    expect(repositoriesOf(both)).toEqual([1, 11]);
  });

  test("forgets a freeze that ended, so that its beginning again takes another", () => {
    const still = jointWants([{ repository: 11, wanted: wants({ "9/f/b": 0 }), coming: null }]).wanted;
    const left = withoutGone(both, still);
    expect([repositoriesOf(left), still !== null && covers(left, still), covers(left, both.covers)]).toEqual([[11], true, false]);
  });

  test("covers what all of them want exactly where it covers what each of them wants", () => {
    const own = fc.record({ repository: fc.integer({ min: 1, max: 4 }), wanted: fc.option(fc.record({ freezes: fc.dictionary(fc.constantFrom("1/f/a", "1/g/a", "2/f/b"), fc.nat(2), { minKeys: 1 }), renewal: fc.option(fc.constantFrom("r", "s")) })) });
    const several = fc.uniqueArray(own, { selector: ({ repository }) => repository, maxLength: 4 }).map((list) => list.map((one) => ({ ...one, coming: null })));
    fc.assert(fc.property(several, several, (before, after) => {
      const stands = epoch(jointWants(before).wanted);
      const { wanted } = jointWants(after);
      const each = after.every((one) => one.wanted === null || covers(epochOfMember(stands, one.repository), one.wanted));
      expect(wanted === null || covers(stands, wanted)).toBe(each);
    }));
  });
});
