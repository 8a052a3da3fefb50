import { describe, expect, test } from "@jest/globals";
import { decideLogAccess, isAlarming, isAsItShould } from "../../../src/domain/incident/log-access.ts";
import type { NamedReader, Readership } from "../../../src/domain/model/log-access.ts";
import { logAccessAlarm, logAccessText } from "../../../src/text/incident-log-access.ts";

const person = (who: string): NamedReader => ({ who, members: [who] });
const listed = (...logins: string[]): Readership => ({ kind: "listed", logins });
const seats = [["ada", "Factom Inc"], ["ben", "LayerTech"], ["eve", "LayerTech"], ["joe", null]].map(([who = "", organization = null]) => ({ who: who ?? "", organization, load: null }));
const COMMITTEE = [person("ada"), person("ben"), person("joe")];

describe("who can read the logs of incidents", () => {
  test.each<[name: string, readers: readonly NamedReader[], readership: Readership, says: string, alarm: boolean]>([
    ["all who are to", COMMITTEE, listed("ada", "BEN", "joe"), "`o/logs`: all 3 readers of the plan can read them.", false],
    ["all who are to, and others", COMMITTEE, listed("ada", "ben", "joe", "root"), "`o/logs`: all 3 readers of the plan can read them; 1 other can as well.", false],
    ["not everybody", COMMITTEE, listed("ada", "ben", "root"), "`o/logs`. **Not all of those who are to can read them: joe cannot; 1 other can as well.** Give them access to `o/logs`.", false],
    ["one firm alone, whoever else is unknown to the plan", COMMITTEE, listed("ben", "eve", "root"), "`o/logs`. **Only one firm can read them: LayerTech; not all of those who are to can read them: ada and joe cannot; 2 others can as well.** Give them access to `o/logs`.", true],
    ["one firm alone, where its readers are of one firm", [person("ben"), person("eve")], listed("ben", "eve"), "`o/logs`: all 2 readers of the plan can read them.", false],
    ["one firm alone, and people whose firm nobody knows", [person("ben"), person("joe")], listed("ben", "joe"), "`o/logs`: all 2 readers of the plan can read them.", false],
    ["another firm of the plan beside it", [person("ada"), person("ben")], listed("ben", "ada"), "`o/logs`: all 2 readers of the plan can read them.", false],
    ["nobody who is to", COMMITTEE, listed("root"), "`o/logs`. **None of those who are to can read them: ada, ben and joe cannot; 1 other can as well.** Give them access to `o/logs`.", true],
    ["members of a team, each by name", [{ who: "o/core", members: ["ada", "ben"] }], listed("ada"), "`o/logs`. **Only one firm can read them: Factom Inc; not all of those who are to can read them: ben cannot.** Give them access to `o/logs`.", true],
    ["a team that nobody can see into", [person("ada"), { who: "o/core", members: null }], listed("ada"), "`o/logs`. **Who is in o/core cannot be checked.** Write their logins, or a team of the plan itself, in `incidents.logs.readers`.", false],
    ["not to be seen", COMMITTEE, { kind: "unseen" }, "`o/logs`. **Who can read them cannot be checked.** Install this app on `o/logs`, or correct its name in the plan.", false],
    ["not told", COMMITTEE, { kind: "untold" }, "`o/logs`. **Who can read them cannot be checked.** GitHub does not tell this app who can read `o/logs`: its rights to metadata and members are missing there.", false],
    ["everybody", COMMITTEE, { kind: "open", to: "everybody" }, "`o/logs`. **Everybody can read them, since that repository is public.** Make `o/logs` private, and give the readers of the plan access to it.", true],
    ["everybody of the enterprise", COMMITTEE, { kind: "open", to: "enterprise" }, "`o/logs`. **Everybody in the enterprise can read them.** Make `o/logs` private, and give the readers of the plan access to it.", true],
  ])("%s", (_name, readers, readership, says, alarm) => {
    const access = decideLogAccess(readers, seats, readership);
    expect(logAccessText({ repository: "o/logs", access })).toBe(`Logs are kept in ${says}`);
    expect(isAlarming(access)).toBe(alarm);
    expect(logAccessAlarm({ repository: "o/logs", access }, ["rita"])?.startsWith("@rita: Logs are kept in `o/logs`. **") ?? false).toBe(alarm);
    expect(isAsItShould(access)).toBe(!says.includes("**"));
  });
});
