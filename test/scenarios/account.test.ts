/** Scenes of a freeze's tracking issue and its account, through the whole app. */
import { afterEach, describe, expect, test } from "@jest/globals";
import { readLedgerSection } from "../../src/domain/desired/ledger-section.ts";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { createRuleset, updateRuleset } from "../../src/sandbox/github/state/ruleset.ts";
import { createReview } from "../../src/sandbox/github/state/review.ts";
import { createStatus } from "../../src/sandbox/github/state/status.ts";
import { enableAutoMerge } from "../../src/sandbox/github/state/auto-merge.ts";
import type { Pull } from "../../src/sandbox/github/state/pull.ts";
import { updateMilestone } from "../../src/sandbox/github/state/milestone.ts";
import { createIssue, editIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { createScene, PLAN } from "../support/scene.ts";
import type { Scene, SceneOptions } from "../support/scene.ts";

const scenes: Scene[] = [];
/** What the app may complain of in this test: faults that it was given. */
const expected: unknown[] = [];
afterEach(async () => {
  for (const scene of scenes.splice(0)) {
    expect(scene.complaints).toEqual(expected.splice(0));
    await scene.stop();
  }
});

async function begin(options: Partial<SceneOptions> = {}): Promise<Scene> {
  const scene = await createScene({ plan: PLAN, ...options });
  scenes.push(scene);
  return scene;
}

/** In the middle of the freeze, known since before it began. */
async function frozen(options: Partial<SceneOptions> = {}): Promise<Scene> {
  const scene = await begin(options);
  await scene.passTo("2026-12-03T10:00:00Z");
  return scene;
}

/** Issues that the app has written. */
function ownIssues(scene: Scene): readonly Issue[] {
  return [...scene.repository.issues.values()].filter((issue) => issue.pull === null && issue.user.login === "release-warden[bot]");
}

function tracking(scene: Scene): Issue {
  const [issue, ...others] = ownIssues(scene);
  if (issue === undefined || others.length > 0) throw new Error(`${ownIssues(scene).length} tracking issues`);
  return issue;
}

/** Comments of the app under the tracking issue, without their hidden first lines; warnings ahead of a freeze that blocks nothing are left out. */
function told(scene: Scene): readonly string[] {
  return tracking(scene).comments.filter((comment) => comment.user.login === "release-warden[bot]" && !comment.body.includes("would not fully hold")).map((comment) => comment.body.split("\n").slice(1).join("\n"));
}

function outcomes(scene: Scene): readonly unknown[] {
  return (readLedgerSection(tracking(scene).body ?? "")?.entries ?? []).map((entry) => [entry.number, entry.outcome, entry.by]);
}

async function pass(scene: Scene, minutes = 2): Promise<void> {
  await scene.passTo(new Date(scene.clock.now() + minutes * 60_000).toISOString());
}

describe("the tracking issue", () => {
  test("is opened when the freeze begins, and closed with its final account when it ends", async () => {
    const scene = await begin({ gate: true });
    expect(ownIssues(scene)).toEqual([]);
    await scene.passTo("2026-12-03T10:00:00Z");
    const issue = tracking(scene);
    expect([issue.title, issue.state]).toEqual(["2.4: Freeze", "open"]);
    expect(issue.body).toContain("**This freeze is in force.**");
    scene.close(scene.milestone("Release"), scene.person("rita"));
    await scene.settle();
    expect(tracking(scene).state).toBe("closed");
    expect(tracking(scene).body).toContain("**This freeze is over.**");
    expect(told(scene)).toEqual([expect.stringContaining("is over")]);
  });

  test("lists who waits, and is not written again for nothing", async () => {
    const scene = await frozen();
    scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    await pass(scene);
    expect(tracking(scene).body).toMatch(/### Waiting\n1 pull request of 1 open:\n\n- #\d+ Add a button \(ann; /);
    const writes = scene.writes();
    await scene.app.resync();
    await scene.settle();
    await pass(scene, 90);
    expect(scene.writes()).toBe(writes);
  });

  test("keeps what people write around our sections, byte for byte", async () => {
    const scene = await frozen();
    const issue = tracking(scene);
    const own = (body: string): string => body.replace(/<!-- release-warden:begin (\w+) -->[^]*?<!-- release-warden:end \1 -->/g, "§$1");
    const edited = `Notes of rita\r\n\r\n${(issue.body ?? "").replaceAll("\n", "\r\n")}\r\n## Ours\r\n- [ ] ask ben\r\n`;
    editIssue(scene.github.world, issue, { body: edited }, scene.person("rita"));
    scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    await pass(scene);
    expect(issue.body).toContain("Add a button");
    expect(own(issue.body ?? "")).toBe(own(edited));
  });

  test("a section that somebody took out is told once and never put back", async () => {
    const scene = await frozen();
    const issue = tracking(scene);
    const without = (issue.body ?? "").replace(/<!-- release-warden:begin pulls -->[^]*?<!-- release-warden:end pulls -->/, "");
    editIssue(scene.github.world, issue, { body: without }, scene.person("rita"));
    await scene.settle();
    scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    await pass(scene, 120);
    expect(issue.body).not.toContain("begin pulls");
    expect(told(scene)).toEqual([expect.stringContaining("`pulls` of this issue was taken out")]);
  });

  test("is tracked as well when the freeze only observes, and says what would have waited", async () => {
    const scene = await frozen({ plan: PLAN.replace("allow:", "mode: observe, allow:") });
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    scene.merge(pull);
    await scene.settle();
    scene.close(scene.milestone("Release"), scene.person("rita"));
    await scene.settle();
    const number = pull.issue.number;
    expect(tracking(scene).body).toContain(`1 change would have waited: #${number}`);
    expect(told(scene)).toEqual([expect.stringContaining("Nothing leaked")]);
  });
});

describe("the account", () => {
  test("a bugfix that was let in is accounted with its right, and rouses nobody", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Colours", head: "colours", files: { "src/colours.ts": "c" } });
    scene.label(pull, "bug", scene.person("ben"));
    await scene.settle();
    scene.merge(pull);
    await scene.settle();
    expect(outcomes(scene)).toEqual([[pull.issue.number, "allowed", "rita"]]);
    expect(tracking(scene).body).toContain("let in: bugfix (label \\`bug\\` by ben)");
    expect(told(scene)).toEqual([]);
  });

  test("a direct push is a leak, told once by a comment to the manager", async () => {
    const scene = await frozen();
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("olga"), bypassRules: true, commits: [{ message: "Quick change", files: { "src/quick.ts": "q" } }] });
    await scene.settle();
    expect(outcomes(scene)).toEqual([[null, "direct-push", "olga"]]);
    expect(told(scene)).toEqual([expect.stringMatching(/^@rita: a change landed during \*\*Freeze\*\* without being let in\.[^]*Quick change: pushed past any pull request by olga/)]);
    await scene.app.resync();
    await scene.settle();
    await pass(scene, 120);
    expect(told(scene)).toHaveLength(1);
  });

  test("a merge of what waited is a leak by whoever merged it", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    scene.merge(pull, scene.person("olga"));
    await scene.settle();
    expect(outcomes(scene)).toEqual([[pull.issue.number, "bypass", "olga"]]);
    expect(told(scene)).toEqual([expect.stringContaining(`#${pull.issue.number} Add a button: merged although it waited by olga`)]);
  });

  test("a merge between a label's removal and the next look is accounted as withdrawn", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Colours", head: "colours", files: { "src/colours.ts": "c" } });
    scene.label(pull, "bug", scene.person("ben"));
    await scene.settle();
    scene.unlabel(pull, "bug", scene.person("ben"));
    scene.merge(pull);
    await scene.settle();
    expect(outcomes(scene)).toEqual([[pull.issue.number, "withdrawn", "rita"]]);
  });

  test("a correction of the plan alone, pushed directly, is no leak", async () => {
    const scene = await frozen();
    scene.plan(`${PLAN}# a remark\n`);
    await scene.settle();
    expect(outcomes(scene)).toEqual([[null, "allowed", "rita"]]);
    expect(told(scene)).toEqual([]);
  });

  test("what landed before the freeze is in no account", async () => {
    const scene = await begin();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    scene.merge(pull);
    await scene.settle();
    await scene.passTo("2026-12-03T10:00:00Z");
    expect(outcomes(scene)).toEqual([]);
  });
});

describe("the account of special landings", () => {
  test("what landed after the beginning was due and before the app woke is in the gap", async () => {
    const scene = await begin();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    scene.clock.set(Date.parse("2026-12-01T09:00:30Z"));
    scene.merge(pull);
    scene.clock.set(Date.parse("2026-12-01T09:05:00Z"));
    await scene.settle();
    await pass(scene);
    expect(outcomes(scene)).toEqual([[pull.issue.number, "gap", "rita"]]);
    expect(told(scene)).toEqual([expect.stringContaining("landed before the freeze took effect by rita")]);
  });

  test("what landed after the release and before it was taken back is held against nobody; what lands afterwards is", async () => {
    const scene = await frozen();
    const [between, after] = ["between", "after"].map((head) => scene.open({ title: `Add ${head}`, head, files: { [`src/${head}.ts`]: head } }));
    const release = scene.milestone("Release");
    scene.close(release, scene.person("rita"));
    await scene.settle();
    await pass(scene, 60);
    scene.merge(between as Pull);
    await scene.settle();
    await pass(scene, 60);
    updateMilestone(scene.github.world, scene.repository, release, { state: "open" }, scene.person("rita"));
    await scene.settle();
    await pass(scene, 60);
    expect(outcomes(scene)).toEqual([]);
    scene.merge(after as Pull);
    await scene.settle();
    await pass(scene, 90);
    expect(outcomes(scene)).toEqual([[after?.issue.number, "bypass", "rita"]]);
  });

  test("a check of our name that somebody else set is named with whoever set it", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    createStatus(scene.github.world, scene.repository, pull.head.sha, { state: "success", context: "Release plan (main)" }, scene.person("ann"));
    scene.merge(pull, scene.person("ann"));
    await scene.settle();
    expect(outcomes(scene)).toEqual([[pull.issue.number, "forged", "ann"]]);
    expect(told(scene)).toEqual([expect.stringContaining("the check had been set by ann")]);
  });

  test("a release merge counts by what it carries", async () => {
    const fed = `${PLAN}products:\n  - { id: app, repositories: [acme/app], branch: main, fed_by: [development] }\n`;
    const scene = await begin({ plan: fed });
    const { world } = scene.github;
    pushCommits(world, scene.repository, { branch: "development", by: scene.person("ann"), commits: [{ message: "Begin", files: { "src/begin.ts": "b" } }] });
    await scene.passTo("2026-12-03T10:00:00Z");
    const clean = scene.open({ title: "Release 2.4 rc 1", head: "development", base: "main" });
    await scene.settle();
    scene.merge(clean);
    await scene.settle();
    const late = scene.open({ title: "Add a button", head: "button", base: "development", files: { "src/button.ts": "b" } });
    await scene.settle();
    scene.merge(late);
    await scene.settle();
    await pass(scene);
    expect(tracking(scene).body).toMatch(/### Already in `development`, would stop the release\n[^]*#\d+ Add a button \(feature\)|### Already in `development`[^]*#\d+ Add a button \(of unknown kind\)/);
    const carrying = scene.open({ title: "Release 2.4 rc 2", head: "development", base: "main" });
    await scene.settle();
    scene.merge(carrying);
    await scene.settle();
    expect(outcomes(scene)).toEqual([[clean.issue.number, "release", "rita"], [carrying.issue.number, "bypass", "rita"]]);
    const [, entry] = readLedgerSection(tracking(scene).body ?? "")?.entries ?? [];
    expect(entry?.offending).toEqual([`#${late.issue.number}`]);
  });

  test("the key result shows its arithmetic, and without data no number", async () => {
    const measured = `${PLAN}key_results:\n  - { id: only-bugfixes, title: Nothing but bugfixes, measure: { merges_during: freeze } }\n`;
    const scene = await begin({ plan: measured });
    await scene.passTo("2026-12-03T10:00:00Z");
    expect(tracking(scene).body).toContain("**Nothing but bugfixes**: met: 0 of 0 in 2.4 = 0, and the aim is 0");
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    scene.merge(pull);
    await scene.settle();
    expect(tracking(scene).body).toContain(`**Nothing but bugfixes**: not met: 1 of 1 in 2.4 (acme/app\\#`);
  });
});

describe("how firmly it holds", () => {
  test("a freeze that would not hold is told to its manager seven days and one day ahead, once each", async () => {
    const scene = await begin({ now: "2026-11-23T09:00:00Z" });
    expect(ownIssues(scene)).toEqual([]);
    await scene.passTo("2026-11-24T10:00:00Z");
    await scene.passTo("2026-11-30T10:00:00Z");
    await scene.app.resync();
    await scene.settle();
    const warnings = tracking(scene).comments.map(({ body }) => body).filter((body) => body.includes("would not fully hold"));
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toContain("@rita: **Freeze begins");
    expect(warnings[1]).toContain("No rule requires `Release plan (main)`");
    expect(tracking(scene).body).toContain("**Advisory: this freeze informs but does not block.** To block: install the app **Release Warden Gate**");
  });

  test("the gate's history stands in the account, names where to look, and outlives memory; a ruleset that was switched off is told", async () => {
    const scene = await frozen({ gate: true, plan: PLAN.replace("until: release,", 'until: release, notice: ["3 days"],') });
    const issue = tracking(scene);
    expect(issue.body).toContain("**Gate: one ruleset of ours closes `main` at once");
    expect(issue.body).toMatch(/### How the branch was held\n- Tue 1 December 09:00 UTC: `main` was closed\./);
    const [ruleset] = [...scene.repository.rulesets.values()];
    expect(JSON.stringify(ruleset?.rules)).toContain(`see #${issue.number} [`);
    if (ruleset !== undefined) updateRuleset(scene.github.world, scene.repository, ruleset, { enforcement: "disabled" }, scene.person("olga"));
    await scene.settle();
    await pass(scene);
    expect(told(scene)).toEqual([expect.stringContaining("olga switched off the ruleset that closes `main`, and it was put back, once")]);
    const history = /### How the branch was held\n[^]*?\n<!--/.exec(issue.body ?? "")?.[0];
    await scene.forget();
    await pass(scene, 90);
    expect([/### How the branch was held\n[^]*?\n<!--/.exec(issue.body ?? "")?.[0], told(scene).length]).toEqual([history, 1]);
  });
});

describe("when memory or an answer is lost", () => {
  test("a lost store is rebuilt from the tracking issue, and nothing is told a second time", async () => {
    const scene = await frozen();
    const pull = scene.open({ title: "Colours", head: "colours", files: { "src/colours.ts": "c" } });
    scene.label(pull, "bug", scene.person("ben"));
    await scene.settle();
    scene.merge(pull);
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("olga"), bypassRules: true, commits: [{ message: "Quick change", files: { "src/quick.ts": "q" } }] });
    await scene.settle();
    await pass(scene);
    const standing = (): unknown => {
      const ledger = readLedgerSection(tracking(scene).body ?? "");
      return { starts: ledger?.starts, entries: ledger?.entries, told: told(scene), outcomes: outcomes(scene) };
    };
    const before = standing();
    expect(told(scene)).toHaveLength(1);
    await scene.forget();
    await pass(scene, 90);
    expect(standing()).toEqual(before);
    const kept = await scene.app.store.ledger(scene.repository.id, "account");
    expect(kept.map(({ body }) => body["outcome"])).toEqual(["allowed", "direct-push"]);
  });

  test.each(["lost-response", "lost-502", "500"] as const)("one issue is made when the answer to its making is a %s", async (kind) => {
    const scene = await begin({ now: "2026-11-23T09:00:00Z" });
    scene.github.faults.add({ kind, match: { method: "POST", path: "/repos/acme/app/issues" } });
    await scene.passTo("2026-12-03T10:00:00Z");
    expect(scene.github.faults.fired()).toHaveLength(1);
    expect(tracking(scene).body).toContain("**This freeze is in force.**");
    expected.push(expect.stringContaining("the run failed; the key backs off"));
  });

  test.each(["lost-response", "500"] as const)("a leak is told once when the answer to its telling is a %s", async (kind) => {
    const scene = await frozen();
    scene.github.faults.add({ kind, match: { method: "POST", path: "*/comments" } });
    pushCommits(scene.github.world, scene.repository, { branch: "main", by: scene.person("olga"), bypassRules: true, commits: [{ message: "Quick change", files: { "src/quick.ts": "q" } }] });
    await scene.settle();
    await pass(scene, 60);
    expect(scene.github.faults.fired()).toHaveLength(1);
    expect(told(scene)).toHaveLength(1);
    expected.push(expect.stringContaining("the run failed; the key backs off"));
  });

  test("an issue of somebody else that carries our key is not taken for ours", async () => {
    const scene = await begin();
    const copy = createIssue(scene.github.world, scene.repository, { title: "Freeze", body: "<!-- release-warden:tracking/.github%2Frelease-plan.yml/freeze -->\nmine" }, scene.person("ann"));
    await scene.passTo("2026-12-03T10:00:00Z");
    expect(copy.body).toContain("mine");
    expect(tracking(scene).number).not.toBe(copy.number);
  });
});

const NOTICED = PLAN.replace("allow:", "notice: [7 days, 24 hours], notice_comment: ready, allow:");

function approve(scene: Scene, pull: Pull): void {
  createReview(scene.github.world, pull, { event: "APPROVE" }, scene.person("rita"));
}

function ourComments(pull: Pull): readonly string[] {
  return pull.issue.comments.filter((comment) => comment.user.login === "release-warden[bot]").map((comment) => comment.body);
}

describe("notices", () => {
  test("the issue opens with the first notice and lists who would be stopped, ready ones first; the last one is a comment", async () => {
    const scene = await begin({ plan: NOTICED });
    const draft = scene.open({ title: "Add a menu", head: "menu", files: { "src/menu.ts": "m" } });
    const ready = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    approve(scene, ready);
    await scene.settle();
    await pass(scene, 61);
    expect(tracking(scene).body).toContain("**This freeze has not begun.**");
    expect(tracking(scene).body).toMatch(new RegExp(`### Would be stopped\\n2 pull requests of 2 open[^]*#${ready.issue.number} Add a button \\(ann, ready; [^]*#${draft.issue.number} Add a menu`));
    expect(told(scene)).toEqual([]);
    await scene.passTo("2026-11-30T10:00:00Z");
    expect(told(scene)).toEqual([expect.stringMatching(/begins within 24 hours: Tue 1 December 2026 09:00 UTC[^]*stop 2 open pull requests, of which 1 is approved and ready/)]);
  });

  test("at the last notice approved pull requests of people hear of it once, and no others", async () => {
    const scene = await begin({ plan: NOTICED });
    const open = (name: string, draft = false): Pull => scene.open({ title: `Add ${name}`, head: name, files: { [`src/${name}.ts`]: name }, draft });
    const [ready, waiting, draft] = [open("button"), open("menu"), open("page", true)];
    approve(scene, ready);
    approve(scene, draft);
    await scene.passTo("2026-11-30T08:00:00Z");
    expect(ourComments(ready)).toEqual([]);
    await scene.passTo("2026-11-30T12:00:00Z");
    await scene.app.resync();
    await scene.passTo("2026-12-01T08:00:00Z");
    expect(ourComments(ready)).toEqual([expect.stringContaining("begins on `main` at Tue 1 December 2026 09:00 UTC and lets in only bugfixes")]);
    expect([ourComments(waiting), ourComments(draft)]).toEqual([[], []]);
  });

  test("an overdue end is told to the manager once, and again only for another date", async () => {
    const scene = await frozen();
    await scene.passTo("2026-12-09T10:00:00Z");
    await scene.app.resync();
    await scene.passTo("2026-12-10T10:00:00Z");
    expect(told(scene)).toEqual([expect.stringMatching(/^@rita: \*\*Release\*\* was due Tue 8 December 2026 09:00 UTC/)]);
    expect(tracking(scene).body).toContain("past the date on which it was due to end");
  });

  test("auto-merges that are armed are listed before the end, and told with it", async () => {
    const scene = await frozen();
    scene.repository.allowAutoMerge = true;
    const pull = scene.open({ title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    await scene.settle();
    const rules = [{ type: "required_status_checks" as const, parameters: { required_status_checks: [{ context: "slow" }], strict_required_status_checks_policy: false, do_not_enforce_on_create: false } }];
    createRuleset(scene.github.world, scene.repository, { name: "slow", target: "branch", enforcement: "active", bypassActors: [], include: ["~DEFAULT_BRANCH"], exclude: [], rules }, scene.person("olga"));
    enableAutoMerge(scene.github.world, pull, { method: "merge" }, scene.person("ann"));
    await scene.settle();
    await pass(scene, 61);
    expect(tracking(scene).body).toContain(`Auto-merge is armed on #${pull.issue.number}`);
    scene.close(scene.milestone("Release"), scene.person("rita"));
    await scene.settle();
    expect(told(scene)).toEqual([expect.stringContaining(`Auto-merge is armed on #${pull.issue.number}`)]);
  });
});
