/** Runs the command line in process, with files in memory and a clock that stands. */
import { runCli } from "../../src/cli/main.ts";
import type { CliIo } from "../../src/cli/io.ts";
import { NO_SERVICES, type Services } from "../../src/cli/services.ts";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export type Files = Readonly<Record<string, string | Uint8Array>>;

export async function run(args: readonly string[], files: Files = {}, over: Partial<CliIo> = {}, services: Services = NO_SERVICES): Promise<Outcome> {
  const written = { out: "", err: "" };
  const code = await runCli(args, {
    stdout: (text) => { written.out += text; },
    stderr: (text) => { written.err += text; },
    readFile: async (path) => contentOf(files, path),
    colour: false, columns: null, now: () => Date.parse("2019-05-01T10:00:00Z"), version: "1.2.3", apiUrl: "https://api.github.com", ...over,
  }, services);
  return { code, ...written };
}

function contentOf(files: Files, path: string): Uint8Array {
  const content = files[path];
  if (content === undefined) throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: "ENOENT" });
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** One product on master fed by development, one that is exempt, and a test phase from 17 to 24 June 2019. */
export const PLAN = `
release: { name: Two, manager: bwhm, timezone: Europe/Oslo }
products:
  - { id: colossus, repositories: [o/colossus], branch: master, fed_by: [development] }
  - { id: runtime, repositories: [o/runtime], branch: master }
  - { id: pioneer, repositories: [o/apps], branch: master }
milestones:
  - { id: test, title: Test, due: 2019-06-17, due_for: { colossus: 2019-06-14 } }
  - { id: release, title: Release, due: 2019-06-24 }
freezes:
  - id: bugfixes-only
    from: test
    until: release
    allow: [bugfix, release]
    except: { products: [pioneer], paths: ["docs/**"] }
kinds:
  bugfix: { issue_types: [Bug], labels: [bug], accept: wording }
`;
