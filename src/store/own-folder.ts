/** Where the embedded store lives. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { StoreOptions } from "./open-store.ts";

/** A first start finds no folder yet; only this user may read what is kept there. */
export function withFolder(options: StoreOptions): StoreOptions {
  if (options.databaseUrl === null && options.file !== ":memory:") mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
  return options;
}
