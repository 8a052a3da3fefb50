/** Scenes of windows: conversations that are open to the second, what comes in outside of them, and people's hands on the lock. */
import { describe, expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createComment } from "../../src/sandbox/github/state/comment.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { setLock } from "../../src/sandbox/github/state/issue-lock.ts";
import { deliver } from "../support/scene.ts";
import type { Scene } from "../support/scene.ts";
import { scenesOf } from "../support/scenes.ts";

const begin = scenesOf({ plan: null });

const HEAD = `release: { name: "2.4", manager: rita, timezone: Europe/Oslo }
milestones: [{ id: release, title: Release, due: 2027-02-08 }]
`;
const ASK = `windows:
  - { id: ask, title: Questions, description: "Anybody may *ask*", opens: 2026-12-01T12:00, closes: 2026-12-08T12:00, owner: ben }
`;
const OPENS = "2026-12-01T11:00:00Z";
const CLOSES = "2026-12-08T11:00:00Z";

async function planned(text: string): Promise<Scene> {
  const scene = await begin();
  scene.plan(text);
  await scene.settle();
  return scene;
}

function titled(scene: Scene, title: string): Issue {
  const found = [...scene.repository.issues.values()].find((one) => one.title === title);
  if (found === undefined) throw new Error(`there is no issue ${title}: ${[...scene.repository.issues.values()].map((one) => one.title).join(", ")}`);
  return found;
}

const plain = (text: string | null): string => (text ?? "").replace(/\n?<!--[^>]*-->/g, "").trim();
const ours = (issue: Issue): readonly string[] => issue.comments.filter(({ app }) => app !== null).map(({ body }) => plain(body));

/** GitHub refuses whom it does not hear. */
function write(scene: Scene, issue: Issue, body: string, login: string): void {
  createComment(scene.github.world, issue, body, scene.person(login));
}

async function quiet(scene: Scene): Promise<void> {
  const writes = scene.writes();
  await scene.app.resync();
  await scene.passTo(new Date(scene.clock.now() + 60_000).toISOString());
  expect(scene.writes()).toBe(writes);
}

describe("a window with an issue of ours", () => {
  test("is locked until the second in which it opens, open until that in which it closes, and locked again; each is told once", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    expect([issue.locked, issue.state, ours(issue), issue.assignees.map(({ login }) => login)]).toEqual([true, "open", [], ["ben"]]);
    expect(plain(issue.body)).toMatchInlineSnapshot(`
"Anybody may \\*ask\\*

| | |
|---|---|
| Opens | Tue 1 December 2026 12:00 Oslo (11:00 UTC) |
| Closes | Tue 8 December 2026 12:00 Oslo (11:00 UTC) |
| Now | not open yet; this conversation is locked until then |
| Who sees to it | ben |

What is written here counts from the second of opening up to, but not including, that of closing. The times stand in \`.github/release-plan.yml\`."
`);
    expect(() => write(scene, issue, "Me first", "zoe")).toThrow("locked");
    await quiet(scene);
    await scene.passTo("2026-12-01T10:59:59Z");
    expect(issue.locked).toBe(true);
    await scene.passTo(OPENS);
    expect(issue.locked).toBe(false);
    expect(ours(issue)).toEqual(["**Open until Tue 8 December 2026 12:00 Oslo (11:00 UTC).** What is written here before that second counts."]);
    for (const login of ["zoe", "ann", "zoe"]) write(scene, issue, "What about X?", login);
    await scene.settle();
    await quiet(scene);
    await scene.passTo("2026-12-08T10:59:59Z");
    expect(issue.locked).toBe(false);
    await scene.passTo(CLOSES);
    expect([issue.locked, issue.state]).toEqual([true, "closed"]);
    expect(ours(issue).at(-1)).toBe("**Closed Tue 8 December 2026 12:00 Oslo (11:00 UTC).** 3 comments by 2 people came in while it was open, from Tue 1 December 2026 12:00 Oslo (11:00 UTC), and count. What is written from now on does not count. Further questions go to @ben.");
    expect(plain(issue.body)).toContain("| Came in | 3 comments by 2 people |");
    await quiet(scene);
  });

  test.each([
    ["a second before it opens", "2026-12-01T10:59:59Z", 0, /before it opens, so it does not count\. Write it again from Tue 1 December 2026 12:00 Oslo/],
    ["as it opens", OPENS, 1, null],
    ["a second before it closes", "2026-12-08T10:59:59Z", 1, null],
    ["as it closes", CLOSES, 0, /in the very second in which it closed, at Tue 8 December 2026 12:00 Oslo \(11:00 UTC\), so it does not count/],
    ["a second after it closed", "2026-12-08T11:00:01Z", 0, /1 second after it closed/],
  ])("counts what a collaborator wrote %s as it should, and answers what does not count", async (_name, at, counted, answer) => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    await scene.passTo(at);
    write(scene, issue, "What about X?", "ann");
    await scene.settle();
    await scene.passTo("2026-12-08T12:00:00Z");
    expect(plain(issue.body)).toContain(`| Came in | ${counted === 0 ? "nothing" : "1 comment by 1 person"} |`);
    const replies = ours(issue).filter((body) => body.startsWith("@ann"));
    expect(replies).toEqual(answer === null ? [] : [expect.stringMatching(answer)]);
    expect(issue.locked).toBe(true);
    await quiet(scene);
  });

  test("answers whoever was late once, however often they write, and not whoever answers for it", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    await scene.passTo("2026-12-09T11:00:00Z");
    for (const login of ["ann", "rita", "ann"]) {
      write(scene, issue, "One more thing", login);
      await scene.settle();
    }
    write(scene, issue, "We look at them tomorrow", "ben");
    write(scene, issue, "/warden why", "ann");
    await scene.settle();
    expect(ours(issue).filter((body) => body.includes("does not count."))).toEqual([
      expect.stringContaining("**Closed"), "@ann, this came in 24 hours after it closed, at Tue 8 December 2026 12:00 Oslo (11:00 UTC), so it does not count. Further questions go to @ben.",
      expect.stringContaining("@rita, this came in 24 hours after it closed"),
    ]);
    expect(issue.locked).toBe(true);
  });

  test("finds a late comment whose webhook was lost", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    await scene.passTo("2026-12-08T13:00:00Z");
    scene.github.deliveries.setDoor(() => Promise.resolve({ status: 202 }));
    write(scene, issue, "One more thing", "ann");
    await scene.settle();
    expect(ours(issue).at(-1)).toMatch(/^\*\*Closed/);
    await scene.app.resync();
    await scene.passTo("2026-12-08T13:01:00Z");
    expect(ours(issue).at(-1)).toMatch(/^@ann, this came in 2 hours after it closed/);
  });

  test("counts again what GitHub lists only after it was counted, and puts right what it told", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    await scene.passTo("2026-12-08T10:59:59Z");
    write(scene, issue, "Just in time", "zoe");
    const [late] = issue.comments.splice(1, 1);
    await scene.passTo(CLOSES);
    expect(ours(issue).at(-1)).toContain("Nothing came in");
    if (late !== undefined) issue.comments.splice(1, 0, late);
    await scene.passTo("2026-12-08T11:02:00Z");
    expect([issue.locked, ours(issue).length, ours(issue).at(-1)]).toEqual([true, 2, expect.stringContaining("1 comment by 1 person came in")]);
    expect(plain(issue.body)).toContain("| Came in | 1 comment by 1 person |");
    await quiet(scene);
    issue.comments.splice(1, 1);
    await quiet(scene);
    expect(ours(issue).at(-1)).toContain("1 comment by 1 person came in");
  });

  test("says only that it is closed where nobody was there for either boundary", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    scene.clock.set(Date.parse("2026-12-09T11:00:00Z"));
    await scene.settle();
    expect([ours(issue).length, ours(issue)[0]]).toEqual([1, expect.stringMatching(/^\*\*Closed Tue 8 December 2026 12:00 Oslo \(11:00 UTC\)\.\*\* Nothing came in while/)]);
    await quiet(scene);
  });

  test("is opened again where the plan lets it close later, and not made where it was over before anybody looked", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    await scene.passTo("2026-12-09T11:00:00Z");
    scene.plan(HEAD + ASK.replace("closes: 2026-12-08T12:00", "closes: 2026-12-10T12:00"));
    await scene.settle();
    expect([issue.locked, issue.state, ours(issue).at(-1)]).toEqual([false, "open", expect.stringMatching(/^\*\*Open until Thu 10 December/)]);
    await scene.passTo("2026-12-11T11:00:00Z");
    expect([issue.locked, issue.state, ours(issue).length]).toEqual([true, "closed", 4]);
    const late = await begin({ now: "2027-01-01T09:00:00Z" });
    late.plan(HEAD + ASK);
    await late.settle();
    expect(late.repository.issues.size).toBe(0);
  });

  test("keeps what was counted and what was told when the store is lost", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    await scene.passTo(OPENS);
    write(scene, issue, "What about X?", "zoe");
    await scene.forget();
    expect([ours(issue).length, issue.locked]).toEqual([1, false]);
    await scene.passTo("2026-12-08T11:02:00Z");
    issue.comments.splice(1, 1);
    write(scene, issue, "late", "ann");
    await scene.settle();
    const standing = [plain(issue.body), ours(issue)];
    const writes = issue.timeline.length;
    await scene.forget();
    await scene.passTo("2026-12-09T11:00:00Z");
    expect([plain(issue.body), ours(issue)]).toEqual(standing);
    expect(plain(issue.body)).toContain("1 comment by 1 person");
    expect([issue.timeline.length, scene.repository.issues.size]).toEqual([writes, 1]);
  });

  test("is put back once when people turn its lock, and then left to them", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    const turn = async (locked: boolean): Promise<void> => {
      setLock(scene.github.world, issue, locked, null, scene.person("ann"));
      await scene.settle();
    };
    await turn(false);
    expect([issue.locked, ours(issue)]).toEqual([true, ["@ann unlocked this conversation, but the window opens Tue 1 December 2026 12:00 Oslo (11:00 UTC): it is locked again, this once. Whoever unlocks it once more has it unlocked; what counts stays the same."]]);
    await turn(false);
    expect([issue.locked, ours(issue)[1]]).toEqual([false, "@ann unlocked this conversation again, so it stays unlocked, although the window opens Tue 1 December 2026 12:00 Oslo (11:00 UTC). What counts stays the same."]);
    write(scene, issue, "early, as we agreed", "zoe");
    await scene.settle();
    await quiet(scene);
    await scene.passTo(OPENS);
    await turn(true);
    expect([issue.locked, ours(issue).at(-1)]).toEqual([false, expect.stringMatching(/^@ann locked this conversation, but the window is open until .* it is unlocked again, this once/)]);
    await turn(true);
    expect([issue.locked, ours(issue).at(-1)]).toEqual([true, expect.stringMatching(/^@ann locked this conversation again, so it stays locked/)]);
    await quiet(scene);
    await scene.passTo(CLOSES);
    expect([issue.locked, ours(issue).at(-1)]).toEqual([true, expect.stringMatching(/^\*\*Closed/)]);
  });

  test("that the plan drops is unlocked and says so once, that people deleted is not made again", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    scene.plan(HEAD);
    await scene.settle();
    expect([issue.locked, issue.state, ours(issue)]).toEqual([false, "closed", ["This is no longer in `.github/release-plan.yml`. What stands above is as it was then."]]);
    await quiet(scene);
    scene.plan(HEAD + ASK);
    await scene.settle();
    expect([issue.locked, issue.state]).toEqual([true, "open"]);
    scene.repository.issues.delete(issue.number);
    await scene.passTo(CLOSES);
    expect([...scene.repository.issues.values()].map(({ title }) => title)).not.toContain("2.4: Questions");
  });

  test("of the release before is unlocked and closed when the file goes on to another release", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    scene.plan((HEAD + ASK).replace('"2.4"', '"2.5"'));
    await scene.settle();
    const next = titled(scene, "2.5: Questions");
    expect([issue.locked, issue.state, next.locked, next.state]).toEqual([false, "closed", true, "open"]);
    await quiet(scene);
  });

  test("that the plan names goes on with one comment there when the file goes on to another release", async () => {
    const scene = await begin();
    const guest = createIssue(scene.github.world, scene.repository, { title: "Questions", body: "Here" }, scene.person("ann"));
    const text = HEAD + ASK.replace("owner: ben", `owner: ben, issue: ${guest.number}`);
    scene.plan(text);
    await scene.settle();
    scene.plan(text.replace('"2.4"', '"2.5"'));
    await scene.settle();
    expect([guest.locked, ours(guest).length]).toEqual([true, 1]);
    await scene.forget();
    await scene.passTo(OPENS);
    expect([guest.locked, ours(guest).length, ours(guest)[0]]).toEqual([false, 2, expect.stringContaining("| Now | **open** |")]);
    await quiet(scene);
  });

  test("opens to the second also where GitHub let us write nothing shortly before", async () => {
    let shut = false;
    const scene = await begin({ between: (near) => async (input, init) => (shut && new URL(new Request(input, init).url).pathname.includes("/issues") ? Response.json({ message: "Resource not accessible by integration" }, { status: 403 }) : near(input, init)) });
    scene.plan(HEAD + ASK);
    await scene.settle();
    const issue = titled(scene, "2.4: Questions");
    await scene.passTo("2026-12-01T10:30:00Z");
    shut = true;
    scene.plan(HEAD + ASK.replace("owner: ben", "owner: rita"));
    await scene.settle();
    shut = false;
    await scene.passTo(OPENS);
    expect([issue.locked, plain(issue.body).includes("| Who sees to it | rita |")]).toEqual([false, true]);
  });

  test("is unlocked for its own text as well, should GitHub not let an app change that of a locked issue", async () => {
    let strict: Scene | null = null;
    const scene = await begin({
      between: (near) => async (input, init) => {
        const request = new Request(input, init);
        const [, number] = request.method === "PATCH" ? /\/issues\/(\d+)$/.exec(new URL(request.url).pathname) ?? [] : [];
        return strict?.repository.issues.get(Number(number))?.locked === true ? Response.json({ message: "Resource not accessible by integration" }, { status: 403 }) : near(request);
      },
    });
    strict = scene;
    scene.plan(HEAD + ASK);
    await scene.settle();
    const issue = titled(scene, "2.4: Questions");
    scene.plan(HEAD + ASK.replace("owner: ben", "owner: rita"));
    await scene.settle();
    expect([issue.locked, plain(issue.body).includes("| Who sees to it | rita |")]).toEqual([true, true]);
    await quiet(scene);
  });

  test("answers whoever asks why", async () => {
    const scene = await planned(HEAD + ASK);
    const issue = titled(scene, "2.4: Questions");
    await scene.passTo(OPENS);
    write(scene, issue, "/warden why", "ann");
    await scene.settle();
    expect(ours(issue).at(-1)).toContain("**Questions** is open: what is written here counts. It opens Tue 1 December 2026 12:00 Oslo (11:00 UTC) and closes Tue 8 December 2026 12:00 Oslo (11:00 UTC), as `.github/release-plan.yml` says.");
    await scene.passTo(CLOSES);
    expect(plain(issue.body)).toContain("| Came in | nothing |");
  });

  test("names the window that comes next", async () => {
    const scene = await planned(`${HEAD + ASK}  - { id: score, title: Scoring, opens: 2026-12-09T12:00, closes: 2026-12-10T12:00 }\n`);
    await scene.passTo(CLOSES);
    const next = titled(scene, "2.4: Scoring");
    expect(ours(titled(scene, "2.4: Questions")).at(-1)).toContain(`Next: **Scoring** in #${next.number}, which opens Wed 9 December 2026 12:00 Oslo (11:00 UTC). Further questions go to @ben.`);
  });
});

test("who writes a week after a window has closed is answered no more, and what comes in there is not read again for it", async () => {
  const scene = await planned(HEAD + ASK);
  const issue = titled(scene, "2.4: Questions");
  await scene.passTo("2026-12-14T11:00:00Z");
  write(scene, issue, "Late", "ann");
  await scene.settle();
  const said = ours(issue).length;
  expect(ours(issue).at(-1)).toMatch(/^@ann, this came in 6 days after it closed/);
  await scene.passTo("2026-12-16T11:00:00Z");
  write(scene, issue, "Later", "olga");
  await scene.settle();
  await quiet(scene);
  expect(ours(issue)).toHaveLength(said);
});

describe("a window in an issue that is there already", () => {
  const GUEST = ASK.replace("owner: ben", "issue: \"#1\"");

  async function hosted(text: string): Promise<{ readonly scene: Scene; readonly issue: Issue }> {
    const scene = await begin();
    const issue = createIssue(scene.github.world, scene.repository, { title: "Questions?", body: "Ask away" }, scene.person("ann"));
    write(scene, issue, "Long ago", "zoe");
    scene.clock.advance(60_000);
    scene.plan(text);
    await scene.settle();
    return { scene, issue };
  }

  test("shows it in one comment that is edited in place, and never touches its text or state", async () => {
    const { scene, issue } = await hosted(HEAD + GUEST);
    expect([issue.locked, ours(issue).length, scene.repository.issues.size]).toEqual([true, 1, 1]);
    expect(ours(issue)[0]).toContain("| Now | not open yet; this conversation is locked until then |");
    await quiet(scene);
    await scene.passTo(OPENS);
    write(scene, issue, "What about X?", "zoe");
    await scene.settle();
    expect([issue.locked, ours(issue)[0], ours(issue).length]).toEqual([false, expect.stringContaining("| Now | **open** |"), 2]);
    await scene.passTo(CLOSES);
    expect([issue.locked, ours(issue)[0], ours(issue).length]).toEqual([true, expect.stringContaining("| Came in | 1 comment by 1 person |"), 3]);
    expect([issue.body, issue.title, issue.state]).toEqual(["Ask away", "Questions?", "open"]);
    await quiet(scene);
    await scene.forget();
    await quiet(scene);
    expect(ours(issue).length).toBe(3);
  });

  test("is left as it is when the plan drops it, or names another", async () => {
    const { scene, issue } = await hosted(HEAD + GUEST);
    const other = createIssue(scene.github.world, scene.repository, { title: "Other" }, scene.person("ann"));
    scene.plan(HEAD + GUEST.replace("#1", `#${other.number}`));
    await scene.settle();
    expect([issue.locked, other.locked, ours(issue).at(-1)]).toEqual([false, true, expect.stringMatching(/^This is no longer in/)]);
    scene.plan(HEAD);
    await scene.settle();
    expect([other.locked, ours(other).at(-1)]).toEqual([false, expect.stringMatching(/^This is no longer in/)]);
    await quiet(scene);
  });

  test("keeps the lock that another of its windows wants when the plan drops one, also where that comes later and no webhook tells of issues", async () => {
    let refuses = false;
    const scene = await begin({
      between: (near) => async (input, init) => {
        const request = new Request(input, init);
        if (!refuses || request.method !== "DELETE") return near(request);
        refuses = false;
        return Response.json({ message: "Server Error" }, { status: 500 });
      },
    });
    const issue = createIssue(scene.github.world, scene.repository, { title: "Questions?", body: "Ask away" }, scene.person("ann"));
    scene.plan(`${HEAD + GUEST}  - { id: answer, title: Answers, opens: 2026-12-09T12:00, closes: 2026-12-10T12:00, issue: "#1" }\n`);
    await scene.settle();
    scene.github.deliveries.setDoor((delivery) => (delivery.event.startsWith("issue") ? Promise.resolve({ status: 202 }) : deliver(scene.app, scene.clock, delivery)));
    refuses = true;
    scene.plan(HEAD + GUEST);
    await scene.settle();
    await scene.passTo(new Date(scene.clock.now() + 600_000).toISOString());
    expect([refuses, issue.locked, ours(issue).at(-1)]).toEqual([false, true, expect.stringMatching(/^This is no longer in/)]);
    expect((scene.complaints as unknown[]).splice(0)).toEqual([expect.stringContaining("GitHub answered 500")]);
  });

  test("is open while one of its windows is, and what came in for the later one is not late", async () => {
    const { scene, issue } = await hosted(`${HEAD + GUEST}  - { id: answer, title: Answers, opens: 2026-12-01T12:00, closes: 2026-12-10T12:00, issue: "#1" }\n`);
    await scene.passTo("2026-12-09T11:00:00Z");
    expect(issue.locked).toBe(false);
    write(scene, issue, "An answer", "zoe");
    await scene.passTo("2026-12-11T11:00:00Z");
    write(scene, issue, "Too late", "ann");
    await scene.settle();
    expect(issue.locked).toBe(true);
    expect(ours(issue).filter((body) => body.startsWith("@"))).toEqual([expect.stringMatching(/^@ann, this came in 24 hours after it closed, at Thu 10 December/)]);
    expect(ours(issue).filter((body) => body.startsWith("**Closed")).map((body) => /\*\* (.*?) came in/.exec(body)?.[1])).toEqual(["Nothing", "1 comment by 1 person"]);
    await quiet(scene);
  });

  test("that two plans name is open while a window of one of them is, and is not locked by the other", async () => {
    const { scene, issue } = await hosted(HEAD + GUEST);
    const other = `${HEAD.replace("2.4", "Election")}windows:\n  - { id: vote, title: Votes, opens: 2026-12-01T12:00, closes: 2026-12-10T12:00, issue: "#1" }\n`;
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("olga"), bypassRules: true, commits: [{ message: "Another", files: { ".github/release-plans/election.yml": other } }] });
    await scene.settle();
    expect(issue.locked).toBe(true);
    await scene.passTo(OPENS);
    expect(issue.locked).toBe(false);
    await scene.passTo("2026-12-09T11:00:00Z");
    expect([issue.locked, issue.comments.filter(({ body }) => body.includes("this conversation")).length]).toEqual([false, 0]);
    await quiet(scene);
    await scene.passTo("2026-12-11T11:00:00Z");
    expect(issue.locked).toBe(true);
    await quiet(scene);
  });

  test("one that is not there is stood in for by one of ours", async () => {
    const scene = await planned(HEAD + GUEST.replace("#1", "#99"));
    expect(plain(titled(scene, "2.4: Questions").body)).toMatch(/The plan names .*99, which it does not govern or which is out of sight; this issue stands in for it\./);
  });
});

describe("the election of 2018, as its minutes plan it", () => {
  const PLAN = `release: { name: ANO election, manager: tor, timezone: UTC }
milestones: [{ id: publish, title: All applications are public, due: 2018-07-31 }, { id: result, title: Final results, due: 2018-08-27T00:00Z }]
windows:
  - { id: apply, title: Applications, opens: 2018-07-16T00:00Z, closes: 2018-07-30T23:59Z }
  - { id: ask, title: Questions, opens: 2018-07-31T00:00Z, closes: 2018-08-18T23:59Z, issue: "#1" }
  - { id: answer, title: Answers, opens: 2018-07-31T00:00Z, closes: 2018-08-20T23:59Z, issue: "#1" }
  - { id: score, title: Scoring by the guides, opens: 2018-08-21T00:00Z, closes: 2018-08-27T00:00Z }
documents: [{ id: doc-104, title: DOC 104, version: "2.0", path: doc-104.md, windows: [apply], owner: ann }]
`;

  test("opens and closes each window to the second, and its governing document is final before the first", async () => {
    const scene = await begin({ now: "2018-07-15T19:53:00Z" });
    const thread = createIssue(scene.github.world, scene.repository, { title: "The applicants' thread" }, scene.person("ann"));
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("ann"), bypassRules: true, commits: [{ message: "Version 2.0", files: { "doc-104.md": "How to apply\n" } }] });
    scene.plan(PLAN);
    await scene.settle();
    const locked = (): readonly boolean[] => [titled(scene, "ANO election: Applications"), thread, titled(scene, "ANO election: Scoring by the guides")].map((issue) => issue.locked);
    const seen: (readonly [string, readonly boolean[]])[] = [];
    for (const at of ["2018-07-15T23:59:59Z", "2018-07-16T00:00:00Z", "2018-07-30T23:58:59Z", "2018-07-30T23:59:00Z", "2018-07-31T00:00:00Z", "2018-08-18T23:59:00Z", "2018-08-20T23:58:59Z", "2018-08-20T23:59:00Z", "2018-08-21T00:00:00Z", "2018-08-26T23:59:59Z", "2018-08-27T00:00:00Z"]) {
      await scene.passTo(at);
      seen.push([at, locked()]);
    }
    expect(seen).toEqual([
      ["2018-07-15T23:59:59Z", [true, true, true]], ["2018-07-16T00:00:00Z", [false, true, true]], ["2018-07-30T23:58:59Z", [false, true, true]], ["2018-07-30T23:59:00Z", [true, true, true]],
      ["2018-07-31T00:00:00Z", [true, false, true]], ["2018-08-18T23:59:00Z", [true, false, true]], ["2018-08-20T23:58:59Z", [true, false, true]], ["2018-08-20T23:59:00Z", [true, true, true]],
      ["2018-08-21T00:00:00Z", [true, true, false]], ["2018-08-26T23:59:59Z", [true, true, false]], ["2018-08-27T00:00:00Z", [true, true, true]],
    ]);
    expect(ours(titled(scene, "ANO election: Applications"))[0]).toMatch(/^\*\*Open until Mon 30 July 2018 23:59 UTC\.\*\* .* Final for it: DOC 104 2\.0 \(`doc-104\.md`, blob `[0-9a-f]{7}`\)\.$/);
    expect(ours(thread).map((body) => /^\*\*[^*]*\*\*/.exec(body)?.[0]).sort()).toEqual(["**Answers**", "**Closed Mon 20 August 2018 23:59 UTC.**", "**Closed Sat 18 August 2018 23:59 UTC.**", "**Open until Mon 20 August 2018 23:59 UTC.**", "**Open until Sat 18 August 2018 23:59 UTC.**", "**Questions**"]);
  });
});
