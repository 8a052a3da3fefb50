import { expect, test } from "@jest/globals";
import { createApp } from "../../../src/app.ts";
import { playBalanceRace } from "../../../src/sandbox/rehearsal/balance-race.ts";

test("July 2018: from a crash report to a report, with an emergency fix and a freeze of everything else", async () => {
  const complaints: string[] = [];
  const complain = (fields: object, message: string): void => void complaints.push(`${message} ${JSON.stringify(fields)}`);
  const { world, issue, fix, other, during } = await playBalanceRace(
    (wiring) => createApp({ ...wiring, store: { kind: "sqlite", file: ":memory:" }, workers: 4, limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity } }),
    { info: () => undefined, warn: complain, error: complain },
  );
  try {
    expect(during).toEqual(["success", "in_progress"]);
    expect(fix.mergedAt).not.toBeNull();
    expect(other.issue.state).toBe("open");
    const { body, state } = issue;
    expect(state).toBe("closed");
    for (const said of [
      "**Nothing more is asked of anybody.**", "| State | **Reviewed** |", "| Started | Fri 6 July 2018 17:05 UTC |", "| From start to notice | 5 minutes |", "| From start to relief | 2 days 22 hours |",
      "two functions race between processing and the balance check — **confirmed**", "a disk is broken — **rejected**", "received", "operators found the pattern themselves", "only one firm could read the logs",
    ]) expect(body).toContain(said);
    expect(body).not.toContain("Frozen by this incident");
    expect([...world.cast.home.issues.values()].map(({ title }) => title)).toEqual(expect.arrayContaining(["logs of all operators in one place", "balances under load"]));
    expect(complaints).toEqual([]);
  } finally {
    await world.close();
  }
});
