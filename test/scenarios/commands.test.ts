import { afterEach, describe, expect, test } from "@jest/globals";
import { createComment, deleteComment, editComment } from "../../src/sandbox/github/state/comment.ts";
import type { IssueComment } from "../../src/sandbox/github/state/comment.ts";
import type { Account } from "../../src/sandbox/github/state/account.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { userToken } from "../../src/sandbox/github/state/app.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";

const DURING = "2026-12-02T09:00:00Z";
const WAITS = "in_progress";
let scene: Scene;

/** where a test makes GitHub fail, the app complains */
let failing = false;

afterEach(async () => {
  expect(failing ? [] : scene.complaints).toEqual([]);
  failing = false;
  await scene.stop();
});

async function during(options: Partial<SceneOptions> = {}): Promise<void> {
  scene = await createScene({ plan: PLAN, now: DURING, ...options });
}

function person(login: string, role?: "write"): Account {
  return scene.person(login, role);
}

/** A feature by ann, which waits. */
async function waiting(): Promise<Pull> {
  const pull = scene.open({ title: "feat: colours", head: "colours", files: { "src/colour.ts": "red\n" } });
  await scene.settle();
  expect(scene.check(pull)?.state).toBe(WAITS);
  return pull;
}

/** Says it a minute later, and lets the app work. */
async function say(issue: Issue, body: string, by: Account): Promise<IssueComment> {
  scene.clock.advance(60_000);
  const comment = createComment(scene.github.world, issue, body, by);
  await scene.settle();
  return comment;
}

function reactions(comment: IssueComment): readonly string[] {
  return comment.reactions.filter((one) => one.user.login === "release-warden[bot]").map((one) => one.content);
}

function ours(issue: Issue): readonly string[] {
  return issue.comments.filter((one) => one.app === scene.registered).map((one) => one.body);
}

/** What was answered to this very comment. */
function answer(comment: IssueComment): string {
  const found = ours(comment.issue).filter((body) => body.startsWith(`<!-- release-warden:answer:${comment.id} -->\n`));
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.split("\n").slice(1).join("\n") ?? "";
}

async function push(pull: Pull, files: Readonly<Record<string, string>>, by = scene.person("ann")): Promise<void> {
  scene.clock.advance(60_000);
  pushCommits(scene.github.world, scene.repository, { branch: pull.headRef, by, commits: [{ message: "More", files }] });
  await scene.settle();
}

describe("an exception", () => {
  test("is asked for, approved by whom the plan names, passes, asks again for new content, and is taken back", async () => {
    await during();
    const pull = await waiting();
    const asked = await say(pull.issue, "/warden waive because the shop is closed without it", person("ann"));
    expect(reactions(asked)).toEqual(["eyes", "+1"]);
    expect(answer(asked)).toContain("**Exception asked for.** @rita: approve it with `/warden approve`");
    expect(scene.check(pull)?.state).toBe(WAITS);

    const approved = await say(pull.issue, "/warden approve", person("rita"));
    expect(answer(approved)).toContain("**Approved.**");
    expect(answer(asked)).toContain("**Exception approved**");
    expect(scene.check(pull)).toMatchObject({ state: "success" });
    const before = pull.head.sha;

    await push(pull, { "src/colour.ts": "red\ngreen\n" });
    expect(scene.check(pull)?.state).toBe(WAITS);
    expect(answer(asked)).toContain("**The change was changed after its exception was approved**");
    const again = ours(pull.issue).filter((body) => body.startsWith("<!-- release-warden:again:"));
    expect(again).toHaveLength(1);
    expect(again[0]).toContain("@rita: this pull request was changed");
    expect(again[0]).toContain(`/pull/${pull.issue.number}/files/${before}..${pull.head.sha})`);

    await say(pull.issue, "/warden approve", person("rita"));
    expect(scene.check(pull)).toMatchObject({ state: "success" });
    const revoked = await say(pull.issue, "/warden revoke because it can wait", person("ann"));
    expect(answer(revoked)).toContain("**Taken back**");
    expect(answer(asked)).toContain("**Exception taken back** by ann");
    expect(scene.check(pull)?.state).toBe(WAITS);
  });

  test("is kept when only its base is updated", async () => {
    await during();
    const pull = await waiting();
    await say(pull.issue, "/warden waive because x", person("ann"));
    await say(pull.issue, "/warden approve", person("rita"));
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: person("rita"), bypassRules: true, commits: [{ message: "Other", files: { "other.txt": "o\n" } }] });
    await scene.settle();
    await scene.github.handle(new Request(`http://local/repos/acme/app/pulls/${pull.issue.number}/update-branch`, { method: "PUT", headers: { authorization: `token ${tokenOf(person("ann"))}` } }));
    await scene.settle();
    expect(scene.check(pull)).toMatchObject({ state: "success" });
    expect(ours(pull.issue).filter((body) => body.includes(":again:"))).toEqual([]);
  });

  test("cannot be approved by the author of the change, by who asked, or by somebody whom the plan does not name", async () => {
    await during();
    const byRita = scene.open({ title: "feat: sounds", head: "sounds", by: person("rita"), files: { "s.ts": "s\n" } });
    const pull = await waiting();
    await say(byRita.issue, "/warden waive because x", person("ann"));
    expect(answer(await say(byRita.issue, "/warden approve", person("rita")))).toContain("**Not approved**: neither the author");
    await say(pull.issue, "/warden waive because x", person("rita"));
    expect(answer(await say(pull.issue, "/warden approve", person("rita")))).toContain("**Not approved**: neither the author");
    const olga = await say(pull.issue, "/warden approve", person("ann"));
    expect(answer(olga)).toBe("**Nothing was done**: `approve` is for rita, whom the release plan names.");
    expect(reactions(olga)).toEqual(["eyes", "-1"]);
    expect([scene.check(byRita)?.state, scene.check(pull)?.state]).toEqual([WAITS, WAITS]);
  });

  test("ends when it was said to end", async () => {
    await during();
    const pull = await waiting();
    const asked = await say(pull.issue, "/warden waive because x until 2026-12-03T12:00Z", person("ann"));
    await say(pull.issue, "/warden approve", person("rita"));
    expect(scene.check(pull)?.state).toBe("success");
    await scene.passTo("2026-12-03T12:00:05Z");
    expect(scene.check(pull)?.state).toBe(WAITS);
    expect(answer(asked)).toContain("**Exception over.**");
  });

  test("is not approved by a word that may have been said of another commit", async () => {
    await during();
    const pull = await waiting();
    await say(pull.issue, "/warden waive because x", person("ann"));
    scene.clock.advance(60_000);
    const comment = createComment(scene.github.world, pull.issue, "/warden approve", person("rita"));
    scene.clock.advance(1_000);
    pushCommits(scene.github.world, scene.repository, { branch: pull.headRef, by: person("ann"), commits: [{ message: "Sneak", files: { "src/colour.ts": "black\n" } }] });
    await scene.settle();
    expect(answer(comment)).toContain(`\`/warden approve ${pull.head.sha.slice(0, 7)}\``);
    expect(scene.check(pull)?.state).toBe(WAITS);
    await say(pull.issue, `/warden approve ${pull.head.sha.slice(0, 7)}`, person("rita"));
    expect(scene.check(pull)?.state).toBe("success");
  });
});

test("commands that arrive in the wrong order come to what their authors wrote", async () => {
  await during();
  const pull = await waiting();
  scene.github.deliveries.setDoor(async () => ({ status: 202 }));
  const asked = createComment(scene.github.world, pull.issue, "/warden waive because x", person("ann"));
  scene.clock.advance(60_000);
  const approved = createComment(scene.github.world, pull.issue, "/warden approve", person("rita"));
  await redeliver(approved);
  await scene.settle();
  expect(answer(approved)).toContain("**Nothing to approve**");
  await redeliver(asked);
  await scene.settle();
  expect(scene.check(pull)?.state).toBe("success");
  expect([answer(asked), answer(approved)]).toEqual([expect.stringContaining("**Exception approved**"), expect.stringContaining("**Approved.**")]);
});

test("a change of the plan may be approved by command, for the commit that was seen", async () => {
  await during();
  const pull = scene.open({ title: "Move the release", head: "plan", files: { ".github/release-plan.yml": PLAN.replace("2026-12-08", "2026-12-10") } });
  await scene.settle();
  expect(scene.check(pull)?.state).toBe(WAITS);
  const approved = await say(pull.issue, "/warden approve", person("rita"));
  expect(answer(approved)).toBe(`**Approved**: the change of the release plan in commit \`${pull.head.sha.slice(0, 10)}\`, and no later one.`);
  expect(scene.check(pull)?.state).toBe("success");
  await push(pull, { ".github/release-plan.yml": PLAN.replace("2026-12-08", "2026-12-11") });
  expect(scene.check(pull)?.state).toBe(WAITS);
});

describe("a freeze by command", () => {
  test("closes the branch of the pull request, is explained, and is thawed by its name", async () => {
    await during({ now: "2026-11-25T09:00:00Z" });
    const pull = scene.open({ title: "feat: colours", head: "colours", files: { "c.ts": "c\n" } });
    const fix = scene.open({ title: "fix: a crash", head: "crash", by: person("rita"), files: { "d.ts": "d\n" } });
    await scene.settle();
    const frozen = await say(pull.issue, "/warden freeze because the queue burns", person("rita"));
    expect(answer(frozen)).toContain("**Frozen.** `main` takes only bugfixes and the release itself, until a person ends it.");
    expect(scene.check(pull)).toMatchObject({ state: WAITS });
    expect(scene.check(pull)?.summary).toContain("Why: the queue burns");
    expect(scene.check(fix)?.state).toBe("success");
    const thawed = await say(pull.issue, `/warden thaw manual-${frozen.id} because it is out`, person("rita"));
    expect(answer(thawed)).toContain("**Ended.**");
    expect(scene.check(pull)).toMatchObject({ state: "success", title: "No freeze is in force here" });
  });

  test("by two managers at once makes two, both answered, and each ends by itself", async () => {
    await during({ now: "2026-11-25T09:00:00Z", plan: PLAN.replace("id: freeze,", "id: freeze, waivers: { approvers: [mia] },") });
    const mia = person("mia", "write");
    const issue = createIssue(scene.github.world, scene.repository, { title: "Release" }, person("rita"));
    const pull = scene.open({ title: "feat: colours", head: "colours", files: { "c.ts": "c\n" } });
    await scene.settle();
    scene.clock.advance(60_000);
    const [one, two] = [createComment(scene.github.world, issue, "/warden freeze because a", person("rita")), createComment(scene.github.world, issue, "/warden freeze because b", mia)];
    await scene.settle();
    expect([answer(one), answer(two)]).toEqual([expect.stringContaining(`thaw manual-${one.id} `), expect.stringContaining(`thaw manual-${two.id} `)]);
    const which = await say(issue, "/warden thaw because done", person("rita"));
    expect(answer(which)).toContain(`- \`/warden thaw manual-${two.id} because …\``);
    await say(issue, `/warden thaw manual-${one.id} because done`, mia);
    expect(scene.check(pull)?.state).toBe(WAITS);
    await say(issue, "/warden thaw because done", person("rita"));
    expect(scene.check(pull)?.state).toBe("success");
  });

  test("ends by the clock, and never begins where its end, its branch or its author is wrong", async () => {
    await during({ now: "2026-11-25T09:00:00Z" });
    const pull = scene.open({ title: "feat: colours", head: "colours", files: { "c.ts": "c\n" } });
    await scene.settle();
    expect(answer(await say(pull.issue, "/warden freeze until 2026-11-24 because x", person("rita")))).toContain("it would end before it begins");
    expect(answer(await say(pull.issue, "/warden freeze until relase because x", person("rita")))).toContain("Did you mean `release`?");
    expect(answer(await say(pull.issue, "/warden freeze on mian because x", person("rita")))).toContain("there is no branch `mian`");
    expect(answer(await say(pull.issue, "/warden freeze because x", person("ann")))).toContain("`freeze` is for rita");
    expect(scene.check(pull)).toBeNull();
    await say(pull.issue, "/warden freeze until 2026-11-26 because x", person("rita"));
    expect(scene.check(pull)?.state).toBe(WAITS);
    await scene.passTo("2026-11-27T00:00:05Z");
    expect(scene.check(pull)?.state).toBe("success");
  });

  test("of the plan is thawed early, and stays thawed", async () => {
    await during();
    const pull = await waiting();
    await say(pull.issue, "/warden thaw because the release was called off", person("rita"));
    expect(scene.check(pull)?.state).toBe("success");
    await scene.passTo("2026-12-09T00:00:00Z");
    expect(scene.check(pull)?.state).toBe("success");
  });

  test("keeps a private reason out of everything that the app writes, and says where it still stands", async () => {
    await during({ now: "2026-11-25T09:00:00Z" });
    const pull = scene.open({ title: "feat: colours", head: "colours", files: { "c.ts": "c\n" } });
    await scene.settle();
    const frozen = await say(pull.issue, "/warden freeze because a security fix is coming privately Initech reported it\n/warden why", person("rita"));
    expect(answer(frozen)).toContain("Delete the comment if that is not meant");
    deleteComment(scene.github.world, frozen, person("rita"));
    await scene.settle();
    expect(scene.check(pull)?.state).toBe(WAITS);
    expect(JSON.stringify([ours(pull.issue), scene.check(pull)])).not.toContain("Initech");
  });
});

describe("what never acts", () => {
  test.each([
    ["a quotation", "> /warden approve"], ["code", "```\n/warden approve\n```"], ["an HTML comment", "<!--\n/warden approve\n-->"], ["a list", "- /warden approve"],
  ])("%s", async (_name, body) => {
    await during();
    const pull = await waiting();
    await say(pull.issue, "/warden waive because x", person("ann"));
    const comment = await say(pull.issue, body, person("rita"));
    expect([reactions(comment), answer(comment), scene.check(pull)?.state]).toEqual([[], "", WAITS]);
  });

  test("a comment that was edited, also within the second in which it was written", async () => {
    await during();
    const pull = await waiting();
    await say(pull.issue, "/warden waive because x", person("ann"));
    const late = createComment(scene.github.world, pull.issue, "Hm.", person("rita"));
    await scene.settle();
    scene.clock.advance(60_000);
    editComment(scene.github.world, late, "/warden approve", person("ann"));
    await scene.settle();
    const soon = createComment(scene.github.world, pull.issue, "Hm.", person("rita"));
    editComment(scene.github.world, soon, "/warden approve", person("ann"));
    await scene.settle();
    expect([reactions(late), reactions(soon), scene.check(pull)?.state]).toEqual([[], [], WAITS]);
  });

  test("a stranger, who gets a sign and never a comment", async () => {
    await during();
    const pull = await waiting();
    const comments = [];
    for (const body of ["/warden approve", "/warden why", "/warden help", "/warden frobnicate"]) comments.push(await say(pull.issue, body, person("eve")));
    expect(comments.map(reactions)).toEqual([["confused"], ["confused"], ["confused"], ["confused"]]);
    expect(ours(pull.issue)).toEqual([]);
  });

  test("a label that is named like a command, and a bot", async () => {
    await during();
    const pull = await waiting();
    await say(pull.issue, "/warden waive because x", person("ann"));
    const said = ours(pull.issue).length;
    scene.label(pull, "/warden approve", person("rita"));
    await scene.settle();
    expect([scene.check(pull)?.state, ours(pull.issue).length]).toEqual([WAITS, said]);
  });

  test("a command that comes to light a day later: it asks again", async () => {
    await during();
    const pull = await waiting();
    await say(pull.issue, "/warden waive because x", person("ann"));
    scene.github.deliveries.setDoor(async () => ({ status: 202 }));
    const comment = createComment(scene.github.world, pull.issue, "/warden approve", person("rita"));
    await scene.settle();
    scene.clock.advance(25 * 3_600_000);
    await redeliver(comment);
    await scene.settle();
    expect(answer(comment)).toContain("Say it again if you still want it: `/warden approve`");
    expect(scene.check(pull)?.state).toBe(WAITS);
  });
});

describe("answers", () => {
  test("why explains to the author, help lists what there is, and an unknown command is answered with the nearest", async () => {
    await during();
    const zoe = person("zoe");
    const pull = scene.open({ title: "feat: colours", head: "zoe-colours", by: person("ann"), files: { "c.ts": "c\n" } });
    await scene.settle();
    const why = answer(await say(pull.issue, "/warden why", person("ann")));
    expect(why).toContain("**Waits for Release");
    expect(why).toMatch(/\n\nLast checked Wed 2 December 2026 09:0\d UTC\.$/);
    expect(answer(await say(pull.issue, "/warden help waive", person("ann")))).toContain("`/warden waive because WHY [until WHEN]`");
    expect(answer(await say(pull.issue, "/warden help", person("ben")))).toContain("| `/warden thaw [FREEZE] [drain or stop] because WHY` |");
    expect(answer(await say(pull.issue, "/warden aprove", person("ann")))).toBe("**Nothing was done**: There is no command `aprove`. Did you mean `/warden approve [COMMIT]`?");
    expect(reactions(await say(pull.issue, "/warden why", zoe))).toEqual(["confused"]);
  });

  test("are one for each comment, also when deliveries are doubled, and nothing is written when nothing changed", async () => {
    await during();
    const pull = await waiting();
    const asked = await say(pull.issue, "/warden waive because x", person("ann"));
    const approved = await say(pull.issue, "/warden approve", person("rita"));
    const count = ours(pull.issue).length;
    const writes = scene.writes();
    for (const comment of [approved, asked, approved]) await redeliver(comment);
    await scene.settle();
    expect([ours(pull.issue).length, scene.writes()]).toEqual([count, writes]);
  });

  test("never mention, link or format what strangers wrote", async () => {
    await during();
    const pull = await waiting();
    const asked = await say(pull.issue, "/warden waive because @acme/everyone see [here](http://evil) #1 <img src=x> **now** | `x", person("ann"));
    const body = answer(asked);
    expect(body).not.toMatch(/@acme\/everyone|\]\(http:\/\/evil|<img|\*\*now|[^\\]\| /);
    expect(scene.check(pull)?.summary ?? "").not.toMatch(/@acme\/everyone|<img/);
  });

  test.each([
    ["POST", "*/comments"], ["POST", "*/reactions"], ["PATCH", "*/comments/*"],
  ])("are one for each comment and say the last word when GitHub loses what it answered to %s %s", async (method, path) => {
    await during();
    failing = true;
    const pull = await waiting();
    for (const kind of ["lost-response", "lost-502", "500"] as const) scene.github.faults.add({ kind, match: { method, path }, after: kind === "500" ? 1 : 0 });
    const asked = await say(pull.issue, "/warden waive because x", person("ann"));
    const approved = await say(pull.issue, "/warden approve", person("rita"));
    await scene.passTo("2026-12-02T12:00:00Z");
    expect(scene.github.faults.fired().length).toBeGreaterThan(0);
    expect([reactions(asked), reactions(approved)]).toEqual([["eyes", "+1"], ["eyes", "+1"]]);
    expect([answer(asked), answer(approved)]).toEqual([expect.stringContaining("**Exception approved**"), expect.stringContaining("**Approved.**")]);
    expect(ours(pull.issue)).toHaveLength(2);
    expect(scene.check(pull)?.state).toBe("success");
  });

  test("come within the hour to a command whose webhook never came", async () => {
    await during();
    const pull = await waiting();
    scene.github.deliveries.setDoor(async () => ({ status: 202 }));
    const asked = createComment(scene.github.world, pull.issue, "/warden waive because x", person("ann"));
    await scene.settle();
    expect(answer(asked)).toBe("");
    scene.clock.advance(3_600_000);
    await scene.app.resync();
    await scene.passTo("2026-12-02T10:30:00Z");
    expect(answer(asked)).toContain("**Exception asked for.**");
  });

  test("survive a crash between writing and remembering without a second comment", async () => {
    await during();
    const pull = await waiting();
    const asked = await say(pull.issue, "/warden waive because x", person("ann"));
    await scene.forget();
    scene.github.deliveries.setDoor(async () => ({ status: 202 }));
    await redeliver(asked);
    await scene.settle();
    expect(ours(pull.issue)).toHaveLength(1);
  });
});

/** The same webhook once more, under another delivery's name. */
let deliveries = 0;
async function redeliver(comment: IssueComment): Promise<void> {
  deliveries += 1;
  const { id: repository } = scene.repository;
  const { id: installation } = scene.installation;
  await scene.app.accept({
    delivery: { id: `once-more-${deliveries}`, event: "issue_comment", action: "created", installation, repository, receivedAt: scene.clock.now() }, witnesses: [],
    marks: [{ key: { kind: "comment", repository, number: comment.issue.number, comment: comment.id }, lane: "command", installation }],
  });
}

function tokenOf(account: Account): string {
  return userToken(scene.github.world, account);
}
