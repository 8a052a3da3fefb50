import { describe, expect, test } from "@jest/globals";
import { foldIncident } from "../../../src/domain/incident/fold.ts";
import { isAfter, isAhead } from "../../../src/domain/incident/when.ts";
import { INCIDENT_STATES, MOMENTS, REPORT_PARTS, TRIAGES } from "../../../src/domain/model/incident.ts";
import type { IncidentAct, IncidentEntry, When } from "../../../src/domain/model/incident.ts";
import { entry, NOON, OPENED } from "../../support/incident-builder.ts";
import { fc } from "../../support/properties.ts";

const whens: fc.Arbitrary<When | null> = fc.oneof(
  fc.constant(null), fc.constant<When>({ precision: "unknown", text: "unknown" }),
  fc.integer({ min: -600, max: 120 }).map((minutes): When => ({ precision: "minute", at: NOON + minutes * 60_000, text: `${minutes}` })),
  fc.constantFrom("2026-11-29", "2026-11-30", "2026-12-01", "2026-12-02").map((day): When => ({ precision: "day", day, from: Date.parse(`${day}T00:00Z`), to: Date.parse(`${day}T00:00Z`) + 86_400_000, text: day })),
);
const words = fc.constantFrom(null, "restarted", "it healed itself");

const acts: fc.Arbitrary<IncidentAct> = fc.oneof(
  fc.record({ kind: fc.constant("moment" as const), moment: fc.constantFrom(...MOMENTS), when: whens, text: words }),
  fc.record({ kind: fc.constant("moment" as const), moment: fc.constantFrom("mitigated" as const, "resolved" as const), when: whens, text: words }),
  fc.record({ kind: fc.constant("triage" as const), as: fc.constantFrom(...TRIAGES), known: fc.constant(null), text: words }),
  fc.constantFrom<IncidentAct>({ kind: "severity", severity: "sev1", light: false }, { kind: "severity", severity: "sev3", light: true }, { kind: "own", who: "ann" }, { kind: "reopened", text: null }, { kind: "reviewed" },
    { kind: "inform", inform: false, audience: null, role: null, review: null, text: "nobody noticed" }, { kind: "freeze", to: "on", text: null }, { kind: "freeze", to: "off", text: null },
    { kind: "version", version: "v1" }, { kind: "version", version: "v2" }, { kind: "error", text: "panic: one" }, { kind: "error", text: "panic: two" }, { kind: "published", as: "release-note", tag: "v1" },
    { kind: "logs", step: "request", who: "ben", node: null, range: null, location: null, hash: null }, { kind: "no-need", of: "logs", text: "the counters say it" }, { kind: "no-need", of: "others", text: "we are enough" }, { kind: "party", who: "eve", role: "operator" },
    { kind: "plan", horizon: "hours", text: "look", owner: "ben", due: null }, { kind: "step-done", number: 1 }, { kind: "hypothesis", number: null, state: "open", text: "a race" },
    { kind: "lane", pulls: [{ repository: "acme/app", number: 4 }], text: "small" }, { kind: "lane", pulls: [] }),
  fc.record({ kind: fc.constant("report" as const), part: fc.constantFrom(...REPORT_PARTS), text: fc.constantFrom("-", "the proxy ran out of memory") }),
  fc.record({ kind: fc.constant("timeline" as const), when: whens, text: fc.constantFrom("a", "b") }),
  fc.record({ kind: fc.constant("edited" as const), comment: fc.integer({ min: 1, max: 6 }), line: fc.constant(0), when: whens, text: fc.constantFrom(null, "c") }),
);

const ledgers = fc.array(fc.record({ act: acts, at: fc.integer({ min: 0, max: 90 }), by: fc.constantFrom("ann", "ben", "eve") }), { maxLength: 14 })
  .map((all): readonly IncidentEntry[] => [entry({ act: OPENED }), ...all.map((one, index) => entry({ ...one, comment: index + 1, rights: { owner: one.by === "ann", writer: one.by !== "eve" } }))]);

describe("any ledger", () => {
  test("gives the same incident in any order and however often each entry comes", () => {
    fc.assert(fc.property(ledgers, fc.array(fc.nat()), (entries, order) => {
      const shuffled = entries.map((one, index) => ({ one, rank: order[index] ?? index })).sort((a, b) => a.rank - b.rank).map(({ one }) => one);
      const doubled = [...shuffled, ...entries.filter((_, index) => (order[index] ?? 0) % 2 === 0)];
      expect(foldIncident(doubled)).toEqual(foldIncident(entries));
    }));
  });

  test("holds no two moments that contradict each other, and none from the future", () => {
    fc.assert(fc.property(ledgers, (entries) => {
      const incident = foldIncident(entries)?.incident;
      const latest = Math.max(...entries.map(({ at }) => at));
      const { started, mitigated, resolved, ...noticed } = incident?.moments ?? {};
      for (const { first, last } of Object.values(incident?.moments ?? {})) for (const one of [first, last]) expect(isAhead(one, latest)).toBe(false);
      for (const later of [mitigated, resolved, ...Object.values(noticed)]) if (started !== undefined && later !== undefined) expect(isAfter(started.last, later.first)).toBe(false);
      const over = incident?.state === "resolved" || incident?.state === "reviewed";
      if (over && mitigated !== undefined && resolved !== undefined) expect(isAfter(mitigated.last, resolved.last)).toBe(false);
    }));
  });

  test("holds one decision at most on each action, and says of each that nobody decided who left it", () => {
    fc.assert(fc.property(ledgers, (entries) => {
      const incident = foldIncident(entries)?.incident;
      const decided = incident?.actions.map(({ action }) => action) ?? [];
      const undecided = incident?.undecided.map(({ action }) => action) ?? [];
      expect(new Set(decided).size).toBe(decided.length);
      expect(undecided.filter((action) => decided.includes(action))).toEqual([]);
      const asked = incident?.triage === "new" && !incident.light && ["mitigated", "resolved", "reviewed"].includes(incident.state);
      expect([...decided, ...undecided].sort()).toEqual(asked ? ["investigation", "logs", "others"] : [...decided].sort());
    }));
  });

  test("is reviewed only with everything that a review asks for, and loses no word that was said in it", () => {
    fc.assert(fc.property(ledgers, (entries) => {
      const fold = foldIncident(entries);
      const incident = fold?.incident;
      expect(INCIDENT_STATES).toContain(incident?.state);
      if (incident?.state === "reviewed") expect(incident.triage).not.toBeNull();
      if (incident?.state === "reviewed" && !incident.light && incident.triage !== "false-alarm" && incident.reopenings === 0)
        expect(entries.some(({ act }) => act.kind === "severity" || act.kind === "inform" || act.kind === "triage")).toBe(true);
      const notes = entries.filter(({ id, act }) => act.kind === "timeline" && fold?.outcomes.get(id)?.done === true);
      for (const { id } of notes) expect(incident?.timeline.some((item) => item.id === id)).toBe(true);
    }));
  });
});
