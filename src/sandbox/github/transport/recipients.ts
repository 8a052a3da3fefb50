// Who gets a webhook: the installations that see the repository, hold a permission for the event and subscribed to it.
//
// An app that lacks the permission cannot be subscribed; one with checks: write gets check_run and check_suite unasked, and
// every app gets the events of its own installations unasked. Events that GitHub sends to one app alone say so themselves.
// Source: https://docs.github.com/webhooks/webhook-events-and-payloads

import type { App, Installation } from "../state/app.ts";
import { installationSees, levelCovers } from "../state/app.ts";
import type { World, WorldEvent } from "../world.ts";

/** Any one of these permissions, at least read, allows the event. */
const PERMISSIONS_OF_EVENT: Readonly<Record<string, readonly string[]>> = {
  pull_request: ["pull_requests"],
  pull_request_review: ["pull_requests"],
  pull_request_review_comment: ["pull_requests"],
  pull_request_review_thread: ["pull_requests"],
  issues: ["issues"],
  sub_issues: ["issues"],
  issue_dependencies: ["issues"],
  issue_comment: ["issues", "pull_requests"],
  milestone: ["issues", "pull_requests"],
  label: ["metadata"],
  repository: ["metadata"],
  push: ["contents"],
  create: ["contents"],
  delete: ["contents"],
  release: ["contents"],
  check_run: ["checks"],
  check_suite: ["checks"],
  status: ["statuses"],
  deployment: ["deployments"],
  deployment_status: ["deployments"],
  workflow_run: ["actions"],
  merge_group: ["merge_queues"],
  member: ["members"],
  membership: ["members"],
  team: ["members"],
  organization: ["members"],
  projects_v2: ["organization_projects"],
  projects_v2_item: ["organization_projects"],
  repository_ruleset: ["administration", "organization_administration"],
  branch_protection_rule: ["administration"],
};

const SENT_UNASKED = new Set(["installation", "installation_repositories", "installation_target", "github_app_authorization"]);
const SENT_UNASKED_TO_CHECKERS = new Set(["check_run", "check_suite"]);

export interface Recipient {
  readonly app: App;
  readonly installation: Installation;
}

/** In the order of the installations' making. */
export function recipientsOf(world: World, event: WorldEvent): Recipient[] {
  if (SENT_UNASKED.has(event.event)) return ownInstallation(world, event);
  const recipients: Recipient[] = [];
  for (const installation of world.installations.values()) {
    const { app } = installation;
    if (event.onlyAppId !== null && event.onlyAppId !== app.id) continue;
    if (reaches(world, installation, event) && subscribed(installation, event.event)) recipients.push({ app, installation });
  }
  return recipients;
}

function subscribed(installation: Installation, event: string): boolean {
  const needed = PERMISSIONS_OF_EVENT[event];
  if (needed !== undefined && !needed.some((name) => levelCovers(installation.permissions[name], "read"))) return false;
  if (SENT_UNASKED_TO_CHECKERS.has(event) && levelCovers(installation.permissions["checks"], "write")) return true;
  return installation.events.includes(event);
}

function reaches(world: World, installation: Installation, event: WorldEvent): boolean {
  if (event.repositoryId !== null) return installationSees(world, installation, event.repositoryId);
  if (installation.suspendedAt !== null) return false;
  const owner = idOf(event.payload["organization"]);
  return owner !== null && owner === installation.account.id;
}

/** The installation that an installation event is about: the one it names, or the one that was made last. */
function ownInstallation(world: World, event: WorldEvent): Recipient[] {
  const own = [...world.installations.values()].filter((each) => each.app.id === event.onlyAppId);
  const named = idOf(event.payload["installation"]);
  const found = own.find((each) => each.id === named) ?? own.find((each) => ownsARepositoryOf(world, each, event)) ?? own.at(-1);
  return found === undefined ? [] : [{ app: found.app, installation: found }];
}

function ownsARepositoryOf(world: World, installation: Installation, event: WorldEvent): boolean {
  const listed = [event.payload["repositories"], event.payload["repositories_added"], event.payload["repositories_removed"]];
  return listed.some((list) => Array.isArray(list) && list.some((each) => world.repositories.get(idOf(each) ?? -1)?.owner.id === installation.account.id));
}

function idOf(value: unknown): number | null {
  if (typeof value !== "object" || value === null) return null;
  const id: unknown = (value as Record<string, unknown>)["id"];
  return typeof id === "number" ? id : null;
}
