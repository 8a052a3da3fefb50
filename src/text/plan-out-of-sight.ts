/** What people are told when a plan in force can no longer be read as it was: it binds on as it last was good, why, and how to end that. */
import type { Instant } from "../domain/model/instant.ts";
import type { MessageWords } from "../domain/model/message.ts";
import type { PlanRecord } from "../domain/model/records.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { joined } from "./enumeration.ts";
import { markdownText } from "./escape.ts";
import { instantText } from "./instant.ts";
import { markdownVoice, terminalVoice } from "./voice.ts";
import type { Voice } from "./voice.ts";

export interface LostPlan {
  readonly home: RepositoryName;
  readonly path: string;
  /** `gone`: the repository of the plan is out of sight */
  readonly state: Exclude<PlanRecord["state"], "good"> | "gone";
  readonly since: Instant;
  readonly zone: string;
  /** that it still binds, and that can be seen */
  readonly binds: readonly RepositoryName[];
}

const SHOWN = 10;

/** To the manager, outside GitHub. */
export function lostPlanWords(lost: LostPlan): MessageWords {
  return { title: `The release plan of ${terminalVoice.text(lost.home, 140)} cannot be followed`, lines: [`${instantText(lost.since, lost.zone, null)}: ${whyText(lost, terminalVoice)}`, holdsText(lost, terminalVoice), remedyText(lost, terminalVoice)], url: null };
}

/** In the tracking issue of each of its freezes. */
export function lostPlanText(lost: LostPlan): string {
  const voice = markdownVoice("https://github.com");
  return `**${whyText(lost, voice)}** Since ${instantText(lost.since, lost.zone, null)}. ${holdsText(lost, voice)} ${remedyText(lost, voice)}`;
}

function whyText({ state, home, path }: LostPlan, voice: Voice): string {
  const file = voice.code(path, 120);
  switch (state) {
    case "gone": return `The Warden cannot see ${voice.text(home, 140)} any more: the app was taken off it, or it was deleted or given to another owner.`;
    case "unreachable": return `GitHub does not let the Warden read ${file} in ${voice.text(home, 140)}.`;
    case "vanished": return `${file} is gone from ${voice.text(home, 140)}.`;
    case "wrong": return `${file} in ${voice.text(home, 140)} is not a plan as it stands.`;
  }
}

function holdsText({ binds }: LostPlan, voice: Voice): string {
  const names = binds.slice(0, SHOWN).map((name) => voice.text(name, 140));
  return `The last good plan stays in force${names.length === 0 ? "" : ` in ${joined([...names, ...(binds.length > SHOWN ? [`${binds.length - SHOWN} more`] : [])])}`}, so nothing was thawed by this.`;
}

function remedyText({ state, home }: LostPlan, voice: Voice): string {
  const thaw = `To end a freeze without it, its manager writes ${voice.code("/warden thaw because …", 60)} in each repository that is to be thawed.`;
  const name = voice.text(home, 140);
  switch (state) {
    case "gone": return `To follow the plan again, give the app access to ${name}. ${thaw} To leave the plan for good, name another home there (${voice.code("governed_by: OWNER/REPOSITORY", 60)}), or take that line out.`;
    case "unreachable": return `To follow the plan again, let the app read the contents of ${name}. ${thaw}`;
    case "vanished": return `To go on, put the file back; to end the plan, end its freezes in it first. ${thaw}`;
    case "wrong": return `To go on, correct it: the check on its last commit names each line. ${thaw}`;
  }
}

/** A last comment under an issue that stood in for the one in the plan's own repository. */
export function movedHomeText(place: RepositoryName): string {
  return `The Warden sees the repository of this plan again, so this freeze is followed in ${markdownText(place, 140)} from now on.`;
}
