/** Change: one write, as a value. A dry run prints these; `apply` performs them; an empty list means GitHub already agrees. */
import type { DesiredCheck } from "./check.ts";

export type Change =
  | { readonly kind: "create-check"; readonly check: DesiredCheck }
  | { readonly kind: "update-check"; readonly id: number; readonly check: DesiredCheck };
