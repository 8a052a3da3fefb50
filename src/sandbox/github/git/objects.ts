/**
 * Git objects in memory: blobs, trees and commits, addressed by the SHA-1 that git itself would give them.
 * Trees are immutable and shared: changing one file makes new tree objects only along its path, so thousands of branches of a
 * large repository cost little. One database serves a repository and all its forks, as on GitHub.
 */
import { createHash } from "node:crypto";

export interface Blob {
  readonly kind: "blob";
  readonly sha: string;
  readonly text: string;
}

export interface Tree {
  readonly kind: "tree";
  readonly sha: string;
  readonly entries: ReadonlyMap<string, Blob | Tree>;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ms UTC; git keeps whole seconds. */
  readonly date: number;
}

export interface Commit {
  readonly sha: string;
  readonly tree: Tree;
  readonly parents: readonly Commit[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
  /** One more than the highest of the parents: a parent's is always lower. */
  readonly generation: number;
}

export interface CommitInput {
  readonly tree: Tree;
  readonly parents: readonly Commit[];
  readonly author: Signature;
  readonly committer?: Signature;
  readonly message: string;
}

/** What a path becomes: new text, or null to delete it. */
export type FileChanges = Readonly<Record<string, string | null>>;

export class ObjectDatabase {
  readonly #blobs = new Map<string, Blob>();
  readonly #trees = new Map<string, Tree>();
  readonly #commits = new Map<string, Commit>();
  readonly emptyTree: Tree = this.#tree(new Map());

  blob(text: string): Blob {
    const sha = objectSha("blob", Buffer.from(text, "utf8"));
    const present = this.#blobs.get(sha);
    if (present !== undefined) return present;
    const blob: Blob = { kind: "blob", sha, text };
    this.#blobs.set(sha, blob);
    return blob;
  }

  blobBySha(sha: string): Blob | null {
    return this.#blobs.get(sha) ?? null;
  }

  treeBySha(sha: string): Tree | null {
    return this.#trees.get(sha) ?? null;
  }

  /** The tree with some files changed; unknown deletions are ignored, empty folders vanish. */
  changed(tree: Tree, changes: FileChanges): Tree {
    const edits = new Map<string, Blob | null>();
    for (const [path, text] of Object.entries(changes)) edits.set(path, text === null ? null : this.blob(text));
    return this.withBlobs(tree, edits);
  }

  withBlobs(tree: Tree, edits: ReadonlyMap<string, Blob | null>): Tree {
    const entries = new Map(tree.entries);
    const below = new Map<string, Map<string, Blob | null>>();
    for (const [path, blob] of edits) {
      const slash = path.indexOf("/");
      if (slash < 0) {
        if (blob === null) entries.delete(path);
        else entries.set(path, blob);
        continue;
      }
      const folder = path.slice(0, slash);
      const inner = below.get(folder) ?? new Map<string, Blob | null>();
      inner.set(path.slice(slash + 1), blob);
      below.set(folder, inner);
    }
    for (const [folder, inner] of below) {
      const present = entries.get(folder);
      const next = this.withBlobs(present?.kind === "tree" ? present : this.emptyTree, inner);
      if (next.entries.size > 0) entries.set(folder, next);
      else if (present?.kind === "tree") entries.delete(folder);
    }
    return this.#tree(entries);
  }

  commit(input: CommitInput): Commit {
    const author = wholeSeconds(input.author);
    const committer = wholeSeconds(input.committer ?? input.author);
    const lines = [
      `tree ${input.tree.sha}`,
      ...input.parents.map((parent) => `parent ${parent.sha}`),
      `author ${signatureLine(author)}`,
      `committer ${signatureLine(committer)}`,
      "",
      input.message,
    ];
    const sha = objectSha("commit", Buffer.from(lines.join("\n"), "utf8"));
    const present = this.#commits.get(sha);
    if (present !== undefined) return present;
    const generation = 1 + Math.max(0, ...input.parents.map((parent) => parent.generation));
    const commit: Commit = { sha, tree: input.tree, parents: [...input.parents], author, committer, message: input.message, generation };
    this.#commits.set(sha, commit);
    return commit;
  }

  commitBySha(sha: string): Commit | null {
    return this.#commits.get(sha) ?? null;
  }

  /** The commit whose SHA begins with the text (at least 7 digits), if there is just one. */
  commitByPrefix(prefix: string): Commit | null {
    if (prefix.length === 40) return this.commitBySha(prefix);
    if (!/^[0-9a-f]{7,39}$/.test(prefix)) return null;
    const hits = [...this.#commits.keys()].filter((sha) => sha.startsWith(prefix));
    return hits.length === 1 ? this.commitBySha(hits[0] ?? "") : null;
  }

  #tree(entries: ReadonlyMap<string, Blob | Tree>): Tree {
    const sorted = [...entries].sort(([a, one], [b, other]) => compareBytes(sortName(a, one), sortName(b, other)));
    const parts: Buffer[] = [];
    for (const [name, entry] of sorted) {
      parts.push(Buffer.from(`${entry.kind === "tree" ? "40000" : "100644"} ${name}\0`, "utf8"), Buffer.from(entry.sha, "hex"));
    }
    const sha = objectSha("tree", Buffer.concat(parts));
    const present = this.#trees.get(sha);
    if (present !== undefined) return present;
    const tree: Tree = { kind: "tree", sha, entries: new Map(sorted) };
    this.#trees.set(sha, tree);
    return tree;
  }
}

/** Git sorts a folder as if its name ended in a slash. */
function sortName(name: string, entry: Blob | Tree): string {
  return entry.kind === "tree" ? `${name}/` : name;
}

function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function wholeSeconds(signature: Signature): Signature {
  return { name: signature.name, email: signature.email, date: Math.floor(signature.date / 1000) * 1000 };
}

function signatureLine(signature: Signature): string {
  return `${signature.name} <${signature.email}> ${signature.date / 1000} +0000`;
}

function objectSha(kind: string, body: Buffer): string {
  return createHash("sha1").update(`${kind} ${body.length}\0`).update(body).digest("hex");
}

/** The blob or tree at a path; the empty path is the tree itself. */
export function entryAt(tree: Tree, path: string): Blob | Tree | null {
  let here: Blob | Tree = tree;
  for (const name of path.split("/").filter((part) => part !== "")) {
    if (here.kind !== "tree") return null;
    const next = here.entries.get(name);
    if (next === undefined) return null;
    here = next;
  }
  return here;
}
