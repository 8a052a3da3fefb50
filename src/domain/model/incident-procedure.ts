/** What people had agreed on when it was opened: a later change of it does not reach back. */
export interface IncidentProcedure {
  /** commit of the release plan; null = none is known */
  readonly plan: string | null;
  /** as the plan calls it: a version, a file, an address; null = it says nothing */
  readonly version: string | null;
}
