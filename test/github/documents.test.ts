import { describe, expect, test } from "@jest/globals";
import { schema as published } from "@octokit/graphql-schema";
import { buildASTSchema, concatAST, parse, validate } from "graphql";
import { readFileSync } from "node:fs";
import * as board from "../../src/github/graphql/board.graphql.ts";
import { BRANCH_DOCUMENT } from "../../src/github/graphql/branch.graphql.ts";
import { CHECKS_DOCUMENT } from "../../src/github/graphql/checks.graphql.ts";
import { commitPullsDocument } from "../../src/github/graphql/commit-pulls.graphql.ts";
import { blobTextsDocument, featureDocument, featuresByNumberDocument, featuresDocument } from "../../src/github/graphql/features.graphql.ts";
import { GROUP_DOCUMENT } from "../../src/github/graphql/group.graphql.ts";
import { FILE_VERSION_DOCUMENT } from "../../src/github/graphql/file-version.graphql.ts";
import { ISSUE_LOCK_DOCUMENT } from "../../src/github/graphql/issue-lock.graphql.ts";
import { issuesDocument } from "../../src/github/graphql/issues.graphql.ts";
import { mergedPullsDocument } from "../../src/github/graphql/merged-pulls.graphql.ts";
import { openPullsDocument } from "../../src/github/graphql/open-pulls.graphql.ts";
import { MINIMIZE_COMMENT_DOCUMENT } from "../../src/github/graphql/minimize.graphql.ts";
import { CLOSED_AUTHORS_DOCUMENT, FILE_TEXT_DOCUMENT, issueCountsDocument, QUESTIONS_DOCUMENT, TIP_CHECKS_DOCUMENT } from "../../src/github/graphql/measures.graphql.ts";
import { MADE_AT_DOCUMENT } from "../../src/github/graphql/part.graphql.ts";
import { IS_EMPTY_DOCUMENT, PLAN_FILES_DOCUMENT } from "../../src/github/graphql/plan-files.graphql.ts";
import { DEQUEUE_DOCUMENT, DISARM_DOCUMENT, PULL_ID_DOCUMENT, QUEUE_DOCUMENT } from "../../src/github/graphql/queue.graphql.ts";
import { PULL_HEAD_DOCUMENT, pullDocument, pullsByNumberDocument } from "../../src/github/graphql/pull.graphql.ts";
import { WITHDRAWALS_DOCUMENT } from "../../src/github/graphql/withdrawals.graphql.ts";

const extension = readFileSync(new URL("../../src/github/graphql/extension.graphql", import.meta.url), "utf8");
const old = parse(published.idl, { noLocation: true });
const OLD_SERVER = buildASTSchema(old, { assumeValid: true, assumeValidSDL: true });
const GITHUB = buildASTSchema(concatAST([old, parse(extension)]), { assumeValid: true, assumeValidSDL: true });

const sha = "a".repeat(40);
const EVERYWHERE: Readonly<Record<string, string>> = {
  branch: BRANCH_DOCUMENT, checks: CHECKS_DOCUMENT, "commit pulls": commitPullsDocument([sha, sha]), group: GROUP_DOCUMENT, "plan files": PLAN_FILES_DOCUMENT,
  "minimize comment": MINIMIZE_COMMENT_DOCUMENT, queue: QUEUE_DOCUMENT, "pull id": PULL_ID_DOCUMENT, withdrawals: WITHDRAWALS_DOCUMENT, "made at": MADE_AT_DOCUMENT, dequeue: DEQUEUE_DOCUMENT, disarm: DISARM_DOCUMENT,
  "is empty": IS_EMPTY_DOCUMENT, "issue counts": issueCountsDocument(2), questions: QUESTIONS_DOCUMENT, "tip checks": TIP_CHECKS_DOCUMENT, "file text": FILE_TEXT_DOCUMENT, "closed authors": CLOSED_AUTHORS_DOCUMENT, "pull head": PULL_HEAD_DOCUMENT,
  board: board.BOARD_DOCUMENT, "board items": board.BOARD_ITEMS_DOCUMENT, "board owner": board.BOARD_OWNER_DOCUMENT, "boards by title": board.BOARDS_BY_TITLE_DOCUMENT, "issue id": board.ISSUE_ID_DOCUMENT,
  "create board": board.CREATE_BOARD_DOCUMENT, "describe board": board.DESCRIBE_BOARD_DOCUMENT, "create field": board.CREATE_FIELD_DOCUMENT, "create choice": board.CREATE_CHOICE_DOCUMENT,
  "add issue": board.ADD_ISSUE_DOCUMENT, "add draft": board.ADD_DRAFT_DOCUMENT, "change draft": board.CHANGE_DRAFT_DOCUMENT, "archive item": board.ARCHIVE_ITEM_DOCUMENT, "set values": board.setValuesDocument([true, false]),
  pull: pullDocument(false), "pulls by number": pullsByNumberDocument([1, 2], false), "open pulls": openPullsDocument(false), "merged pulls": mergedPullsDocument(false), issues: issuesDocument([1, 2], false),
  features: featuresDocument(false), feature: featureDocument(false), "features by number": featuresByNumberDocument([1, 2], false), "blob texts": blobTextsDocument([sha, sha]), "issue lock": ISSUE_LOCK_DOCUMENT, "file version": FILE_VERSION_DOCUMENT,
};
const WITH_TYPES: Readonly<Record<string, string>> = {
  pull: pullDocument(true), "pulls by number": pullsByNumberDocument([1, 2], true), "open pulls": openPullsDocument(true), "merged pulls": mergedPullsDocument(true), issues: issuesDocument([1, 2], true),
  features: featuresDocument(true), feature: featureDocument(true), "features by number": featuresByNumberDocument([1, 2], true),
};

describe("every document we send is valid", () => {
  test.each(Object.entries(EVERYWHERE))("%s, by GitHub's published schema alone", (_, document) => {
    expect(validate(OLD_SERVER, parse(document)).map((error) => error.message)).toEqual([]);
  });

  test.each(Object.entries(WITH_TYPES))("%s with issue types, by the schema and our extension", (_, document) => {
    expect(validate(GITHUB, parse(document)).map((error) => error.message)).toEqual([]);
  });

  test.each(Object.entries(WITH_TYPES))("%s with issue types is refused by a server without them, so the fallback is needed", (_, document) => {
    expect([...new Set(validate(OLD_SERVER, parse(document)).map((error) => error.message))]).toEqual(['Cannot query field "issueType" on type "Issue".']);
  });
});

test("numbers in a document are integers, whatever the caller gives", () => {
  expect(pullsByNumberDocument([7.9], false)).toContain("p0: pullRequest(number: 7)");
});
