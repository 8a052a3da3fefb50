import { describe, expect, test } from "@jest/globals";
import { diffIdentity } from "../../src/github/read-diff.ts";
import { createComment, deleteComment } from "../../src/sandbox/github/state/comment.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import type { Issue } from "../../src/sandbox/github/state/issue.ts";
import { pushToBranch } from "../../src/sandbox/github/state/ref.ts";
import { place } from "./local.ts";
import type { Place } from "./local.ts";

function scene(): Place & { readonly issue: Issue } {
  const at = place();
  return { ...at, issue: createIssue(at.world, at.web, { title: "Talk" }, at.bob) };
}

const MARKER = "<!-- release-warden:answer:1 -->";

describe("a comment of ours", () => {
  test("is written once, found by its marker, edited in place, and left alone when it says so already", async () => {
    const { view, web_, issue, github } = scene();
    const desired = { number: issue.number, marker: MARKER, body: "One", since: 0 };
    const id = await view.ensureComment(web_, desired, null);
    expect(issue.comments.map((one) => one.body)).toEqual([`${MARKER}\nOne`]);
    const { writes } = github.stats();
    expect(await view.ensureComment(web_, desired, null)).toBe(id);
    expect(github.stats().writes).toBe(writes);
    expect(await view.ensureComment(web_, { ...desired, body: "Two" }, id)).toBe(id);
    expect(issue.comments.map((one) => one.body)).toEqual([`${MARKER}\nTwo`]);
  });

  test("is written anew when it was deleted, and a marker that somebody copied is not taken for ours", async () => {
    const { view, web_, issue, world, ann, bob } = scene();
    createComment(world, issue, `${MARKER}\nForged`, bob);
    const desired = { number: issue.number, marker: MARKER, body: "One", since: 0 };
    const id = await view.ensureComment(web_, desired, null);
    const ours = issue.comments.find((one) => one.id === id);
    if (ours === undefined) throw new Error("it was not written");
    deleteComment(world, ours, ann);
    await view.ensureComment(web_, desired, id);
    expect(issue.comments.map((one) => one.body)).toEqual([`${MARKER}\nForged`, `${MARKER}\nOne`]);
  });

  test("is let be where GitHub takes none", async () => {
    const { view, web_, issue, world, bob } = scene();
    while (issue.comments.length < 2_500) createComment(world, issue, "again", bob);
    expect(await view.ensureComment(web_, { number: issue.number, marker: MARKER, body: "One", since: world.clock.now() + 1_000 }, null)).toBeNull();
    const reader = place({ permissions: { issues: "read", pull_requests: "read", contents: "read" } });
    const there = createIssue(reader.world, reader.web, { title: "Talk" }, reader.bob);
    const comment = createComment(reader.world, there, "/warden why", reader.bob);
    expect(await reader.view.ensureComment(reader.web_, { number: there.number, marker: MARKER, body: "One", since: 0 }, null)).toBeNull();
    expect(await reader.view.ensureReaction(reader.web_, comment.id, "eyes")).toBe(false);
  });

  test("a reaction is there once, and a comment that is gone has none", async () => {
    const { view, web_, issue, world, bob } = scene();
    const comment = createComment(world, issue, "/warden why", bob);
    expect([await view.ensureReaction(web_, comment.id, "eyes"), await view.ensureReaction(web_, comment.id, "eyes")]).toEqual([true, true]);
    expect(comment.reactions).toHaveLength(1);
    expect(await view.readComment(web_, comment.id)).toMatchObject({ number: issue.number, body: "/warden why", author: { login: "bob", bot: false }, ours: false });
    deleteComment(world, comment, bob);
    expect([await view.readComment(web_, comment.id), await view.ensureReaction(web_, comment.id, "eyes")]).toEqual([null, false]);
  });

  test("those of a whole repository are listed by their last change", async () => {
    const { view, web_, issue, world, bob } = scene();
    createComment(world, issue, "before", bob);
    world.clock.advance(60_000);
    const since = world.clock.now();
    createComment(world, issue, "after", bob);
    expect((await view.readCommentsSince(web_, since)).map((one) => one.body)).toEqual(["after"]);
  });
});

describe("the identity of a change", () => {
  const LINES = Array.from({ length: 40 }, (_, index) => `line ${index}`);
  const text = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

  test("stays when the base moves on, in other files and in other parts of the same file, and changes with its content", async () => {
    const at = place();
    pushToBranch(at.world, at.web, "main", [{ message: "Lines", files: { "long.txt": text(LINES) } }], at.ann);
    const pull = at.openPull("fix", { "long.txt": text([...LINES.slice(0, 30), "new", ...LINES.slice(30)]) });
    const read = (): Promise<string | null> => at.view.readDiff(at.web_, pull.issue.number, pull.head.sha);
    const first = await read();
    expect(first).toMatch(/^[0-9a-f]{40}$/);
    const grown = ["zero", "zero and a half", ...LINES];
    pushToBranch(at.world, at.web, "main", [{ message: "Above", files: { "long.txt": text(grown), "other.txt": "o\n" } }], at.ann);
    expect(await read()).toBe(first);
    await at.local.handle(new Request(`http://local/repos/acme/web/pulls/${pull.issue.number}/update-branch`, { method: "PUT", headers: { authorization: `token ${at.tokens.bob}` } }));
    expect(await read()).toBe(first);
    pushToBranch(at.world, at.web, "fix", [{ message: "More", files: { "long.txt": text([...grown.slice(0, 32), "newer", ...grown.slice(32)]) } }], at.bob);
    expect(await read()).not.toBe(first);
  });

  test("is not read across a push", async () => {
    const at = place();
    const pull = at.openPull("fix", { "a.txt": "a\n" });
    await expect(at.view.readDiff(at.web_, pull.issue.number, "0".repeat(40))).rejects.toMatchObject({ fault: { kind: "conflict" } });
  });

  const file = { filename: "a", status: "modified", sha: "s1", additions: 1, deletions: 1, patch: "@@ -1,3 +1,3 @@ f()\n x\n-a\n+b" };
  test.each<readonly [string, Partial<typeof file> | { readonly patch: null }, boolean]>([
    ["other line numbers", { patch: "@@ -11,3 +12,3 @@ f()\n x\n-a\n+b" }, true],
    ["another function around it", { patch: "@@ -1,3 +1,3 @@ g()\n x\n-a\n+b" }, false],
    ["another line", { patch: "@@ -1,3 +1,3 @@ f()\n x\n-a\n+c" }, false],
    ["other spaces", { patch: "@@ -1,3 +1,3 @@ f()\n x\n-a\n+ b" }, false],
    ["another file", { filename: "b" }, false],
    ["another state of the file where the patch is whole", { sha: "s2" }, true],
    ["no patch", { patch: null }, false],
    ["a patch that GitHub cut short", { additions: 9 }, false],
  ])("%s", (_name, change, same) => {
    expect(diffIdentity([{ ...file, ...change }]) === diffIdentity([file])).toBe(same);
  });

  test("without a patch the content of the file stands for it, and the order of files does not matter", () => {
    const binary = { ...file, patch: null, sha: "s1" };
    expect(diffIdentity([binary])).not.toBe(diffIdentity([{ ...binary, sha: "s2" }]));
    expect(diffIdentity([file, { ...file, filename: "b" }])).toBe(diffIdentity([{ ...file, filename: "b" }, file]));
  });
});
