/**
 * The plan in force: what the file says, and what people switched on and off by command since. A freeze begun by a command is a freeze like any
 * other, named `manual-<comment>`; a thaw ends the freeze it names and no other. Where nothing was switched, the plan comes back as it is.
 */
import type { Freeze, ReleasePlan } from "../model/plan.ts";
import type { FreezeSwitch } from "../model/snapshot.ts";

export function planWithSwitches(plan: ReleasePlan, switches: readonly FreezeSwitch[]): ReleasePlan {
  if (switches.length === 0) return plan;
  const begun = switches.filter((one) => one.to === "on").map((one) => manualFreeze(plan, one));
  return { ...plan, freezes: [...plan.freezes, ...begun].map((freeze) => withThaws(freeze, switches)) };
}

function withThaws(freeze: Freeze, switches: readonly FreezeSwitch[]): Freeze {
  const ends = switches.filter((one) => one.to === "off" && one.freeze === freeze.id).sort((a, b) => a.at - b.at);
  const armed = ends.at(-1)?.armed;
  return ends.length === 0 ? freeze : { ...freeze, thaws: ends.map((one) => one.at), ...(armed === undefined ? {} : { thaw: armed }) };
}

/** It lets in what mends, and the release itself; one of an incident only what its lane lists. Exceptions to it are approved by whoever approves any in this plan. */
function manualFreeze(plan: ReleasePlan, started: FreezeSwitch): Freeze {
  const zone = plan.release.timezone;
  const approvers = [...new Set(plan.freezes.flatMap((freeze) => freeze.waivers.approvers))];
  const { incident } = started;
  const lane = incident === undefined || incident.lane.length === 0 ? [] : [{ pulls: incident.lane, because: `emergency fix of incident #${incident.number}${incident.risk === undefined ? "" : `; ${incident.risk}`}`, by: started.by, see: null }];
  return {
    id: started.freeze, title: incident === undefined ? `Freeze by ${started.by}` : `Freeze of incident #${incident.number}`,
    from: { time: { text: new Date(started.at).toISOString(), precision: "minute", zone, at: started.at, start: null, after: null, resolveBy: null } },
    until: started.until ?? null, mode: "enforce", products: null, branches: started.branches ?? null, allow: incident === undefined ? ["bugfix", "release"] : [],
    except: { products: [], repositories: [], paths: [] }, agreed: lane, waivers: { approvers, approvals: 1 }, notice: [], noticeComment: "none", because: started.because,
  };
}
