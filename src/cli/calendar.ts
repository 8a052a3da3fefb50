/** `calendar`: every date of a plan, as a table or as iCalendar. */
import { planCalendar } from "../domain/plan/calendar.ts";
import { calendarLines } from "../text/calendar.ts";
import { terminalText } from "../text/escape.ts";
import type { Command } from "./command.ts";
import { planIcs } from "../text/plan-ics.ts";
import { readPlan } from "./input-file.ts";
import { printLines } from "./io.ts";
import { paintFor } from "./paint.ts";

export const calendarCommand: Command = {
  name: "calendar",
  usage: "calendar FILE [--ics]",
  summary: "print every date of a plan, with weekday and both zones",
  help: ["Prints the plan's dates in order. --ics prints them as iCalendar, for calendar programs: release-warden calendar plan.yml --ics > release.ics"],
  options: [{ name: "ics", value: null, required: false, help: "print iCalendar (RFC 5545) instead of a table" }],
  operands: { least: 1, most: 1, name: "file" },
  run: async ({ operands, switches }, io) => {
    const plan = await readPlan(operands[0] ?? "", io);
    const entries = planCalendar(plan);
    if (switches.has("ics")) io.stdout(planIcs(plan, entries, io.now()));
    else printLines(io.stdout, [paintFor(io)("strong", terminalText(plan.release.name)), ...calendarLines(entries, plan.release.timezone, io.columns)]);
    return 0;
  },
};
