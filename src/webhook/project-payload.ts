/**
 * Events about projects of an organization. They come only to an app that was given the optional right over projects and subscribed to them itself
 * (https://docs.github.com/webhooks/webhook-events-and-payloads#projects_v2_item), and name no repository. What a bot changed is most often what we
 * wrote: it is seen with the next look at the board.
 */
import { mark, NOTHING, marked, type EventPayload, type PayloadReader, type Reading } from "./event-payload.ts";
import { fieldsOf } from "./fields.ts";
import type { Wanted } from "./json-sieve.ts";

export const PROJECT_EVENTS: Readonly<Record<string, PayloadReader>> = {
  projects_v2: readProject,
  projects_v2_item: readProject,
};

export const PROJECT_FIELDS: Wanted = {
  projects_v2: { node_id: true },
  projects_v2_item: { project_node_id: true },
};

/** GitHub's opaque ids. */
const NODE_ID = /^[\w=+/-]{1,100}$/;

function readProject(payload: EventPayload): Reading {
  const project = fieldsOf(payload.fields["projects_v2"])?.["node_id"] ?? fieldsOf(payload.fields["projects_v2_item"])?.["project_node_id"];
  if (typeof project !== "string" || !NODE_ID.test(project) || fieldsOf(payload.fields["sender"])?.["type"] === "Bot") return NOTHING;
  return marked(mark(payload, { kind: "project", installation: payload.installation, project }));
}
