import { describe, expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { foldIncident } from "../../../src/domain/incident/fold.ts";
import { observedId, saidId } from "../../../src/domain/incident/ledger.ts";
import { readIncidentComment } from "../../../src/domain/incident/parse.ts";
import type { Incident, IncidentEntry } from "../../../src/domain/model/incident.ts";
import { incidentScript } from "../../../src/sandbox/rehearsal/incident-script.ts";
import type { RecordedIncident } from "../../../src/sandbox/rehearsal/incident-script.ts";
import { expectedOf } from "../../../src/sandbox/rehearsal/incident-expected.ts";
import type { ExpectedMetrics } from "../../../src/sandbox/rehearsal/incident-expected.ts";
import { INCIDENT_PLAN } from "../../support/incident-builder.ts";

type Recorded = RecordedIncident & { readonly expected: ExpectedMetrics };

const { incidents } = JSON.parse(readFileSync(new URL("../../fixtures/incidents.json", import.meta.url), "utf8")) as { readonly incidents: readonly Recorded[] };

/** Each comment read as the Warden reads it, without GitHub in between; every line must be understood. */
function told(recorded: RecordedIncident): Incident | null {
  const [opening, ...comments] = incidentScript(recorded);
  let at = opening?.at ?? 0;
  const rights = { owner: true, writer: true };
  const entries: IncidentEntry[] = [{ id: observedId(1, 7, "opened"), repository: 1, number: 7, comment: null, line: 0, at, by: null, rights, act: { kind: "opened", title: recorded.title, from: null, text: null, procedure: null } }];
  comments.forEach(({ at: writtenAt, by, body }, index) => {
    at = Math.max(at, writtenAt ?? at);
    readIncidentComment(body, { zone: "UTC", writtenAt: at, login: by, repository: "acme/app", plan: INCIDENT_PLAN }).forEach((read, line) => {
      expect(read).toMatchObject({ ok: true });
      if (read.ok && read.act !== null) entries.push({ id: saidId(1, index, line), repository: 1, number: 7, comment: index, line, at, by, rights, act: read.act });
    });
  });
  const fold = foldIncident(entries);
  for (const [id, outcome] of fold?.outcomes ?? []) expect([id, outcome.code, outcome.done]).toEqual([id, outcome.code, true]);
  return fold?.incident ?? null;
}

describe("real incidents, told in comments, come to the figures that were worked out from their records", () => {
  test.each(incidents.map((one) => [one.id, one] as const))("%s", (_id, recorded) => {
    const incident = told(recorded);
    expect(incident === null ? null : expectedOf(incident.metrics)).toEqual(recorded.expected);
  });

  test("one that came back has a first and a last end", () => {
    const [, recorded] = incidents;
    if (recorded === undefined) throw new Error("no record");
    const again = { kind: "resolved", at: "2017-12-01T03:00:00Z", by: null, text: "Over for good" };
    const { metrics } = told({ ...recorded, events: [...recorded.events, again] }) ?? {};
    expect(metrics).toMatchObject({ resolvedAt: Date.parse("2017-12-01T01:21:00Z"), lastResolvedAt: Date.parse("2017-12-01T03:00:00Z"), reopened: true });
  });
});
