/** `maintenance`: work that is planned and announced, apart from incidents. */
import { z } from "zod";
import { duration, id, list, person, text, time } from "./field.ts";

export const maintenance = z.strictObject({
  id: id("Short name.", "db-move"),
  title: text("What people call it.", "Database moves").optional(),
  from: time("The instant at which it begins, with its time of day."),
  to: time("The instant at which it is over."),
  components: list(id("A part that is worked on.", "database"), "Parts that are worked on, as in `incidents.components`. It may be any if left out.", ["database", "api"], 20).optional(),
  owner: person("Who does it, and can be asked.").optional(),
  audiences: list(id("One of `incidents.audiences`.", "operators"), "Who is told of it outside GitHub when it begins.", ["operators"], 20).optional(),
  notice: list(duration("So long before it begins.", "24 hours"), "How long before it begins they are told as well. Only when it begins if left out.", ["24 hours"], 5).optional(),
  because: text("Why, in words that everybody may read.", "new disks", 300).optional(),
});
