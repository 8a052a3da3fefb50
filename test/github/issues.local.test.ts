/** Issues of ours and the moves of a branch, against a local GitHub. */
import { describe, expect, test } from "@jest/globals";
import { hiddenKey } from "../../src/domain/desired/fenced-section.ts";
import { pushCommits, openPull, mergePull } from "../../src/sandbox/github/seed.ts";
import { closeIssue, createIssue, editIssue, findIssue } from "../../src/sandbox/github/state/issue.ts";
import { place } from "./local.ts";

const KEY = "tracking/plan/freeze";
const DESIRED = { key: KEY, title: "A freeze", body: `${hiddenKey(KEY)}\ntext`, labels: [] };
const WRITER = { metadata: "read", issues: "write", contents: "read", pull_requests: "read", checks: "write" } as const;

describe("an issue of ours", () => {
  test("is made once and found again, also when it is closed", async () => {
    const { view, web_, web, local, ann } = place({ permissions: WRITER });
    const made = await view.ensureIssue(web_, DESIRED);
    closeIssue(local.world, findIssue(web, made.number), "completed", ann);
    expect(await view.ensureIssue(web_, DESIRED)).toEqual({ ...made, open: false });
    expect([...web.issues.values()]).toHaveLength(1);
  });

  test("is found by its number although somebody took its key out, and is nobody else's with the key in", async () => {
    const { view, web_, web, local, ann } = place({ permissions: WRITER });
    const copy = createIssue(local.world, web, { title: "Copy", body: hiddenKey(KEY) }, ann);
    expect([await view.readOwnIssue(web_, KEY, null), await view.readOwnIssue(web_, KEY, copy.number)]).toEqual([null, null]);
    const made = await view.ensureIssue(web_, DESIRED);
    editIssue(local.world, findIssue(web, made.number), { body: "nothing of ours" }, ann);
    expect((await view.readOwnIssue(web_, KEY, made.number))?.body).toBe("nothing of ours");
    expect(await view.readOwnIssue(web_, KEY, null)).toBeNull();
  });

  test("is not written when nothing differs, and written where something does", async () => {
    const { view, web_, github } = place({ permissions: WRITER });
    const made = await view.ensureIssue(web_, DESIRED);
    const before = github.stats().writes;
    expect(await view.ensureIssueContent(web_, made, { title: made.title, body: made.body, open: true })).toEqual(made);
    expect(github.stats().writes).toBe(before);
    expect(await view.ensureIssueContent(web_, made, { body: "other", open: false })).toEqual({ ...made, body: "other", open: false });
    expect(github.stats().writes).toBe(before + 1);
  });
});

describe("what landed", () => {
  test("by a merge is its pull request, and by a push what came without any", async () => {
    const { view, web_, web, local, ann, bob } = place({ permissions: WRITER });
    const since = local.world.clock.now();
    const pull = openPull(local.world, web, { by: bob, title: "Add a button", head: "button", files: { "src/button.ts": "b" } });
    const merged = mergePull(local.world, pull, { by: ann });
    const pushed = pushCommits(local.world, web, { branch: web.defaultBranch, by: ann, bypassRules: true, commits: [{ message: "Quick\n\nbody", files: { "docs/a.md": "a" } }] });
    const landings = await view.readLandings(web_, web.defaultBranch, since) ?? [];
    expect(landings.slice(-2).map(({ after, by, how }) => [after, by, how])).toEqual([[merged.sha, "ann", "merge"], [pushed.sha, "ann", "push"]]);
    const [merge, push] = await Promise.all(landings.slice(-2).map((landing) => view.readLanded(web_, web.defaultBranch, landing)));
    expect([merge?.pulls.map(({ facts, sha }) => [facts.number, sha]), merge?.pushed]).toEqual([[[pull.issue.number, merged.sha]], null]);
    expect(push).toMatchObject({ pulls: [], pushed: { sha: pushed.sha, title: "Quick", commits: 1, filesComplete: true, files: [{ path: "docs/a.md", previousPath: null }] } });
  });
});
