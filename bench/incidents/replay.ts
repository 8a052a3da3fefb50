/**
 * `npm run incidents -- FILE [--show]`: plays recorded incidents through the real app and a local GitHub over HTTP and prints what it computed beside
 * what the record expects. FILE holds `{ "incidents": […] }` as in `test/fixtures/incidents.json`; `--show` prints each issue as it stands in the end.
 * Exit code 1 when a figure differs, or when playing all of it a second time changes anything.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createApp } from "../../src/app.ts";
import type { App } from "../../src/app.ts";
import { foldIncident } from "../../src/domain/incident/fold.ts";
import { incidentEntry, incidentLedger } from "../../src/domain/incident/ledger.ts";
import { expectedOf } from "../../src/sandbox/rehearsal/incident-expected.ts";
import type { ExpectedMetrics } from "../../src/sandbox/rehearsal/incident-expected.ts";
import { stageIncidents } from "../../src/sandbox/rehearsal/incident-replay.ts";
import type { RecordedIncident } from "../../src/sandbox/rehearsal/incident-script.ts";

type Recorded = RecordedIncident & { readonly expected?: ExpectedMetrics };

const { values, positionals } = parseArgs({ options: { show: { type: "boolean", default: false } }, allowPositionals: true });
const [file] = positionals;
if (file === undefined) {
  process.stderr.write("npm run incidents -- FILE [--show]\n");
  process.exitCode = 2;
} else process.exitCode = await replay((JSON.parse(readFileSync(file, "utf8")) as { readonly incidents: readonly Recorded[] }).incidents);

async function replay(incidents: readonly Recorded[]): Promise<number> {
  const apps: App[] = [];
  const complain = (fields: object, message: string): void => void process.stderr.write(`${message} ${JSON.stringify(fields)}\n`);
  const stage = await stageIncidents(incidents, async (wiring) => {
    const app = await createApp({ ...wiring, store: { kind: "sqlite", file: ":memory:" }, workers: 4, limits: { writeSpacing: 0, restPointsPerMinute: Infinity, graphqlPointsPerMinute: Infinity } });
    apps.push(app);
    return app;
  }, { info: () => undefined, warn: complain, error: complain });
  const { home } = stage.world.cast;
  const standing = (): string => JSON.stringify([...home.issues.values()].map(({ number, body, state, comments }) => [number, body, state, comments.map((one) => one.body)]));
  try {
    let wrong = 0;
    for (const incident of incidents) {
      const number = await stage.play(incident);
      const entries = (await apps[0]?.store.ledger(home.id, incidentLedger(number)) ?? []).map(incidentEntry);
      const fold = foldIncident(entries);
      const computed: ExpectedMetrics = fold === null ? {} : expectedOf(fold.incident.metrics);
      const differing = Object.entries(incident.expected ?? {}).filter(([name, value]) => computed[name] !== value);
      const refused = [...fold?.outcomes.values() ?? []].filter(({ done }) => !done).map(({ code }) => code);
      wrong += differing.length;
      process.stdout.write(`${incident.id}: ${Object.keys(incident.expected ?? {}).length - differing.length} of ${Object.keys(incident.expected ?? {}).length} figures as expected, ${entries.length} entries${refused.length === 0 ? "" : `, refused: ${refused.join(", ")}`}\n`);
      for (const [name, value] of differing) process.stdout.write(`  ${name}: ${String(computed[name])} instead of ${String(value)}\n`);
      if (values.show) process.stdout.write(`\n${home.issues.get(number)?.body ?? ""}\n\n`);
    }
    const before = standing();
    for (const incident of incidents) await stage.play(incident);
    await stage.world.app.resync();
    await stage.world.settle();
    const same = standing() === before;
    process.stdout.write(`A second replay ${same ? "changed nothing" : "CHANGED something"}.\n`);
    return wrong === 0 && same ? 0 : 1;
  } finally {
    await stage.world.close();
  }
}
