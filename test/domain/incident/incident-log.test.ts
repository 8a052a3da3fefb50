import { describe, expect, test } from "@jest/globals";
import { incidentLog, loggedIncident, median } from "../../../src/domain/incident/incident-log.ts";
import type { LoggedIncident } from "../../../src/domain/incident/incident-log.ts";
import { fc } from "../../support/properties.ts";
import { folded, moment, NEW, NOON, SEV1 } from "../../support/incident-builder.ts";

function logged(number: number, over: Partial<Omit<LoggedIncident, "minutes">> & { readonly minutes?: Partial<LoggedIncident["minutes"]> } = {}): LoggedIncident {
  return {
    repository: "acme/app", number, url: `https://github.com/acme/app/issues/${number}`, title: `Incident ${number}`, state: "resolved", severity: "sev1", type: null, component: "node", version: null, fingerprint: null, triage: "new", known: null,
    recurrences: 0, owner: null, openedAt: NOON + number, startedAt: null, resolvedAt: null, reopened: false, ...over,
    minutes: { toDetect: null, toAcknowledge: null, toMitigate: null, toResolve: null, ...over.minutes },
  };
}
const names = (groups: readonly { readonly name: string | null; readonly incidents: number }[]) => groups.map(({ name, incidents }) => [name, incidents]);

describe("the incident log", () => {
  test("counts by severity in the plan's order and by component, what nobody said last", () => {
    const log = incidentLog([logged(1), logged(2, { severity: null, component: null }), logged(3, { severity: "sev3", component: "wallet" }), logged(4, { severity: "odd", component: "node" }), logged(5, { severity: "sev2", state: "reported" })], ["sev1", "sev2", "sev3"]);
    expect(names(log.bySeverity)).toEqual([["sev1", 1], ["sev2", 1], ["sev3", 1], ["odd", 1], [null, 1]]);
    expect(names(log.byComponent)).toEqual([["node", 3], ["wallet", 1], [null, 1]]);
    expect(log.incidents.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
    expect([log.all.incidents, log.all.open]).toEqual([5, 1]);
  });

  test("leaves unknown durations out of the median and counts them", () => {
    const { all } = incidentLog([logged(1, { minutes: { toResolve: 10 } }), logged(2, { minutes: { toResolve: 30 } }), logged(3)], []);
    expect(all.medians.toResolve).toEqual({ minutes: 20, known: 2, unknown: 1 });
    expect(all.medians.toDetect).toEqual({ minutes: null, known: 0, unknown: 3 });
  });

  test("counts false alarms, which measure nothing", () => {
    const { all } = incidentLog([logged(1, { minutes: { toResolve: 10 } }), logged(2, { triage: "false-alarm", minutes: { toResolve: 9_999 } })], []);
    expect(all).toMatchObject({ incidents: 2, falseAlarms: 1, medians: { toResolve: { minutes: 10, known: 1, unknown: 0 } } });
  });

  test("takes over what an incident says, and what it does not", () => {
    const { incident } = folded(SEV1, NEW, moment("started", "2026-12-01T11:00Z"), { act: moment("resolved", "2026-12-01T12:30Z", "restarted it"), at: 60 });
    expect(loggedIncident(incident, { repository: "acme/app", url: "u" })).toMatchObject({ severity: "sev1", component: null, startedAt: NOON - 3_600_000, resolvedAt: NOON + 1_800_000, minutes: { toResolve: 90, toMitigate: null } });
  });

  test("of nothing is nothing", () => {
    expect(incidentLog([], ["sev1"])).toMatchObject({ incidents: [], bySeverity: [], byComponent: [], all: { incidents: 0 } });
  });
});

test.each([[[], null], [[5], 5], [[9, 1], 5], [[3, 1, 2], 2], [[-10, 10, 30, 50], 20]])("the median of %j is %p", (values, expected) => {
  expect(median(values)).toBe(expected);
});

test("a median lies in the middle whatever the order", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 20 }), (values) => {
    const middle = median(values) ?? NaN;
    expect(values.filter((one) => one < middle).length).toBeLessThanOrEqual(values.length / 2);
    expect(values.filter((one) => one > middle).length).toBeLessThanOrEqual(values.length / 2);
    expect(median([...values].reverse())).toBe(middle);
  }));
});
