/** `operations`: what the release needs done, again and again or once on a date: payouts, clean-ups, the upgrade of a hosted service. */
import { z } from "zod";
import { authority, id, ids, link, person, text, time } from "./field.ts";

export const operation = z.strictObject({
  id: id("Short name by which it is reported as done.", "payouts"),
  title: text("What is to be done.", "Pay the storage providers").optional(),
  every: text("When it comes again.", "every Monday 10:00", 120).optional(),
  due: time("When it is to be done, if only once.").optional(),
  owner: person("Who does it.").optional(),
  manager: authority("Who sees to it.").optional(),
  from: time("Since when it comes again.").optional(),
  until: time("Until when it comes again.").optional(),
  after: ids("Operations and milestones that come before it.", "payout-tool").optional(),
  see: link("Where it is described.").optional(),
}).refine((given) => (given.every === undefined) !== (given.due === undefined), "needs either `every` or `due`");
