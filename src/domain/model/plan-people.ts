/** Groups of people that the plan itself describes, committees for instance: GitHub need not know them. */
import type { Instant } from "./instant.ts";

/** Where a plan lists who owns or approves something, the id of such a group stands for all its members. */
export interface PlannedTeam {
  readonly id: string;
  readonly title: string;
  /** a login; null = nobody leads it, which is warned of */
  readonly chair: string | null;
  /** the chair is one of them, named or not */
  readonly members: readonly TeamSeat[];
  readonly away: readonly Absence[];
}

export interface TeamSeat {
  readonly who: string;
  /** the firm or body that they come from; null = the plan does not say */
  readonly organization: string | null;
  /** where they live; absent = in the plan's zone, as far as is known */
  readonly timezone?: string;
  /** part-time and the like, in the plan's own words */
  readonly load: string | null;
}

/** From its first instant to the one at which they are back. */
export interface Absence {
  readonly who: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly because: string | null;
}
