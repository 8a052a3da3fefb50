/** The release of NuNet through the real app and the local GitHub, both over HTTP: what `npm start -- --plan nunet` plays. */
import { expect, test } from "@jest/globals";
import { createApp } from "../../../src/app.ts";
import type { PlayedRelease } from "../../../src/sandbox/rehearsal/nunet.ts";
import { rehearse } from "../../../src/sandbox/rehearsal/rehearsal.ts";
import { checkName } from "../../../src/text/check.ts";
import { planCheckName } from "../../../src/text/plan-check.ts";

test("21 features go from no test linked to the final gate through four candidates, and a second look changes nothing", async () => {
  const complaints: string[] = [];
  const complain = (fields: object, message: string): void => { complaints.push(`${message} ${String((fields as { readonly err?: Error }).err ?? "")}`); };
  const releases: PlayedRelease[] = [];
  const code = await rehearse({
    input: "nunet", once: true, port: 0, record: null, leave: () => Promise.resolve(), log: { info: () => undefined, warn: complain, error: complain },
    words: { checkName, planCheckName, begins: () => undefined, progress: () => undefined, guide: () => undefined, account: () => undefined, features: (release) => { releases.push(release); }, failed: (reason) => { complaints.push(reason); } },
    openApp: (wiring) => createApp({ ...wiring, store: { kind: "sqlite", file: ":memory:" }, workers: 4, limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity, contentPerMinute: Infinity, contentPerHour: Infinity } }),
  });
  expect([code, complaints]).toEqual([0, []]);
  const [release] = releases;
  expect(release?.tags.map(({ tag, check }) => `${tag} ${check?.conclusion} ${check?.title}`)).toEqual([
    "v0.5.0-boot neutral 0 of 21 features accepted", "v0.5.0-rc1 neutral 0 of 21 features accepted", "v0.5.0-rc2 neutral 0 of 21 features accepted",
    "v0.5.0-rc3 neutral 19 of 21 features accepted", "v0.5.0-rc4 neutral 20 of 21 features accepted", "v0.5.0 success All 21 features are accepted",
  ]);
  expect(release).toMatchObject({ features: 21, labels: { "acceptance: accepted": 21 }, idleWrites: 0 });
  expect(release?.tracking).not.toBeNull();
});
