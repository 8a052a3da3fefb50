/** Applies the lines of a unified diff without context, as `patch` would: from the lines alone, each of which must be found where it says. */
import { expect } from "@jest/globals";

export function patched(text: string, diff: readonly string[]): string {
  const lines = text.split("\n");
  let shift = 0;
  let at = 0;
  for (const line of diff) {
    const head = /^@@ -(\d+),(\d+) \+(\d+),(\d+) @@$/.exec(line);
    if (head !== null) {
      at = Number(head[1]) + shift - (head[2] === "0" ? 0 : 1);
      expect(Number(head[3])).toBe(at + (head[4] === "0" ? 0 : 1));
    } else if (/^(?:---|\+\+\+) /.test(line)) continue;
    else if (line.startsWith("-")) {
      expect(lines.splice(at, 1)).toEqual([line.slice(1)]);
      shift -= 1;
    } else {
      lines.splice(at, 0, line.slice(1));
      at += 1;
      shift += 1;
    }
  }
  return lines.join("\n");
}
