/** Features and test files read by the page, against a local GitHub. */
import { expect, test } from "@jest/globals";
import { pushCommits } from "../../src/sandbox/github/seed.ts";
import { closeIssue, createIssue } from "../../src/sandbox/github/state/issue.ts";
import { addSubIssue } from "../../src/sandbox/github/state/sub-issue.ts";
import { place } from "./local.ts";

const READER = { metadata: "read", issues: "read", contents: "read" } as const;

test("a hundred and twenty features cost three reads, each with its words and its sub-issues", async () => {
  const { view, web_, web, local, ann, github } = place({ permissions: READER });
  for (let number = 1; number <= 120; number += 1) createIssue(local.world, web, { title: `Feature ${number}`, body: `Body ${number}`, labels: ["feature", "area: net"], assignees: [ann] }, ann);
  createIssue(local.world, web, { title: "Bug", labels: ["bug"] }, ann);
  const [parent, child] = [...web.issues.values()].filter(({ title }) => title === "Feature 1" || title === "Bug");
  if (parent !== undefined && child !== undefined) addSubIssue(local.world, parent, child, ann);
  const before = github.stats();
  const found = await view.readFeatures(web_, { labels: ["feature"], issueTypes: [] });
  const after = github.stats();
  expect(after.graphqlReads - before.graphqlReads).toBe(3);
  expect(after.restReads).toBe(before.restReads);
  expect(found).toHaveLength(120);
  expect(found[0]).toMatchObject({ number: 1, title: "Feature 1", body: "Body 1", labels: ["feature", "area: net"], assignees: ["ann"], open: true, subIssues: 1, children: [{ repository: "acme/web", labels: ["bug"], issueType: null }] });
  expect(found[1]).toEqual(await view.readIssue(web_, found[1]?.number ?? 0).then((one) => ({ ...one, children: [] })));
});

test("one with more sub-issues than are read with it says so, by not naming them", async () => {
  const { view, web_, web, local, ann } = place({ permissions: READER });
  const parent = createIssue(local.world, web, { title: "Feature", labels: ["feature"] }, ann);
  for (let number = 1; number <= 21; number += 1) addSubIssue(local.world, parent, createIssue(local.world, web, { title: `Test ${number}` }, ann), ann);
  const [found] = await view.readFeatures(web_, { labels: ["feature"], issueTypes: [] });
  expect([found?.subIssues, found?.children]).toEqual([21, undefined]);
});

test("a closed one, and one that has two of the labels, are read once", async () => {
  const { view, web_, web, local, ann } = place({ permissions: READER });
  const issue = createIssue(local.world, web, { title: "Feature", labels: ["feature", "epic"] }, ann);
  closeIssue(local.world, issue, "completed", ann);
  expect((await view.readFeatures(web_, { labels: ["feature", "epic"], issueTypes: [] })).map(({ number, open }) => [number, open])).toEqual([[issue.number, false]]);
});

test("texts of files by their blobs, fifty to a read; one that is gone is left out", async () => {
  const { view, web_, web, local, ann, github } = place({ permissions: READER });
  pushCommits(local.world, web, { branch: web.defaultBranch, by: ann, bypassRules: true, commits: [{ message: "tests", files: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`tests/t${index}_test.go`, `// number ${index}\n`])) }] });
  const tree = await view.readTree(web_, web.defaultBranch);
  const shas = [...tree?.files ?? []].filter(([path]) => path.startsWith("tests/")).map(([, sha]) => sha);
  const before = github.stats().graphqlReads;
  const texts = await view.readBlobTexts(web_, [...shas, "0".repeat(40), "not a name"]);
  expect([texts.size, github.stats().graphqlReads - before]).toEqual([60, 2]);
  expect(texts.get(tree?.files.get("tests/t7_test.go") ?? "")).toBe("// number 7\n");
});

test("those of a type are listed a hundred to a read, and their sub-issues follow", async () => {
  const { view, web_, web, local, ann, github } = place({ permissions: READER });
  const made = Array.from({ length: 3 }, (_, index) => createIssue(local.world, web, { title: `Feature ${index}`, type: "Feature" }, ann));
  const manual = createIssue(local.world, web, { title: "By hand", labels: ["test case"] }, ann);
  if (made[0] !== undefined) addSubIssue(local.world, made[0], manual, ann);
  const before = github.stats();
  const found = await view.readFeatures(web_, { labels: [], issueTypes: ["Feature"] });
  expect(found.toSorted((a, b) => a.number - b.number).map(({ number, issueType, children }) => [number, issueType, children?.length])).toEqual(made.map(({ number }, index) => [number, "Feature", index === 0 ? 1 : 0]));
  expect([github.stats().restReads - before.restReads, github.stats().graphqlReads - before.graphqlReads]).toEqual([1, 1]);
});
