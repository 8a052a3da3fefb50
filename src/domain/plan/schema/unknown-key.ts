/** What to write in place of a key that a plan does not have: by what people commonly guess, else by spelling. */
import { nearestName } from "../nearest.ts";

/** Guess → keys of ours in order of likelihood; the first that exists in that section is meant. */
const GUESSES: Readonly<Record<string, readonly string[]>> = {
  date: ["due", "from", "on"], deadline: ["due"], when: ["due", "from", "on"], due_date: ["due"], due_on: ["due"], at: ["due", "on"], target_date: ["due"], baseline: ["planned"],
  name: ["title", "who", "task"], label: ["title"], labels: ["title"], summary: ["title", "description"], text: ["title", "task"],
  depends_on: ["after"], dependencies: ["after"], needs: ["after"], requires: ["after"], blocked_by: ["after"],
  repos: ["repositories"], repo: ["repositories"], repository: ["repositories"],
  freeze: ["freezes"], code_freeze: ["freezes"], product: ["products"], milestone: ["milestones"], phases: ["milestones"], okrs: ["key_results"],
  start: ["from"], starts: ["from"], begin: ["from"], begins: ["from"], after: ["from"], start_date: ["from"], end: ["until", "to"], ends: ["until", "to"], to: ["until"], end_date: ["until", "to"],
  owner: ["manager", "by"], lead: ["manager"], responsible: ["manager", "owner"], release_manager: ["manager"], assignee: ["owner", "manager"],
  allowed: ["allow"], allow_kinds: ["allow"], kinds: ["allow"], classes_allowed: ["allow"], types: ["issue_types", "allow"],
  branch: ["branches"], branches: ["branch"], base: ["branch", "branches"], feeders: ["fed_by"], path: ["paths"], files: ["paths"],
  tz: ["timezone"], time_zone: ["timezone"], zone: ["timezone"], duration: ["lasts"], exceptions: ["except", "agreed"], waiver: ["waivers"], notices: ["notice"],
  reason: ["because"], why: ["because"], url: ["see"], link: ["see", "links"], tasks: ["checklist"], todo: ["checklist"], members: ["team"], people: ["team"], dry_run: ["mode"], enforce: ["mode"],
};

/** Guesses that are said with another shape. */
const SHAPES: Readonly<Record<string, readonly [needs: string, write: string, inside?: string]>> = {
  exclude_products: ["except", "write `except: { products: [pioneer] }`", "products"],
  exclude: ["except", "write `except: { products: [pioneer] }`", "products"],
  excludes: ["except", "write `except: { products: [pioneer] }`", "products"],
  exempt: ["except", "write `except: { products: [pioneer] }`", "products"],
  exclude_repos: ["except", "write `except: { repositories: [owner/name] }`", "repositories"],
  exclude_repositories: ["except", "write `except: { repositories: [owner/name] }`", "repositories"],
  exclude_paths: ["except", "write `except: { paths: [\"docs/**\"] }`", "paths"],
  allow_paths: ["except", "write `except: { paths: [\"docs/**\"] }`", "paths"],
  allow_title: ["allow", "a freeze allows kinds of change, `allow: [bugfix]`; what counts as one is said under `kinds`"],
  allow_labels: ["allow", "write `allow: [bugfix]` here, and the labels under `kinds: { bugfix: { labels: […] } }`"],
  observe: ["mode", "write `mode: observe`"],
  min_reviews: ["waivers", "a freeze asks for approvals only of exceptions: `waivers: { approvals: 1 }`"],
};

/** What to say about an unknown key. */
export function hintForKey(key: string, known: readonly string[]): string {
  const guess = normal(key);
  const shape = Object.hasOwn(SHAPES, guess) ? SHAPES[guess] : undefined;
  if (shape !== undefined && known.includes(shape[0])) return shape[1];
  const meant = meantKey(key, known);
  return meant === null ? `known here: ${known.slice(0, 20).join(", ")}` : `did you mean \`${meant}\`?`;
}

/** Where the value most likely belongs: `["due"]`, `["except", "products"]`; null = no telling. */
export function meantPath(key: string, known: readonly string[]): readonly [string, ...string[]] | null {
  const guess = normal(key);
  const shape = Object.hasOwn(SHAPES, guess) ? SHAPES[guess] : undefined;
  if (shape !== undefined && known.includes(shape[0])) return shape[2] === undefined ? null : [shape[0], shape[2]];
  const meant = meantKey(key, known);
  return meant === null ? null : [meant];
}

function meantKey(key: string, known: readonly string[]): string | null {
  const guess = normal(key);
  const guesses = Object.hasOwn(GUESSES, guess) ? (GUESSES[guess] ?? []) : [];
  return guesses.find((name) => known.includes(name)) ?? nearestName(key, known);
}

function normal(key: string): string {
  return key.length > 40 ? "" : key.toLowerCase().replaceAll("-", "_");
}
