/** What the app asks of GitHub, from the file by which it is registered there, so that a rehearsal grants no right that GitHub would not. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Permissions } from "../github/state/app.ts";

export interface AppManifest {
  readonly name: string;
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

export function readAppManifest(): AppManifest {
  const written = parse(readFileSync(new URL("../../../app.yml", import.meta.url), "utf8")) as {
    readonly name: string; readonly default_permissions: Permissions; readonly default_events: readonly string[];
  };
  return { name: written.name, permissions: written.default_permissions, events: written.default_events };
}
