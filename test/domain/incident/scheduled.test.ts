import { expect, test } from "@jest/globals";
import { scheduledMeanwhile } from "../../../src/domain/incident/scheduled.ts";
import { parseText, planOf } from "../plan/plan-fixture.ts";

const PLAN = planOf(parseText(`release: { name: "2.4", timezone: UTC, due: 2026-12-10T12:00 }
milestones:
  - { id: past, title: Past, due: 2026-11-30T12:00 }
  - { id: test, title: Test, due: 2026-12-02T12:00 }
  - { id: someday, title: Someday, due: { unknown: true, resolve_by: 2026-12-04 } }
  - { id: far, title: Far, due: 2026-12-20T12:00 }
messages: [{ id: word, due: 2026-12-03 }]
`));
const at = (text: string): number => Date.parse(`${text}T09:00Z`);
const ended = (day: string, until: number | null = null) => ({ from: at(day), by: null, until, endedBy: null });

test.each([
  ["from its report on, while it freezes nothing", { openedAt: at("2026-12-01"), freezes: [] }, ["Test", "2.4"]],
  ["from its freeze on", { openedAt: at("2026-12-01"), freezes: [ended("2026-12-05")] }, ["2.4"]],
  ["from its last freeze on", { openedAt: at("2026-12-01"), freezes: [ended("2026-12-01", at("2026-12-02")), ended("2026-12-08")] }, ["2.4", "Far"]],
  ["nothing", { openedAt: at("2027-01-01"), freezes: [] }, []],
])("%s", (_name, incident, titles) => expect(scheduledMeanwhile(incident, PLAN).map(({ title }) => title)).toEqual(titles));
