/** Locks of conversations, and versions of files, against a local GitHub. */
import { expect, test } from "@jest/globals";
import { openPull, pushCommits } from "../../src/sandbox/github/seed.ts";
import { createIssue } from "../../src/sandbox/github/state/issue.ts";
import { setLock } from "../../src/sandbox/github/state/issue-lock.ts";
import { place } from "./local.ts";

const WRITER = { metadata: "read", issues: "write", contents: "read", pull_requests: "write" } as const;

test("a lock is read with whoever turned it last, and turned by us", async () => {
  const { view, web_, web, local, ann } = place({ permissions: WRITER });
  const issue = createIssue(local.world, web, { title: "Questions" }, ann);
  expect(await view.readIssueLock(web_, issue.number)).toEqual({ locked: false, url: expect.stringMatching(/\/acme\/web\/issues\/1$/), changed: null });
  expect(await view.ensureIssueLock(web_, issue.number, true)).toBe(true);
  expect(await view.readIssueLock(web_, issue.number)).toMatchObject({ locked: true, changed: { ours: true } });
  setLock(local.world, issue, false, null, ann);
  expect(await view.readIssueLock(web_, issue.number)).toMatchObject({ locked: false, changed: { ours: false, by: "ann" } });
  expect(await view.ensureIssueLock(web_, issue.number, true)).toBe(true);
  expect([await view.ensureIssueLock(web_, issue.number, false), issue.locked]).toEqual([true, false]);
});

test("a pull request has one too, and what is not there has none", async () => {
  const { view, web_, web, local, ann } = place({ permissions: WRITER });
  const pull = openPull(local.world, web, { by: ann, title: "fix: a", head: "a", files: { "a.txt": "a\n" } });
  expect([await view.ensureIssueLock(web_, pull.issue.number, true), (await view.readIssueLock(web_, pull.issue.number))?.locked]).toEqual([true, true]);
  expect([await view.readIssueLock(web_, 999), await view.ensureIssueLock(web_, 999, true)]).toEqual([null, false]);
});

test("without the right nothing is locked", async () => {
  const { view, web_, web, local, ann } = place({ permissions: { ...WRITER, issues: "read", pull_requests: "read" } });
  const issue = createIssue(local.world, web, { title: "Questions" }, ann);
  expect([await view.ensureIssueLock(web_, issue.number, true), issue.locked]).toEqual([false, false]);
});

test("the version of a file is its content's, and there is none of what is not there", async () => {
  const { view, web_, web, local, ann } = place({ permissions: WRITER });
  const push = (text: string) => pushCommits(local.world, web, { branch: web.defaultBranch, by: ann, bypassRules: true, commits: [{ message: "m", files: { "docs/a b.md": text } }] });
  const first = push("one\n");
  const one = await view.readFileVersion(web_, "docs/a b.md");
  expect(one).toMatchObject({ blob: "5626abf0f72e58d7a153368ba57db4c673c0e171", commit: first.sha });
  push("two\n");
  expect((await view.readFileVersion(web_, "docs/a b.md")).blob).not.toBe(one.blob);
  push("one\n");
  expect((await view.readFileVersion(web_, "docs/a b.md")).blob).toBe(one.blob);
  expect([(await view.readFileVersion(web_, "docs")).blob, (await view.readFileVersion(web_, "none.md")).blob]).toEqual([null, null]);
});

test("contents that we may not see are no missing file", async () => {
  const { view, web_ } = place({ permissions: { metadata: "read" } });
  await expect(view.readFileVersion(web_, "a.md")).rejects.toMatchObject({ fault: { kind: "forbidden" } });
});
