/**
 * Annotated tags: git objects of their own, with a message and a tagger, that name a commit. A ref that was made with one shows it,
 * until the ref is moved or deleted.
 */
import { createHash } from "node:crypto";
import { notFound } from "../api-problem.ts";
import type { Commit, Signature } from "../git/objects.ts";
import type { Repository } from "./repository.ts";

export interface TagObject {
  readonly sha: string;
  readonly tag: string;
  readonly message: string;
  readonly tagger: Signature;
  readonly commit: Commit;
}

/** Stores a tag object; no ref is made. The SHA is what git would give it. */
export function createTagObject(repository: Repository, input: Omit<TagObject, "sha">): TagObject {
  const { tag, message, tagger, commit } = input;
  const seconds = Math.floor(tagger.date / 1000);
  const text = `object ${commit.sha}\ntype commit\ntag ${tag}\ntagger ${tagger.name} <${tagger.email}> ${seconds} +0000\n\n${message}\n`;
  const body = Buffer.from(text, "utf8");
  const sha = createHash("sha1").update(`tag ${body.length}\0`).update(body).digest("hex");
  const object: TagObject = { ...input, tagger: { ...tagger, date: seconds * 1000 }, sha };
  repository.tagObjects.set(sha, object);
  return object;
}

export function findTagObject(repository: Repository, sha: string): TagObject {
  const object = repository.tagObjects.get(sha);
  if (object === undefined) throw notFound();
  return object;
}

/** The tag object behind a ref; null for a light tag or a branch. */
export function tagObjectAt(repository: Repository, ref: string): TagObject | null {
  return repository.annotatedRefs.get(ref) ?? null;
}
