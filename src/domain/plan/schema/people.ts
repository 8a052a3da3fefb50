/** `teams`: groups of people that the plan describes itself, such as a committee with a chair. */
import { z } from "zod";
import { id, list, login, text, time } from "./field.ts";

const seat = z.strictObject({
  who: login("A GitHub login."),
  organization: text("The firm or body that they come from.", "Factom Inc", 100).optional(),
  timezone: text("The zone in which they live, where it is not release.timezone: a place such as America/Chicago, or an offset.", "America/Chicago", 60).optional(),
  load: text("How much of their time it has.", "part-time", 100).optional(),
});

const absence = z.strictObject({
  who: login("Who is away."),
  from: time("The first day or instant."),
  to: time("The last day or instant."),
  because: text("Why.", "elections", 300).optional(),
});

export const planTeam = z.strictObject({
  id: id("Short name; where the plan lists owners or approvers it stands for all members.", "core-committee"),
  title: text("What people call it.", "Core and code committee").optional(),
  chair: login("Who leads it.").optional(),
  members: list(z.union([login("A GitHub login."), seat]), "Who belongs to it.", ["bwhm"], 100).optional(),
  away: list(absence, "Who is away when; reminders pass them over meanwhile.", [{ who: "bwhm", from: "2026-12-20", to: "2027-01-03" }], 100).optional(),
});
