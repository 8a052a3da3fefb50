import { expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { createApp } from "../../../src/app.ts";
import type { App } from "../../../src/app.ts";
import { foldIncident } from "../../../src/domain/incident/fold.ts";
import { incidentEntry, incidentLedger } from "../../../src/domain/incident/ledger.ts";
import { expectedOf } from "../../../src/sandbox/rehearsal/incident-expected.ts";
import type { ExpectedMetrics } from "../../../src/sandbox/rehearsal/incident-expected.ts";
import { stageIncidents } from "../../../src/sandbox/rehearsal/incident-replay.ts";
import type { RecordedIncident } from "../../../src/sandbox/rehearsal/incident-script.ts";

const { incidents } = JSON.parse(readFileSync(new URL("../../fixtures/incidents.json", import.meta.url), "utf8")) as { readonly incidents: readonly (RecordedIncident & { readonly expected: ExpectedMetrics })[] };

test("five real incidents, replayed as comments over HTTP, come to their figures, and a second replay changes nothing", async () => {
  const complaints: string[] = [];
  const complain = (fields: object, message: string): void => void complaints.push(`${message} ${JSON.stringify(fields)}`);
  let app: App | null = null;
  const stage = await stageIncidents(incidents, async (wiring) => {
    app = await createApp({ ...wiring, store: { kind: "sqlite", file: ":memory:" }, workers: 4, limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity } });
    return app;
  }, { info: () => undefined, warn: complain, error: complain });
  const { home } = stage.world.cast;
  const bodies = (): readonly unknown[] => [...home.issues.values()].map(({ number, body, state, comments }) => [number, body, state, comments.length]);
  try {
    const numbers: number[] = [];
    for (const incident of incidents) numbers.push(await stage.play(incident));
    for (const [index, number] of numbers.entries()) {
      const ledger = await (app as unknown as App).store.ledger(home.id, incidentLedger(number));
      const fold = foldIncident(ledger.map(incidentEntry));
      expect(fold === null ? null : expectedOf(fold.incident.metrics)).toEqual(incidents[index]?.expected);
    }
    expect(home.issues.get(numbers[1] ?? 0)?.body).toContain("| From notice to end | 22 minutes |");
    expect(home.issues.get(numbers[2] ?? 0)?.body).toContain("(the day is all that is known)");
    const [before, calls, writes] = [bodies(), stage.comments(), stage.world.app.github.stats().writes];
    for (const incident of incidents) await stage.play(incident);
    await stage.world.app.resync();
    await stage.world.settle();
    expect([bodies(), stage.comments(), stage.world.app.github.stats().writes]).toEqual([before, calls, writes]);
    expect(complaints).toEqual([]);
  } finally {
    await stage.world.close();
  }
});
