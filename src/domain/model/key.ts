/**
 * Key: the identity of an object in the queue. It says which object may have changed, never what changed.
 * Keys carry GitHub's numeric repository id, so a rename or a transfer cannot split an object in two.
 */
export type Key =
  | { readonly kind: "installation"; readonly installation: number }
  | { readonly kind: "repository"; readonly repository: number }
  | { readonly kind: "plan"; readonly repository: number }
  | { readonly kind: "branch"; readonly repository: number; readonly branch: string }
  /** the ruleset of an organisation that closes all branches of this name; its installation stands for the organisation */
  | { readonly kind: "organization-gate"; readonly installation: number; readonly branch: string }
  /** one freeze of the plan at `path` in its home: its tracking issue and its account */
  | { readonly kind: "freeze"; readonly repository: number; readonly path: string; readonly freeze: string }
  /** the key results and duties of the plan at `path` in its home */
  | { readonly kind: "results"; readonly repository: number; readonly path: string }
  /** the vote on the procedure for incidents of the plan at `path` in its home */
  | { readonly kind: "procedure"; readonly repository: number; readonly path: string }
  /** the features of the plan at `path` in its home: its tracking issue and its scope */
  | { readonly kind: "features"; readonly repository: number; readonly path: string }
  /** the milestones on GitHub, in one repository, of all plans that stand over it */
  | { readonly kind: "schedule"; readonly repository: number }
  /** one milestone of the plan at `path` in its home: its tracking issue, its checklist, its reminders */
  | { readonly kind: "progress"; readonly repository: number; readonly path: string; readonly milestone: string }
  /** the issue with the dates of all milestones of the plan at `path` */
  | { readonly kind: "live"; readonly repository: number; readonly path: string }
  /** the issue of one thing that the plan at `path` records, such as `risk/holiday-season` */
  | { readonly kind: "card"; readonly repository: number; readonly path: string; readonly card: string }
  /** the board of the plan at `path` in its home */
  | { readonly kind: "board"; readonly repository: number; readonly path: string }
  /** a project of an organization, by GitHub's own id */
  | { readonly kind: "project"; readonly installation: number; readonly project: string }
  | { readonly kind: "pull"; readonly repository: number; readonly number: number }
  /** base "" = every base for which an open pull request with this commit is known; whoever runs it marks those */
  | { readonly kind: "head"; readonly repository: number; readonly sha: string; readonly base: string }
  /** statuses and checks of others on one commit */
  | { readonly kind: "status"; readonly repository: number; readonly sha: string }
  | { readonly kind: "group"; readonly repository: number; readonly sha: string; readonly ref: string }
  | { readonly kind: "issue"; readonly repository: number; readonly number: number }
  | { readonly kind: "comment"; readonly repository: number; readonly number: number; readonly comment: number }
  | { readonly kind: "milestone"; readonly repository: number; readonly number: number }
  | { readonly kind: "release"; readonly repository: number; readonly tag: string }
  | { readonly kind: "incident"; readonly repository: number; readonly number: number }
  /** the index issue of all incidents under the plan at `path` in its home */
  | { readonly kind: "incident-log"; readonly repository: number; readonly path: string };

export type KeyKind = Key["kind"];

/** Lowest is claimed first. */
export const LANES = ["gate", "group", "command", "changed", "fan-out", "sweep"] as const;
export type Lane = (typeof LANES)[number];

/** A mark says "look at this object again". Marking twice is the same as marking once. */
export interface Mark {
  readonly key: Key;
  readonly lane: Lane;
  readonly installation: number;
}

const enc = encodeURIComponent;

/** Key as text, for the store and for logs: `head:42/3f2a…/master`. Names are percent-encoded, so `/` always separates. */
export function keyText(key: Key): string {
  switch (key.kind) {
    case "installation": return `installation:${key.installation}`;
    case "organization-gate": return `organization-gate:${key.installation}/${enc(key.branch)}`;
    case "project": return `project:${key.installation}/${enc(key.project)}`;
    case "repository": return `repository:${key.repository}`;
    case "plan": return `plan:${key.repository}`;
    case "schedule": return `schedule:${key.repository}`;
    case "branch": return `branch:${key.repository}/${enc(key.branch)}`;
    case "freeze": return `freeze:${key.repository}/${enc(key.path)}/${enc(key.freeze)}`;
    case "progress": return `progress:${key.repository}/${enc(key.path)}/${enc(key.milestone)}`;
    case "live": return `live:${key.repository}/${enc(key.path)}`;
    case "results": return `results:${key.repository}/${enc(key.path)}`;
    case "procedure": return `procedure:${key.repository}/${enc(key.path)}`;
    case "features": return `features:${key.repository}/${enc(key.path)}`;
    case "card": return `card:${key.repository}/${enc(key.path)}/${enc(key.card)}`;
    case "board": return `board:${key.repository}/${enc(key.path)}`;
    case "pull": return `pull:${key.repository}/${key.number}`;
    case "head": return `head:${key.repository}/${enc(key.sha)}/${enc(key.base)}`;
    case "status": return `status:${key.repository}/${enc(key.sha)}`;
    case "group": return `group:${key.repository}/${enc(key.sha)}/${enc(key.ref)}`;
    case "issue": return `issue:${key.repository}/${key.number}`;
    case "comment": return `comment:${key.repository}/${key.number}/${key.comment}`;
    case "milestone": return `milestone:${key.repository}/${key.number}`;
    case "release": return `release:${key.repository}/${enc(key.tag)}`;
    case "incident": return `incident:${key.repository}/${key.number}`;
    case "incident-log": return `incident-log:${key.repository}/${enc(key.path)}`;
  }
}

/** The inverse of `keyText`. Throws on text that no key gives: such a row can only come from a damaged store. */
export function parseKey(text: string): Key {
  const colon = text.indexOf(":");
  const kind = text.slice(0, colon) as KeyKind;
  const [first = "", second = "", third = ""] = text.slice(colon + 1).split("/").map(decodeURIComponent);
  const id = Number(first);
  if (colon < 0 || !Number.isSafeInteger(id)) throw new Error(`not a key: ${text}`);
  switch (kind) {
    case "installation": return { kind, installation: id };
    case "repository": case "plan": case "schedule": return { kind, repository: id };
    case "branch": return { kind, repository: id, branch: second };
    case "organization-gate": return { kind, installation: id, branch: second };
    case "project": return { kind, installation: id, project: second };
    case "freeze": return { kind, repository: id, path: second, freeze: third };
    case "progress": return { kind, repository: id, path: second, milestone: third };
    case "live": return { kind, repository: id, path: second };
    case "incident-log": return { kind, repository: id, path: second };
    case "results": return { kind, repository: id, path: second };
    case "procedure": return { kind, repository: id, path: second };
    case "features": return { kind, repository: id, path: second };
    case "card": return { kind, repository: id, path: second, card: third };
    case "board": return { kind, repository: id, path: second };
    case "pull": case "issue": case "milestone": case "incident": return { kind, repository: id, number: Number(second) };
    case "head": return { kind, repository: id, sha: second, base: third };
    case "status": return { kind, repository: id, sha: second };
    case "group": return { kind, repository: id, sha: second, ref: third };
    case "comment": return { kind, repository: id, number: Number(second), comment: Number(third) };
    case "release": return { kind, repository: id, tag: second };
    default: throw new Error(`not a key: ${text}`);
  }
}
