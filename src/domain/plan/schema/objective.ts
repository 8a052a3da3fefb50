/** `objectives`: what key results serve, how often they are tracked and by whom. */
import { z } from "zod";
import { authority, id, text, time } from "./field.ts";

export function tracked() {
  return text("When people are asked for their scores.", "every Monday", 120).optional();
}

export const objective = z.strictObject({
  id: id("Short name by which key results refer to it.", "launch"),
  title: text("What is to be achieved.", "Launch the Acropolis network", 500).optional(),
  from: time("When tracking begins. With the first weights if left out.").optional(),
  tracked: tracked(),
  manager: authority("Who sees to the tracking and gives the grades; the manager of the release if left out.").optional(),
});
