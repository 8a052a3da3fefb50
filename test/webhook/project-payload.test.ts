/** A changed project of an organization, of which only an app with the optional right hears. */
import { expect, test } from "@jest/globals";
import { OPTIONAL_EVENTS, SUBSCRIBED_EVENTS } from "../../src/webhook/payload.ts";
import { INSTALLATION, mapped, payload } from "./github-payloads.ts";

function ofOrganization(fields: Record<string, unknown>): unknown {
  const { repository: _, ...rest } = payload({ organization: { id: 3, login: "acme" }, ...fields });
  return rest;
}

const MARKED = [{ key: { kind: "project", installation: INSTALLATION, project: "PVT_kwDO12" }, lane: "changed", installation: INSTALLATION }];

test.each([
  ["a changed item", "projects_v2_item", { action: "edited", projects_v2_item: { id: 5, node_id: "PVTI_1", project_node_id: "PVT_kwDO12" } }, MARKED],
  ["a closed project", "projects_v2", { action: "closed", projects_v2: { id: 5, node_id: "PVT_kwDO12", title: "Plans" } }, MARKED],
  ["what a bot changed, which is most often we", "projects_v2_item", { action: "edited", projects_v2_item: { project_node_id: "PVT_kwDO12" }, sender: { login: "warden[bot]", type: "Bot" } }, []],
  ["an item of no project", "projects_v2_item", { action: "edited", projects_v2_item: { id: 5 } }, []],
  ["an id that is none", "projects_v2_item", { action: "edited", projects_v2_item: { project_node_id: "a b\n" } }, []],
] as const)("%s marks the project and nothing else", (_name, event, fields, marks) => {
  expect(mapped(event, ofOrganization(fields))).toMatchObject({ repository: null, marks, witnesses: [] });
});

test("nobody is subscribed to it by app.yml as it is", () => {
  expect(OPTIONAL_EVENTS.filter((event) => SUBSCRIBED_EVENTS.includes(event))).toEqual([]);
});
