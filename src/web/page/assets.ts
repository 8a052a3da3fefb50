/** The page's own files, named by what is in them, so that browsers may keep them for good; and its templates. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { answer } from "./http.ts";

const FOLDER = new URL("../../../templates/web/", import.meta.url);

export interface Assets {
  readonly css: string;
  readonly script: string;
  readonly icon: string;
  readonly templates: Readonly<Record<string, string>>;
  /** false = not one of them */
  send(path: string, response: ServerResponse): boolean;
}

export function readAssets(): Assets {
  const files = new Map<string, { readonly type: string; readonly body: Buffer }>();
  function add(name: string, ending: string, type: string): string {
    const body = readFileSync(new URL(`${name}.${ending}`, FOLDER));
    const path = `/assets/${name}-${createHash("sha256").update(body).digest("hex").slice(0, 12)}.${ending}`;
    files.set(path, { type, body });
    return path;
  }
  const css = add("page", "css", "text/css; charset=utf-8");
  const script = add("page", "js", "text/javascript; charset=utf-8");
  const icon = add("icon", "svg", "image/svg+xml");
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".hbs"));
  return {
    css, script, icon, templates: Object.fromEntries(names.map((name) => [name.replace(/\.hbs$/, ""), readFileSync(new URL(name, FOLDER), "utf8")])),
    send(path, response) {
      const file = files.get(path);
      if (file === undefined) return false;
      answer(response, 200, file.type, file.body, { "cache-control": "public, max-age=31536000, immutable" });
      return true;
    },
  };
}
