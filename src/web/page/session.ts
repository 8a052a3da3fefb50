/**
 * Who is signed in. The browser holds a random number and a signature, nothing else; the person's token stays in this process, so a stolen store
 * holds no tokens and a restart signs everybody out. Times here are real times.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { RepositoryRecord } from "../../domain/model/records.ts";
import { cookieName } from "./http.ts";
import type { SignedIn } from "./ports.ts";

export interface Session {
  readonly login: string;
  canRead(repository: Pick<RepositoryRecord, "id" | "owner" | "name">): Promise<boolean>;
}

export interface Sessions {
  /** the cookie's name */
  readonly cookie: string;
  /** the cookie's value for a new session */
  open(person: SignedIn): string;
  /** null = none, forged or over */
  find(cookie: string | null): Session | null;
  close(cookie: string | null): void;
  readonly size: number;
}

const LASTS = 8 * 3_600_000;
/** Rights are asked again after so long; whoever loses them loses sight within a minute. */
const RIGHTS_LAST = 60_000;
const MOST = 10_000;
/** GitHub takes it ill when one person asks more than a hundred things at once. */
const ASKED_AT_ONCE = 20;

interface Entry {
  readonly person: SignedIn;
  /** questions that wait for others to be answered */
  readonly waiting: (() => void)[];
  asking: number;
  readonly until: number;
  readonly rights: Map<number, { readonly until: number; readonly may: Promise<boolean> }>;
}

const COOKIE = "warden_session";

/** `secure`: people come over encrypted connections. */
export function createSessions(key: Buffer, clock: () => number, secure = false): Sessions {
  const entries = new Map<string, Entry>();

  function idOf(cookie: string | null): string | null {
    const id = cookie === null ? null : unsealed(cookie, key);
    return id !== null && entries.has(id) ? id : null;
  }

  return {
    cookie: cookieName(COOKIE, secure),
    open(person) {
      for (const [id, entry] of entries) if (entry.until <= clock() || entries.size >= MOST) entries.delete(id);
      const id = randomBytes(32).toString("base64url");
      entries.set(id, { person, until: clock() + LASTS, rights: new Map(), waiting: [], asking: 0 });
      return sealed(id, key);
    },
    find(cookie) {
      const id = idOf(cookie);
      const entry = id === null ? undefined : entries.get(id);
      if (id === null || entry === undefined) return null;
      if (entry.until <= clock()) {
        entries.delete(id);
        return null;
      }
      return { login: entry.person.login, canRead: (repository) => remembered(entry, repository, clock) };
    },
    close(cookie) {
      const id = idOf(cookie);
      if (id !== null) entries.delete(id);
    },
    get size() { return entries.size; },
  };
}

function remembered(entry: Entry, repository: Pick<RepositoryRecord, "id" | "owner" | "name">, clock: () => number): Promise<boolean> {
  const { rights } = entry;
  const known = rights.get(repository.id);
  if (known !== undefined && known.until > clock()) return known.may;
  if (rights.size >= 2_000) rights.clear();
  // What cannot be asked is not allowed.
  const may = inTurn(entry, repository).catch(() => false);
  rights.set(repository.id, { until: clock() + RIGHTS_LAST, may });
  return may;
}

async function inTurn(entry: Entry, repository: Pick<RepositoryRecord, "id" | "owner" | "name">): Promise<boolean> {
  if (entry.asking >= ASKED_AT_ONCE) await new Promise<void>((resolve) => { entry.waiting.push(resolve); });
  else entry.asking += 1;
  try {
    return await entry.person.canRead(repository);
  } finally {
    // Whoever waits longest takes over the place.
    const next = entry.waiting.shift();
    if (next === undefined) entry.asking -= 1;
    else next();
  }
}

/** `value.signature`; the value must have no dot. */
export function sealed(value: string, key: Buffer): string {
  return `${value}.${signature(value, key)}`;
}

/** null = not signed with this key */
export function unsealed(text: string, key: Buffer): string | null {
  const [value = "", given = "", ...more] = text.split(".");
  const expected = Buffer.from(signature(value, key));
  const found = Buffer.from(given);
  return more.length === 0 && found.length === expected.length && timingSafeEqual(found, expected) ? value : null;
}

function signature(value: string, key: Buffer): string {
  return createHmac("sha256", key).update(value).digest("base64url");
}
