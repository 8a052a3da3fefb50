/** Who can read the logs of incidents, in words: under the logs of an incident, in the incident log, and once as an alarm. */
import { isAlarming, isAsItShould } from "../domain/incident/log-access.ts";
import type { LogAccess, LogAccessRecord } from "../domain/model/log-access.ts";
import type { MessageWords } from "../domain/model/message.ts";
import { called } from "./command-person.ts";
import { counted, firstFew, sentence } from "./enumeration.ts";
import { markdownCode, markdownText, plainText } from "./escape.ts";

const NAMED = 20;

type Found = Pick<LogAccessRecord, "repository" | "access">;
/** how a name is written where it is shown */
type Named = (name: string) => string;

/** One paragraph; a fault is set in bold, and says what to do. */
export function logAccessText({ repository, access }: Found): string {
  const said = words(access, (name) => markdownText(name, 100));
  const place = `Logs are kept in ${markdownCode(repository, 140)}`;
  return isAsItShould(access) ? `${place}: ${said}.` : `${place}. **${sentence(said)}.** ${todo(access, markdownCode(repository, 140))}`;
}

/** A new comment, once for what was found; null = nobody need be called for it. */
export function logAccessAlarm(found: Found, owners: readonly string[]): string | null {
  return isAlarming(found.access) ? `${called(owners, "Maintainers")}: ${logAccessText(found)}` : null;
}

export function logAccessWords({ repository, access }: Found, url: string): MessageWords {
  const name: Named = (one) => plainText(one, 100);
  return { title: plainText(`Logs of incidents in ${repository}: ${words(access, name)}`, 250), lines: [plainText(todo(access, repository).replaceAll("`", ""), 400)], url };
}

function words(access: LogAccess, name: Named): string {
  if (access.verdict === "unchecked") return "who can read them cannot be checked";
  if (access.verdict === "open") return access.to === "everybody" ? "everybody can read them, since that repository is public" : "everybody in the enterprise can read them";
  const { without, unknown, able, others, oneFirm } = access;
  const parts = [
    oneFirm === null ? null : `only one firm can read them: ${name(oneFirm)}`,
    without.length === 0 ? null : `${able === 0 ? "none" : "not all"} of those who are to can read them: ${firstFew(without.slice(0, NAMED).map(name), NAMED, without.length)} cannot`,
    unknown.length === 0 ? null : `who is in ${firstFew(unknown.slice(0, NAMED).map(name), NAMED, unknown.length)} cannot be checked`,
    without.length + unknown.length > 0 || oneFirm !== null ? null : `all ${counted(able, "reader")} of the plan can read them`,
    others === 0 ? null : `${counted(others, "other")} can as well`,
  ];
  return parts.filter((part) => part !== null).join("; ");
}

function todo(access: LogAccess, repository: string): string {
  if (access.verdict === "open") return `Make ${repository} private, and give the readers of the plan access to it.`;
  if (access.verdict === "listed") return access.without.length > 0 ? `Give them access to ${repository}.` : access.unknown.length > 0 ? "Write their logins, or a team of the plan itself, in `incidents.logs.readers`." : `Give the readers of other firms access to ${repository}.`;
  return access.because === "unseen" ? `Install this app on ${repository}, or correct its name in the plan.` : `GitHub does not tell this app who can read ${repository}: its rights to metadata and members are missing there.`;
}
