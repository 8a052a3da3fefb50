#!/usr/bin/env node
// Runs src/bin.ts. A Node that cannot (below 22.18, or without type stripping) hands over to the Node that `npm ci` brought along.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
if (process.features.typescript && (major > 22 || (major === 22 && minor >= 18))) await import("../src/bin.ts");
else handOver(fileURLToPath(new URL(`../node_modules/node-linux-${process.arch}/bin/node`, import.meta.url)));

function handOver(node) {
  if (!existsSync(node)) {
    console.error(`release-warden needs Node 22.18 or later; this is ${process.versions.node}. Install a newer one, or run npm ci on Linux, which brings one.`);
    process.exit(2);
  }
  const child = spawn(node, ["--experimental-strip-types", fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  process.on("SIGINT", () => {}); // the terminal has sent it to the child as well
  child.on("exit", (code, signal) => (signal === null ? process.exit(code) : (process.removeAllListeners(signal), process.kill(process.pid, signal))));
}
