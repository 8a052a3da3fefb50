/** `board`: a project of the organization on which the plan is shown. */
import { z } from "zod";

const number = z.int().min(1, "is less than 1").meta({ description: "The number of a project of the organization, as in its address.", examples: [12] });

const made = z.boolean().refine((given) => given, "is false; leave the line out for no board");

export const board = z.union([made, number]);
