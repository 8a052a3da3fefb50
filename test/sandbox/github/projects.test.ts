import { expect, test } from "@jest/globals";
import { openPull, seedInstallation, seedRepository, seedToken } from "../../../src/sandbox/github/seed.ts";
import { createIssue } from "../../../src/sandbox/github/state/issue.ts";
import { createProject } from "../../../src/sandbox/github/state/project.ts";
import type { Asked, Scene } from "./scene.ts";
import { allPermissions, scene } from "./scene.ts";

type As = Parameters<Scene["ask"]>[0];

const item = "id isArchived type fieldValues(first: 20) { nodes { __typename ... on ProjectV2ItemFieldTextValue { text field { ... on ProjectV2FieldCommon { name } } } ... on ProjectV2ItemFieldDateValue { date } ... on ProjectV2ItemFieldNumberValue { number } ... on ProjectV2ItemFieldSingleSelectValue { name optionId color } } }";
const setValue = `mutation($p: ID!, $i: ID!, $f: ID!, $v: ProjectV2FieldValue!) { updateProjectV2ItemFieldValue(input: { projectId: $p, itemId: $i, fieldId: $f, value: $v }) { projectV2Item { ${item} } } }`;
const addField = "mutation($p: ID!, $n: String!, $t: ProjectV2CustomFieldType!, $o: [ProjectV2SingleSelectFieldOptionInput!]) { createProjectV2Field(input: { projectId: $p, name: $n, dataType: $t, singleSelectOptions: $o }) { projectV2Field { ... on ProjectV2FieldCommon { id name dataType } ... on ProjectV2SingleSelectField { options { id name } } } } }";
const addItem = `mutation($p: ID!, $c: ID!) { addProjectV2ItemById(input: { projectId: $p, contentId: $c }) { item { ${item} content { ... on Issue { number } ... on PullRequest { number } } } } }`;

function board(level: "read" | "write" = "write") {
  const staged = scene({ permissions: { ...allPermissions, organization_projects: level } });
  const project = createProject(staged.world, staged.organization, "Releases", staged.alice);
  const issue = createIssue(staged.world, staged.repository, { title: "Spec completed" }, staged.bob);
  staged.heard();
  const at = <T>(asked: Asked, ...path: readonly (string | number)[]): T => {
    expect(asked.errors).toBeUndefined();
    return path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], asked.data) as T;
  };
  const ask = (query: string, variables: Record<string, unknown> = {}, as: As = "installation"): Promise<Asked> => staged.ask(as, query, { p: project.nodeId, ...variables });
  const newField = async (n: string, t: string, o?: unknown): Promise<{ id: string; options?: { id: string; name: string }[] }> => at(await ask(addField, { n, t, o }), "createProjectV2Field", "projectV2Field");
  const newItem = async (): Promise<string> => at(await ask(addItem, { c: issue.nodeId }), "addProjectV2ItemById", "item", "id");
  return { ...staged, project, issue, at, ask, newField, newItem };
}

test("an app creates a project of its organisation, with GitHub's own fields, and finds it by number", async () => {
  const { ask, at, organization, heard } = board();
  const made = await ask('mutation($o: ID!) { createProjectV2(input: { ownerId: $o, title: "Acropolis" }) { projectV2 { id number title } } }', { o: organization.nodeId });
  expect(at(made, "createProjectV2", "projectV2")).toMatchObject({ number: 2, title: "Acropolis" });
  expect(heard()).toEqual(["projects_v2.created"]);
  const found = await ask('{ organization(login: "acme") { projectV2(number: 2) { title public closed fields(first: 20) { nodes { ... on ProjectV2FieldCommon { name } ... on ProjectV2SingleSelectField { options { name } } } } } projectsV2(first: 5, query: "rel") { nodes { title } } } }');
  const fields = at<{ name: string }[]>(found, "organization", "projectV2", "fields", "nodes");
  expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(["Title", "Status", "Milestone"]));
  expect(fields.find(({ name }) => name === "Status")).toMatchObject({ options: [{ name: "Todo" }, { name: "In Progress" }, { name: "Done" }] });
  expect(at(found, "organization", "projectsV2", "nodes")).toEqual([{ title: "Releases" }]);
});

test("an issue is in a project once, and knows it", async () => {
  const { ask, at, issue, newItem, project, heard } = board();
  const first = await newItem();
  expect([await newItem(), project.items.length, heard()]).toEqual([first, 1, ["projects_v2_item.created"]]);
  const { data } = await ask('{ repository(owner: "acme", name: "site") { issue(number: 1) { projectItems(first: 5) { nodes { id project { number } } } } } }');
  expect(data["repository"]).toEqual({ issue: { projectItems: { nodes: [{ id: first, project: { number: 1 } }] } } });
  expect(at(await ask(addItem, { c: issue.nodeId }), "addProjectV2ItemById", "item", "content")).toEqual({ number: 1 });
});

test("fields of each kind are made and hold values, and the item shows them with its title", async () => {
  const { ask, at, newField, newItem } = board();
  const i = await newItem();
  const owner = await newField("Owner", "TEXT");
  const planned = await newField("Planned", "DATE");
  const slip = await newField("Slip", "NUMBER");
  const phase = await newField("Phase", "SINGLE_SELECT", [{ name: "Test", color: "BLUE", description: "" }, { name: "Release", color: "RED", description: "" }]);
  await ask(setValue, { i, f: owner.id, v: { text: "bob" } });
  await ask(setValue, { i, f: planned.id, v: { date: "2019-06-17" } });
  await ask(setValue, { i, f: slip.id, v: { number: 3 } });
  const done = await ask(setValue, { i, f: phase.id, v: { singleSelectOptionId: phase.options?.[1]?.id } });
  expect(at(done, "updateProjectV2ItemFieldValue", "projectV2Item", "fieldValues", "nodes")).toMatchObject([{ text: "Spec completed", field: { name: "Title" } }, { text: "bob" }, { date: "2019-06-17" }, { number: 3 }, { name: "Release", color: "RED" }]);
});

test("a change of a value is told with field, before and after, and clearing it too", async () => {
  const { ask, newField, newItem, events, project } = board();
  const i = await newItem();
  const { id } = await newField("Owner", "TEXT");
  await ask(setValue, { i, f: id, v: { text: "bob" } });
  await ask("mutation($p: ID!, $i: ID!, $f: ID!) { clearProjectV2ItemFieldValue(input: { projectId: $p, itemId: $i, fieldId: $f }) { projectV2Item { id } } }", { i, f: id });
  const changes = events.filter((event) => event.event === "projects_v2_item" && event.action === "edited").map((event) => event.payload["changes"]);
  expect(changes).toMatchObject([{ field_value: { field_name: "Owner", project_number: 1, from: null, to: "bob" } }, { field_value: { from: "bob", to: null } }]);
  expect([events.at(-1)?.payload["organization"], project.items[0]?.values.size]).toMatchObject([{ login: "acme" }, 0]);
});

test.each([
  ["a number for a text field", "TEXT", { number: 1 }, "Did not receive a text value"],
  ["a day that does not exist", "DATE", { date: "2019-02-30" }, "Did not receive a date value"],
  ["two values at once", "TEXT", { text: "a", number: 1 }, "Exactly one value must be provided"],
  ["no value", "TEXT", {}, "Exactly one value must be provided"],
])("%s is refused", async (_case, type, v, message) => {
  const { ask, newField, newItem } = board();
  const i = await newItem();
  const { id } = await newField("Field", type);
  expect((await ask(setValue, { i, f: id, v })).errors).toMatchObject([{ type: "UNPROCESSABLE", message: expect.stringContaining(message) as unknown }]);
});

test("a choice that the field does not have, GitHub's own fields, and a second field of one name are refused", async () => {
  const { ask, newField, newItem, project } = board();
  const i = await newItem();
  const field = (name: string) => project.fields.find((each) => each.name === name)?.nodeId;
  expect((await ask(setValue, { i, f: field("Status"), v: { singleSelectOptionId: "deadbeef" } })).errors?.[0]?.message).toContain("does not belong to the field");
  expect((await ask(setValue, { i, f: field("Labels"), v: { text: "bug" } })).errors?.[0]?.message).toContain("not supported");
  await newField("Owner", "TEXT");
  expect((await ask(addField, { n: "owner", t: "TEXT" })).errors).toMatchObject([{ type: "UNPROCESSABLE" }]);
});

test("drafts are added, reworded, archived, brought back and deleted", async () => {
  const { ask, at, heard, project } = board();
  const made = await ask('mutation($p: ID!) { addProjectV2DraftIssue(input: { projectId: $p, title: "Message", body: "Hello" }) { projectItem { id type content { ... on DraftIssue { id title body } } } } }');
  expect(at(made, "addProjectV2DraftIssue", "projectItem")).toMatchObject({ type: "DRAFT_ISSUE", content: { title: "Message", body: "Hello" } });
  const d = at<string>(made, "addProjectV2DraftIssue", "projectItem", "content", "id");
  const i = at<string>(made, "addProjectV2DraftIssue", "projectItem", "id");
  await ask('mutation($d: ID!) { updateProjectV2DraftIssue(input: { draftIssueId: $d, title: "Notice" }) { draftIssue { title } } }', { d });
  const archived = await ask("mutation($p: ID!, $i: ID!) { archiveProjectV2Item(input: { projectId: $p, itemId: $i }) { item { isArchived fieldValueByName(name: \"Title\") { ... on ProjectV2ItemFieldTextValue { text } } } } }", { i });
  expect(at(archived, "archiveProjectV2Item", "item")).toEqual({ isArchived: true, fieldValueByName: { text: "Notice" } });
  await ask("mutation($p: ID!, $i: ID!) { unarchiveProjectV2Item(input: { projectId: $p, itemId: $i }) { item { isArchived } } }", { i });
  await ask("mutation($p: ID!, $i: ID!) { deleteProjectV2Item(input: { projectId: $p, itemId: $i }) { deletedItemId } }", { i });
  expect([project.items, heard()]).toEqual([[], ["created", "edited", "archived", "restored", "deleted"].map((action) => `projects_v2_item.${action}`)]);
});

test("an app without the permission reads no project, and one that only reads changes none", async () => {
  const without = scene();
  createProject(without.world, without.organization, "Releases", without.alice);
  expect((await without.ask("installation", '{ organization(login: "acme") { projectV2(number: 1) { title } } }')).errors).toMatchObject([{ type: "FORBIDDEN" }]);
  const { ask, at, issue } = board("read");
  expect(at(await ask('{ organization(login: "acme") { projectV2(number: 1) { title viewerCanUpdate } } }'), "organization", "projectV2")).toEqual({ title: "Releases", viewerCanUpdate: false });
  expect((await ask(addItem, { c: issue.nodeId })).errors).toMatchObject([{ type: "FORBIDDEN" }]);
});

test("a project of a person is closed to apps, and open to that person", async () => {
  const { world, ask, app, bob, carol } = board();
  createProject(world, bob, "Mine", bob);
  const token = seedToken(world, seedInstallation(world, app, bob));
  const query = '{ user(login: "bob") { projectV2(number: 1) { title } } }';
  expect((await ask(query, {}, { token })).errors).toMatchObject([{ type: "FORBIDDEN", message: "Resource not accessible by integration" }]);
  expect((await ask(query, {}, bob)).data).toEqual({ user: { projectV2: { title: "Mine" } } });
  expect((await ask(query, {}, carol)).errors).toMatchObject([{ type: "NOT_FOUND" }]);
});

test("content that the reader may not see is redacted, not shown", async () => {
  const { world, ask, at, organization, alice, project, carol } = board();
  const secret = seedRepository(world, { owner: organization, name: "secret", private: true, by: alice });
  const hidden = openPull(world, secret, { by: alice, title: "Hidden", head: "h", files: { h: "h\n" } });
  await ask(addItem, { c: hidden.nodeId });
  project.public = true;
  const { data } = await ask('{ organization(login: "acme") { projectV2(number: 1) { items(first: 5) { nodes { type content { __typename } fieldValues(first: 5) { totalCount } } } } } }', {}, carol);
  expect(data["organization"]).toEqual({ projectV2: { items: { nodes: [{ type: "REDACTED", content: null, fieldValues: { totalCount: 0 } }] } } });
  expect(at(await ask('{ organization(login: "acme") { projectV2(number: 1) { items(first: 5) { nodes { type } } } } }'), "organization", "projectV2", "items", "nodes", 0)).toEqual({ type: "PULL_REQUEST" });
});

test("a project is renamed, described, closed and found as closed", async () => {
  const { ask, at, heard } = board();
  const done = await ask('mutation($p: ID!) { updateProjectV2(input: { projectId: $p, title: "Old", readme: "See the plan", closed: true }) { projectV2 { title readme closed } } }');
  expect(at(done, "updateProjectV2", "projectV2")).toEqual({ title: "Old", readme: "See the plan", closed: true });
  expect(heard()).toEqual(["projects_v2.edited", "projects_v2.closed"]);
});
