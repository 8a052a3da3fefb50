/**
 * Whether a plan that can be read also makes sense. One family of rules a file, under `coherence/`.
 * Errors are for what cannot be acted on; warnings are for what a careful colleague would ask about.
 */
import type { Check } from "./coherence/check.ts";
import { checkContradictions } from "./coherence/contradictions.ts";
import { checkDateMoves } from "./coherence/date-moves.ts";
import { checkDates } from "./coherence/dates.ts";
import { checkFallbacks } from "./coherence/fallbacks.ts";
import { checkFreezes } from "./coherence/freezes.ts";
import { checkGlobs } from "./coherence/globs.ts";
import { checkIncidents } from "./coherence/incidents.ts";
import { checkKeyResults, checkKinds } from "./coherence/key-results.ts";
import { checkMaintenance } from "./coherence/maintenance.ts";
import { checkOrder } from "./coherence/order.ts";
import { checkProducts } from "./coherence/products.ts";
import { checkReferences } from "./coherence/references.ts";
import { checkTeams } from "./coherence/teams.ts";
import { checkTesting } from "./coherence/testing.ts";
import { checkUserStories } from "./coherence/user-stories.ts";
import { checkWindows } from "./coherence/windows.ts";

const FAMILIES = [checkReferences, checkOrder, checkProducts, checkGlobs, checkFreezes, checkContradictions, checkDates, checkDateMoves, checkKeyResults, checkKinds, checkTesting, checkIncidents, checkMaintenance, checkTeams, checkWindows, checkFallbacks, checkUserStories] as const;

export function checkCoherence(check: Check): void {
  for (const family of FAMILIES) family(check);
}
