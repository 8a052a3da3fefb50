/** What is held of the reports of a tag grows with the tests that are linked, and not with the reports. */
import { expect, test } from "@jest/globals";
import { wantedNames } from "../../src/domain/policy/wanted-results.ts";
import type { RepositoryRecord } from "../../src/domain/model/records.ts";
import type { RunContext } from "../../src/reconcile/ports.ts";
import { tagResults } from "../../src/reconcile/tag-results.ts";
import { result } from "../support/feature-builder.ts";
import { scenesOf } from "../support/scenes.ts";

const begin = scenesOf({ plan: null });

test("of two artifacts and a report sent to us, with a hundred thousand results each, those of one linked test are held", async () => {
  const scene = await begin();
  const usual = scene.app.context(scene.installation.id);
  const repository: RepositoryRecord = { id: scene.repository.id, installation: scene.installation.id, owner: "acme", name: "app", defaultBranch: "main", private: false, archived: false };
  const all = function* all() { for (let index = 0; index < 100_000; index += 1) yield result(`tests/t${index % 1_000}_test.go`, `Test${index}`, "passed", { message: "m".repeat(300) }); };
  const context: RunContext = {
    ...usual, github: { ...usual.github, readArtifact: () => Promise.resolve(new Uint8Array(1)) },
    reports: {
      readArchive: (_bytes, tell) => {
        for (const one of all()) tell(one, "junit.xml");
        return Promise.resolve({ reports: [{ name: "junit.xml", format: "junit", cases: 100_000, properties: {}, problem: null }], problem: null });
      },
      readKept: (_results, tell) => { for (const one of all()) tell(one); },
    },
  };
  const artifact = { name: "reports", bytes: 1, createdAt: 0 };
  const posted = { id: "x", at: 0, environment: null, by: "ann", format: "junit", cases: 100_000, properties: {} } as const;
  const wanted = wantedNames([{ file: { path: "tests/t7_test.go", cases: null }, testCase: "Test7007" }]);
  const { runs } = await tagResults({ name: "v1.0.0-rc1", sha: "a".repeat(40) }, { artifacts: [{ ...artifact, id: 1 }, { ...artifact, id: 2 }], checks: [], posted: [posted] }, wanted, repository, [], {}, context);
  // The linked test, and one that tells that there is such a file.
  expect(runs.map(({ results }) => results.count)).toEqual([2]);
  expect(runs[0]?.results.find({ path: "tests/t7_test.go", cases: null }, "Test7007")).toEqual([result("tests/t7_test.go", "Test7007")]);
});
