/**
 * Node ids of the local GitHub: opaque to clients as on GitHub, but reversible here, so that GraphQL's node(id:) can find the object.
 */

const prefixes = {
  user: "U",
  organization: "O",
  bot: "BOT",
  team: "T",
  app: "A",
  repository: "R",
  issue: "I",
  pull: "PR",
  label: "LA",
  milestone: "MI",
  comment: "IC",
  review: "PRR",
  reaction: "REA",
  reviewComment: "PRRC",
  checkSuite: "CS",
  checkRun: "CR",
  status: "SC",
  ruleset: "RRS",
  release: "RE",
  event: "EV",
  issueType: "IT",
  commit: "C",
  ref: "REF",
  queueEntry: "MQE",
  deployment: "DE",
  deploymentStatus: "DES",
  releaseAsset: "RA",
  tag: "TA",
  workflow: "W",
  workflowRun: "WFR",
  artifact: "ART",
  project: "PVT",
  projectItem: "PVTI",
  projectField: "PVTF",
  projectChoice: "PVTSSF",
  projectValue: "PVTFV",
  draftIssue: "DI",
} as const;

export type NodeKind = keyof typeof prefixes;

const kindOfPrefix = new Map(Object.entries(prefixes).map(([kind, prefix]) => [prefix as string, kind as NodeKind]));

/** An opaque, stable id: the kind's prefix and the base64url of the number (or text). */
export function nodeId(kind: NodeKind, id: number | string): string {
  return `${prefixes[kind]}_${Buffer.from(String(id)).toString("base64url")}`;
}

/** Kind and id behind a node id; null when it is none of ours. */
export function parseNodeId(text: string): { kind: NodeKind; id: string } | null {
  const cut = text.indexOf("_");
  const kind = cut < 0 ? undefined : kindOfPrefix.get(text.slice(0, cut));
  if (kind === undefined) return null;
  return { kind, id: Buffer.from(text.slice(cut + 1), "base64url").toString("utf8") };
}
