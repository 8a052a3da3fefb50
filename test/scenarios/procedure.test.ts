/**
 * Scenes of a vote on the procedure for incidents. The first is Factom's of 15 July 2018: Niels moves, Tor seconds; Brian, Niels, Tor, Julian and Sam
 * say yes, after a concern about bureaucracy.
 */
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { addTeamMember, createTeam, setMember } from "../../src/sandbox/github/state/account.ts";
import { deleteIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createIncidentScene } from "../support/incident-scene.ts";
import type { IncidentScene } from "../support/incident-scene.ts";

let scene: IncidentScene;
afterEach(async () => {
  expect(scene.complaints).toEqual([]);
  await scene.stop();
});

const GUIDES = "teams: [{ id: guides, chair: sam, members: [brian, niels, tor, julian] }]\n";
const HEAD = `release: { name: "2.4", manager: rita, timezone: UTC }\n`;
const PROCEDURE = "{ version: \"2.1\", file: docs/incident-procedure.md, ratified_by: guides }";
const planWith = (procedure: string, teams = GUIDES): string => `${HEAD}${teams}incidents: { owners: [rita], procedure: ${procedure}, clocks: { claim: never, severity: never, inform: never, update: never, report: never } }\n`;

function write(text: string | null): void {
  const files = { "docs/incident-procedure.md": text };
  pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("rita"), bypassRules: true, commits: [{ message: "Change the procedure", files }] });
}

function issueOf(version = "2.1"): Issue {
  const all = [...scene.repository.issues.values()].filter(({ title }) => title.startsWith(`Incident procedure ${version}: `));
  const [found] = all;
  if (found === undefined || all.length > 1) throw new Error(`${all.length} issues of procedure ${version}`);
  return found;
}

const say = async (body: string, login: string): Promise<string> => scene.answer(await scene.say(issueOf(), body, login));
const told = (issue: Issue): readonly string[] => scene.ours(issue).filter((body) => body.startsWith("<!-- release-warden:told/")).map((body) => body.split("\n").slice(1).join("\n"));
const shown = (issue: Issue): string => (issue.body ?? "").replace(/<details>[^]*<\/details>/, "").replace(/\n?<!--[^>]*-->/g, "").trim();

async function begun(procedure = PROCEDURE): Promise<void> {
  scene = await createIncidentScene({ plan: null, now: "2018-07-15T18:00:00Z" });
  write("# How incidents are handled\n");
  scene.plan(planWith(procedure));
  await scene.settle();
  for (const login of ["brian", "niels", "tor", "julian", "sam", "paul"]) scene.person(login, "read");
  scene.person("alexander", "triage");
}

describe("a version of the procedure", () => {
  beforeEach(async () => begun());

  test("is ratified by five yes of five: Niels moves, Tor seconds, and a concern stands with the result", async () => {
    const issue = issueOf();
    expect([issue.title, issue.state, shown(issue).split("\n")[0]]).toEqual(["Incident procedure 2.1: to be ratified", "open", "**Procedure 2.1 is not ratified yet.** Next: @sam, @brian, @niels, @tor or @julian moves it, `/warden motion because …`."]);
    expect(await say("/warden motion because it makes clear what we should all do", "niels")).toMatch(/^\*\*Moved\*\*: that procedure 2\.1 is ratified\. @sam, @brian, @tor or @julian: `\/warden second` opens the vote/);
    expect(await say("/warden second", "niels")).toBe("**Not seconded**: you moved it yourself. Another voter must second it.");
    expect(await say("/warden concern Strikes me as unnecessary bureaucracy", "alexander")).toMatch(/^\*\*Kept\*\* as concern 1\./);
    expect(await say("/warden vote yes", "brian")).toMatch(/^\*\*Not counted\*\*: no vote is open\./);
    expect(await say("/warden second", "tor")).toMatch(/^\*\*Seconded\*\*, and the vote on procedure 2\.1 is open\. Who may vote is fixed now: sam, brian, niels, tor, julian\./);
    for (const login of ["brian", "niels", "tor", "julian", "sam"]) expect(await say("/warden vote yes", login)).toMatch(/^\*\*Counted\*\*: yes\./);
    expect([issue.title, issue.state]).toEqual(["Incident procedure 2.1: ratified", "closed"]);
    expect(shown(issue).replace(/`[0-9a-f]{10}`/g, "`SHA`")).toMatchInlineSnapshot(`
"**Ratified** on Sun 15 July 2018 18:08 UTC: 5 yes of 5, 0 no; more than half of those who may vote, 3, were needed. A concern was open: 1.

| | |
|---|---|
| Version | 2.1 |
| File | \`docs/incident-procedure.md\`, \`SHA\` as it stands now |
| Voted on | \`SHA\`, as it stood when the motion was seconded |
| Who votes, fixed when it was seconded | sam, brian, niels, tor and julian |
| Needed | more than half of them say yes: 3 of 5 |
| Motion | niels, Sun 15 July 2018 18:01 UTC: it makes clear what we should all do |
| Second | tor, Sun 15 July 2018 18:05 UTC |
| Result | **Carried**, Sun 15 July 2018 18:08 UTC: 5 yes of 5, 0 no; more than half of those who may vote, 3, were needed. A concern was open: 1 |

| Who | Vote | Why |
|---|---|---|
| sam | **yes** |  |
| brian | **yes** |  |
| niels | **yes** |  |
| tor | **yes** |  |
| julian | **yes** |  |

**Concerns**

1. Strikes me as unnecessary bureaucracy — alexander, **open**

In comments here: \`/warden motion\`, \`/warden second\`, \`/warden vote yes\`, \`no\` or \`abstain\`, \`/warden concern …\`. A concern stops nothing; it is kept, and stands with the result."
`);
    expect(told(issue)).toEqual([expect.stringMatching(/^@sam, @brian, @niels, @tor and @julian: \*\*the vote on procedure 2\.1 is open\*\*, until enough say yes, or everybody has voted\. Moved by niels, seconded by tor\./), expect.stringMatching(/^\*\*Ratified\*\* on .*: 3 yes of 5, 0 no, 2 not voted; more than half of those who may vote, 3, were needed\. A concern was open: 1\.$/)]);
  });

  test("is not voted on by outsiders, nor by who came later; another vote takes the place of the one before", async () => {
    await say("/warden motion", "niels");
    scene.plan(planWith(PROCEDURE, GUIDES.replace("julian]", "julian, paul]")));
    await scene.settle();
    await say("/warden second", "tor");
    scene.plan(planWith(PROCEDURE, GUIDES.replace("julian]", "paul, eve]")));
    await scene.settle();
    expect(await say("/warden vote yes", "alexander")).toBe("**Not counted**: this is voted on by sam, brian, niels, tor, julian or paul. What you have against it is welcome as `/warden concern …`, which is kept with the result.");
    scene.person("eve", "write");
    expect(await say("/warden vote yes", "eve")).toMatch(/^\*\*Not counted\*\*: this is voted on by/);
    const stranger = await scene.say(issueOf(), "/warden vote yes", "mallory");
    expect([scene.answer(stranger), scene.reactions(stranger)]).toEqual(["", ["confused"]]);
    // Who left the team later was fixed with it, and who came with the second is in it.
    expect(await say("/warden vote no because it wakes nobody", "julian")).toMatch(/^\*\*Counted\*\*: no\./);
    expect(await say("/warden vote abstain", "julian")).toMatch(/^\*\*Counted\*\*: abstain\./);
    expect(await say("/warden vote maybe", "paul")).toMatch(/^\*\*Not counted\*\*: `maybe` is no vote\./);
    await say("/warden vote no", "paul");
    expect(shown(issueOf())).toMatch(/\| julian \| \*\*abstain\*\* \| {2}\|\n\| paul \| \*\*no\*\* \|/);
    expect(shown(issueOf())).toContain("more than half of them say yes: 4 of 6");
  });

  test("is not carried by a tie, which is said, and may be moved again", async () => {
    scene.plan(planWith(PROCEDURE.replace("guides", "[niels, tor, sam, brian]")));
    await scene.settle();
    await say("/warden motion", "niels");
    await say("/warden second", "tor");
    for (const [login, choice] of [["niels", "yes"], ["tor", "yes"], ["sam", "no"]] as const) await say(`/warden vote ${choice}`, login);
    expect(await say("/warden vote no", "brian")).toBe("**Counted**: no. With that everybody has voted, and the motion is not carried. How it stands is shown in the issue.");
    expect(told(issueOf()).at(-1)).toMatch(/^\*\*Not carried\*\* on .*: 2 yes of 4, 2 no; more than half of those who may vote, 3, were needed; a tie, which is not enough\. Next:/);
    expect(await say("/warden vote yes", "brian")).toMatch(/^\*\*Not counted\*\*: the result stands, the motion was not carried\. `\/warden motion` begins anew\.$/);
    expect(await say("/warden motion", "sam")).toMatch(/^\*\*Moved\*\*/);
    expect(shown(issueOf())).toContain("**Before that**\n\n- moved by niels: 2 yes of 4, 2 no;");
  });

  test("that was changed while it was voted on makes the vote void, which is said once", async () => {
    await say("/warden motion", "niels");
    await say("/warden second", "tor");
    await say("/warden vote yes", "niels");
    write("# How incidents are handled, otherwise\n");
    await scene.settle();
    expect(await say("/warden vote yes", "tor")).toMatch(/^\*\*Not counted\*\*: the file was changed since the vote began, so this vote is void\./);
    expect(told(issueOf()).filter((body) => body.includes("void"))).toEqual([expect.stringMatching(/^\*\*This vote is void\*\*: it was on `[0-9a-f]{10}`, and the file now holds `[0-9a-f]{10}`\./)]);
    expect(await say("/warden motion", "tor")).toMatch(/^\*\*Moved\*\*/);
    await say("/warden second", "niels");
    for (const login of ["niels", "tor", "sam"]) await say("/warden vote yes", login);
    expect(issueOf().title).toBe("Incident procedure 2.1: ratified");
  });

  test("that was changed after it was ratified is not covered, which is said once; the text that was agreed is ratified again when it comes back", async () => {
    await say("/warden motion", "niels");
    await say("/warden second", "tor");
    for (const login of ["niels", "tor", "sam"]) await say("/warden vote yes", login);
    write("# Another text\n");
    await scene.settle();
    const issue = issueOf();
    expect([issue.title, issue.state, told(issue).filter((body) => body.startsWith("**The text was changed after it was ratified**")).length]).toEqual(["Incident procedure 2.1: to be ratified again", "open", 1]);
    expect(await say("/warden motion", "tor")).toMatch(/^\*\*Moved\*\*/);
    write("# How incidents are handled\n");
    await scene.settle();
    expect([issue.title, issue.state]).toEqual(["Incident procedure 2.1: ratified", "closed"]);
    const { length } = told(issue);
    await scene.app.resync();
    await scene.passTo("2018-07-17T18:00:00Z");
    expect(told(issue)).toHaveLength(length);
  });
});

describe("an incident", () => {
  const BANNER = /^> Procedure 2\.1 (.*)$/m;
  const banner = (issue: Issue): string | null => BANNER.exec(issue.body ?? "")?.[1] ?? null;

  test("says that its procedure is not ratified yet until it is, and keeps the version that it was opened under", async () => {
    await begun();
    const first = await scene.report("nodes panic", "alexander");
    expect(banner(first)).toBe(`is not ratified yet: see #${issueOf().number}.`);
    expect(first.body).toContain("| Procedure | 2.1 and the release plan of");
    scene.plan(planWith(PROCEDURE.replace("2.1", "2.2")));
    await scene.settle();
    expect([issueOf().title, issueOf().state, issueOf("2.2").state]).toEqual(["Incident procedure 2.1: replaced", "closed", "open"]);
    expect(await say("/warden motion", "niels")).toMatch(/^\*\*Nothing was noted\*\*: this is not the issue in which procedure 2\.2 is voted on\./);
    const second = await scene.report("stalls at height 139,000", "alexander");
    expect([banner(first), second.body?.includes("> Procedure 2.2 is not ratified yet: see #")]).toEqual([`is not ratified yet: see #${issueOf().number}.`, true]);
    scene.plan(planWith(PROCEDURE));
    await scene.settle();
    expect(issueOf().state).toBe("open");
    await say("/warden motion", "niels");
    await say("/warden second", "tor");
    const writes = scene.writes();
    for (const login of ["niels", "tor", "sam"]) await say("/warden vote yes", login);
    expect([banner(first), second.body?.includes("> Procedure 2.2 is not ratified yet: see #"), scene.writes() > writes]).toEqual([null, true, true]);
    write("# Another text\n");
    await scene.settle();
    expect(banner(first)).toBe(`was changed after it was ratified: see #${issueOf().number}.`);
    scene.plan(planWith("\"2.1\""));
    await scene.settle();
    expect([banner(first), issueOf().title]).toEqual([null, "Incident procedure 2.1: not voted on"]);
  });

  test("of a plan that names its procedure in a word says nothing of a vote, and there is none", async () => {
    await begun("\"2.1\"");
    const incident = await scene.report("nodes panic", "alexander");
    expect([banner(incident), [...scene.repository.issues.values()].some(({ title }) => title.startsWith("Incident procedure"))]).toEqual([null, false]);
    expect(scene.answer(await scene.say(incident, "/warden motion", "alexander"))).toMatch(/^\*\*Nothing was noted\*\*: the release plan asks for no vote/);
  });
});

test("what is not decided when the time is over is not carried, and said to be", async () => {
  await begun(PROCEDURE.replace("guides", "guides, needs: two-thirds, votes_within: 7 days"));
  await say("/warden motion", "niels");
  await say("/warden second", "tor");
  for (const login of ["niels", "tor", "sam"]) await say("/warden vote yes", login);
  expect(shown(issueOf())).toContain("two thirds of them say yes: 4 of 5, within 7 days");
  await scene.passTo("2018-07-24T00:00:00Z");
  expect(told(issueOf()).at(-1)).toMatch(/^\*\*Not carried\*\* on Sun 22 July 2018 18:0\d UTC: 3 yes of 5, 0 no, 2 not voted; two thirds of those who may vote, 4, were needed; the time was over\./);
  expect(await say("/warden vote yes", "julian")).toMatch(/^\*\*Not counted\*\*: the result stands/);
});

test("members of a team of GitHub vote, as they were when it was seconded", async () => {
  await begun(PROCEDURE.replace("guides", "acme/guides"));
  const { world } = scene.github;
  const members = ["niels", "tor", "sam", "brian"].map((login) => scene.person(login));
  for (const member of members) setMember(scene.organization, member, "member");
  const guides = createTeam(world, scene.organization, { name: "guides", members: members.slice(0, 3) });
  await say("/warden motion", "niels");
  expect(await say("/warden second", "tor")).toContain("Who may vote is fixed now: niels, tor, sam.");
  addTeamMember(guides, scene.person("brian"), "member");
  expect(await say("/warden vote yes", "brian")).toMatch(/^\*\*Not counted\*\*: this is voted on by niels, tor or sam\./);
  for (const login of ["niels", "tor"]) await say("/warden vote yes", login);
  expect(issueOf().state).toBe("closed");
});

test("a second look changes nothing, and a lost store is rebuilt from the issue", async () => {
  await begun();
  await say("/warden motion", "niels");
  await say("/warden concern Who pays for it?", "brian");
  await say("/warden second", "tor");
  for (const login of ["niels", "tor"]) await say("/warden vote yes", login);
  const before = issueOf().body;
  const writes = scene.writes();
  await scene.app.resync();
  await scene.settle();
  expect(scene.writes()).toBe(writes);
  await scene.forget();
  await scene.settle();
  expect(issueOf().body).toBe(before);
  await say("/warden vote yes", "sam");
  expect([issueOf().title, told(issueOf()).length]).toEqual(["Incident procedure 2.1: ratified", 2]);
  await scene.forget();
  await scene.settle();
  expect([issueOf().title, issueOf().state, told(issueOf()).length]).toEqual(["Incident procedure 2.1: ratified", "closed", 2]);
});

test("an issue that a person deleted is not made again, and a file that is not there is said to be missing", async () => {
  await begun();
  write(null);
  await scene.settle();
  expect(shown(issueOf()).split("\n")[0]).toBe("**There is nothing to vote on yet**: `docs/incident-procedure.md` is not on the default branch.");
  expect(await say("/warden motion", "niels")).toMatch(/^\*\*Nothing was noted\*\*: the file of procedure 2\.1 that the release plan names is not on the default branch/);
  deleteIssue(scene.github.world, issueOf(), scene.person("rita"));
  await scene.settle();
  write("# Back\n");
  await scene.settle();
  expect([...scene.repository.issues.values()].some(({ title }) => title.startsWith("Incident procedure"))).toBe(false);
});
