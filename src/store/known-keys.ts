/**
 * Every object that a full resync looks at, in pages. Installations and repositories come first, since what they find marks the rest. Branches
 * and pulls of repositories that we no longer see are left out: asking for them would only collect refusals.
 */
import { parseKey, type Key } from "../domain/model/key.ts";
import { integer, text, type Database, type Row } from "./database.ts";
import type { KnownPage } from "./store.ts";

interface Found {
  readonly keys: KnownPage["keys"];
  /** where this phase goes on; null = it is finished */
  readonly after: string | null;
}
type Phase = (database: Database, after: string, limit: number) => Promise<Found>;

const PHASES: readonly (readonly [string, Phase])[] = [
  ["installation", installations],
  ["repository", repositories],
  ["branch", branches],
  ["pull", pulls],
];

/** `cursor` is `<phase>/<where it goes on>`; it stays good when rows come and go between pages. */
export async function known(database: Database, cursor: string | null, limit: number): Promise<KnownPage> {
  const [name, ...rest] = (cursor ?? "installation/").split("/");
  const place = PHASES.findIndex(([phase]) => phase === name);
  const phase = PHASES[place];
  if (phase === undefined) throw new Error(`not a place in the resync: ${cursor}`);
  const found = await phase[1](database, rest.join("/"), limit);
  const following = PHASES[place + 1];
  const next = found.after !== null ? `${phase[0]}/${found.after}` : following === undefined ? null : `${following[0]}/`;
  return { keys: found.keys, next };
}

async function installations(database: Database, after: string, limit: number): Promise<Found> {
  const rows = await database.read("select key from record where kind = 'installation' and key > $1 order by key limit $2", [after, limit]);
  const keys = rows.map((row) => Number(text(row, "key"))).map((id) => ({ key: { kind: "installation", installation: id } as const, installation: id }));
  return { keys, after: lastText(rows, "key", limit) };
}

async function repositories(database: Database, after: string, limit: number): Promise<Found> {
  const rows = await database.read("select key, value from record where kind = 'repository' and key > $1 order by key limit $2", [after, limit]);
  const keys = rows.flatMap((row) => {
    const repository = Number(text(row, "key"));
    const { installation } = JSON.parse(text(row, "value")) as { readonly installation: number };
    const both: readonly Key[] = [{ kind: "repository", repository }, { kind: "plan", repository }];
    return both.map((key) => ({ key, installation }));
  });
  return { keys, after: lastText(rows, "key", limit) };
}

async function branches(database: Database, after: string, limit: number): Promise<Found> {
  const from = after === "" ? "branch:" : after;
  const rows = await database.read("select key, installation from work where key > $1 and key < 'branch;' order by key limit $2", [from, limit]);
  const ours = await ourRepositories(database);
  const keys = rows.map((row) => ({ key: parseKey(text(row, "key")), installation: integer(row, "installation") }))
    .filter(({ key }) => key.kind === "branch" && ours.has(key.repository));
  return { keys, after: lastText(rows, "key", limit) };
}

async function pulls(database: Database, after: string, limit: number): Promise<Found> {
  const [repository = -1, number = -1] = after === "" ? [] : after.split("/").map(Number);
  const rows = await database.read(
    "select repository, number, installation from pull where open = 1 and (repository, number) > ($1, $2) order by repository, number limit $3",
    [repository, number, limit],
  );
  const ours = await ourRepositories(database);
  const keys = rows.map((row) => ({
    key: { kind: "pull", repository: integer(row, "repository"), number: integer(row, "number") } as const, installation: integer(row, "installation"),
  })).filter(({ key }) => ours.has(key.repository));
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { keys, after: last === undefined ? null : `${integer(last, "repository")}/${integer(last, "number")}` };
}

async function ourRepositories(database: Database): Promise<ReadonlySet<number>> {
  const rows = await database.read("select key from record where kind = 'repository'");
  return new Set(rows.map((row) => Number(text(row, "key"))));
}

function lastText(rows: readonly Row[], column: string, limit: number): string | null {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return last === undefined ? null : text(last, column);
}
