/** One incident command as a row: how it is written, what it does, who may, and how it is read. */
import type { IncidentAct } from "../model/incident.ts";
import type { IncidentPlan } from "../model/plan-incidents.ts";
import type { Reading } from "../plan/time/reading.ts";
import type { IncidentRight } from "./may.ts";
import type { WhenContext } from "./when.ts";

export interface VerbContext extends WhenContext {
  /** who wrote it */
  readonly login: string;
  /** of the incident, `owner/name`: what `#7` is read in */
  readonly repository: string;
  readonly plan: IncidentPlan;
}

export interface IncidentVerb {
  readonly verb: string;
  /** as in a manual: capitals stand for what is to be filled in, brackets for what may be left out */
  readonly usage: string;
  /** one sentence */
  readonly does: string;
  readonly right: IncidentRight;
  /** the lines after it, up to an empty one, belong to it */
  readonly takesLines: boolean;
  /** null = it asks for the commands themselves */
  readonly read: ((text: string, context: VerbContext) => Reading<IncidentAct>) | null;
}
