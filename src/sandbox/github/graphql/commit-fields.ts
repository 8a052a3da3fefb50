// Git objects and refs in GraphQL: commits, blobs, trees, and where branches point.

import { githubInstant } from "../clock.ts";
import { log } from "../git/history.ts";
import { entryAt, type Blob, type Commit, type Signature, type Tree } from "../git/objects.ts";
import { nodeId } from "../node-id.ts";
import { fullName, resolveCommit, type Repository } from "../state/repository.ts";
import { tagObjectAt, type TagObject } from "../state/tag.ts";
import { needPermission } from "./access.ts";
import { rollupOf, suitesOf } from "./check-fields.ts";
import { CONNECTION, pageOf } from "./connection.ts";
import { typed, type ResolverMap, type Typed, type TypeResolvers } from "./resolver.ts";

export interface CommitSource {
  readonly repository: Repository;
  readonly commit: Commit;
}

export interface RefSource extends CommitSource {
  /** Full name, such as refs/heads/main. */
  readonly name: string;
}

interface EntrySource<Entry> {
  readonly repository: Repository;
  readonly entry: Entry;
}

export function commitNode(repository: Repository, commit: Commit): Typed {
  return typed("Commit", { repository, commit } satisfies CommitSource);
}

export function refOf(repository: Repository, name: string): RefSource | null {
  for (const full of [name, `refs/heads/${name}`, `refs/tags/${name}`]) {
    const commit = repository.refs.get(full);
    if (commit !== undefined) return { repository, name: full, commit };
  }
  return null;
}

/** Refs below a prefix such as refs/tags/, by name; `query` looks for a part of the name. */
export function refsUnder(repository: Repository, prefix: string, query: string | null): RefSource[] {
  const found = [...repository.refs].filter(([name]) => name.startsWith(prefix) && (query === null || name.slice(prefix.length).includes(query)));
  return found.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, commit]) => ({ repository, name, commit }));
}

/** What `object(expression:)` means: a revision, or "revision:path". */
export function objectAt(repository: Repository, expression: string): Typed | null {
  const colon = expression.indexOf(":");
  const commit = resolveCommit(repository, colon < 0 ? expression : expression.slice(0, colon));
  if (commit === null) return null;
  if (colon < 0) return commitNode(repository, commit);
  const entry = entryAt(commit.tree, expression.slice(colon + 1));
  return entry === null ? null : entryNode(repository, entry);
}

export function blobAt(repository: Repository, sha: string): Typed | null {
  const blob = repository.network.objects.blobBySha(sha);
  return blob === null ? null : entryNode(repository, blob);
}

function entryNode(repository: Repository, entry: Blob | Tree): Typed {
  return typed(entry.kind === "blob" ? "Blob" : "Tree", { repository, entry });
}

const COMMIT: TypeResolvers<CommitSource> = {
  id: ({ repository, commit }) => nodeId("commit", `${repository.id}:${commit.sha}`),
  oid: ({ commit }) => commit.sha,
  abbreviatedOid: ({ commit }) => commit.sha.slice(0, 7),
  message: ({ commit }) => commit.message,
  messageHeadline: ({ commit }) => commit.message.split("\n", 1)[0] ?? "",
  messageBody: ({ commit }) => commit.message.split("\n").slice(1).join("\n").trim(),
  authoredDate: ({ commit }) => githubInstant(commit.author.date),
  committedDate: ({ commit }) => githubInstant(commit.committer.date),
  author: ({ commit }) => commit.author,
  committer: ({ commit }) => commit.committer,
  repository: ({ repository }) => repository,
  tree: ({ repository, commit }) => ({ repository, entry: commit.tree }),
  parents: ({ repository, commit }, args) => pageOf(commit.parents.map((parent) => ({ repository, commit: parent })), args),
  history: ({ repository, commit }, args) => {
    const filter = { path: textOf(args["path"]), since: instantOf(args["since"]), until: instantOf(args["until"]) };
    return pageOf([...log(commit, filter)].map((each) => ({ repository, commit: each })), args);
  },
  checkSuites: ({ repository, commit }, args, context) => pageOf(suitesOf(repository, commit, args, context), args),
  statusCheckRollup: rollupOf,
  associatedPullRequests: ({ repository, commit }, args, context) => {
    needPermission(context, "pull_requests");
    return pageOf([...(repository.pullsByCommit.get(commit.sha) ?? [])], args);
  },
  url: ({ repository, commit }, _, { world }) => `${world.htmlUrl}/${fullName(repository)}/commit/${commit.sha}`,
};

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function instantOf(value: unknown): number | null {
  return typeof value === "string" ? Date.parse(value) : null;
}

const GIT_ACTOR: TypeResolvers<Signature> = {
  name: (signature) => signature.name,
  email: (signature) => signature.email,
  date: (signature) => githubInstant(signature.date),
};

const REF: TypeResolvers<RefSource> = {
  id: ({ repository, name }) => nodeId("ref", `${repository.id}:${name}`),
  name: ({ name }) => name.replace(/^refs\/(?:heads|tags)\//, ""),
  prefix: ({ name }) => /^refs\/(?:heads|tags)\//.exec(name)?.[0] ?? "refs/",
  repository: ({ repository }) => repository,
  target: ({ repository, name, commit }) => {
    const tag = tagObjectAt(repository, name);
    return tag === null ? commitNode(repository, commit) : typed("Tag", { repository, tag } satisfies TagSource);
  },
};

interface TagSource {
  readonly repository: Repository;
  readonly tag: TagObject;
}

const TAG: TypeResolvers<TagSource> = {
  id: ({ repository, tag }) => nodeId("tag", `${repository.id}:${tag.sha}`),
  oid: ({ tag }) => tag.sha,
  abbreviatedOid: ({ tag }) => tag.sha.slice(0, 7),
  name: ({ tag }) => tag.tag,
  message: ({ tag }) => tag.message,
  tagger: ({ tag }) => tag.tagger,
  repository: ({ repository }) => repository,
  target: ({ repository, tag }) => commitNode(repository, tag.commit),
};

const BLOB: TypeResolvers<EntrySource<Blob>> = {
  oid: ({ entry }) => entry.sha,
  text: ({ entry }) => entry.text,
  byteSize: ({ entry }) => Buffer.byteLength(entry.text),
  isBinary: ({ entry }) => entry.text.includes("\0"),
  isTruncated: () => false,
  repository: ({ repository }) => repository,
};

const TREE: TypeResolvers<EntrySource<Tree>> = {
  oid: ({ entry }) => entry.sha,
  repository: ({ repository }) => repository,
  entries: ({ repository, entry }) => [...entry.entries].map(([name, each]) => ({ repository, name, entry: each })),
};

const TREE_ENTRY: TypeResolvers<EntrySource<Blob | Tree> & { name: string }> = {
  name: ({ name }) => name,
  oid: ({ entry }) => entry.sha,
  type: ({ entry }) => entry.kind,
  object: ({ repository, entry }) => entryNode(repository, entry),
};

export const COMMIT_RESOLVERS = {
  Commit: COMMIT,
  CommitConnection: CONNECTION,
  CommitHistoryConnection: CONNECTION,
  GitActor: GIT_ACTOR,
  Ref: REF,
  RefConnection: CONNECTION,
  Tag: TAG,
  Blob: BLOB,
  Tree: TREE,
  TreeEntry: TREE_ENTRY,
} satisfies ResolverMap;
