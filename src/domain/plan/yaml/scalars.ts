/** What single values of a plan give away before anyone asks what they mean: a name cut short by `#`, a secret, an invisible character. */
import type { LineCounter } from "yaml";
import type { Findings } from "../findings.ts";
import { looksSecret, namesSecret, plain } from "../quoted.ts";
import { placeOf } from "../source-map.ts";
import type { PlanNode } from "./plan-tree.ts";

type Path = readonly (string | number)[];

export function checkScalars(root: PlanNode, text: string, lines: LineCounter, findings: Findings): void {
  visit(root, []);
  // Depth is bounded by the prescan, so this recursion is too.
  function visit(node: PlanNode, path: Path): void {
    for (const [step, child] of node.children) visit(child, [...path, step]);
    const name = path.at(-1);
    if (typeof node.value === "string") checkText(node, node.value, typeof name === "string" ? name : "", path);
    if (typeof name === "string" && looksSecret(name) && node.key !== null) findings.warning(placeOf(node.key, lines), "secret", "This looks like a secret.", SECRET_HINT);
    if (node.plain && node.source !== null) checkCut(node, path);
  }

  function checkText(node: PlanNode, value: string, name: string, path: Path): void {
    const place = placeOf(node.span, lines, path);
    if (looksSecret(value) || (namesSecret(name) && value.length >= 12 && !/\s/.test(value))) findings.warning(place, "secret", "This looks like a secret.", SECRET_HINT);
     
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(value)) findings.error(place, "control-character", "This text contains an invisible control character.", "remove the escape sequence");
    if (/[\u202a-\u202e\u2066-\u2069]/.test(value)) findings.warning(place, "hidden-direction", "This text contains characters that turn the direction of reading, so it may not say what it shows.", "remove them");
  }

  function checkCut(node: PlanNode, path: Path): void {
    COMMENT.lastIndex = node.span.end;
    const comment = COMMENT.exec(text);
    if (comment === null) return;
    const kept = plain(node.source ?? "");
    const cut = plain(comment[1] ?? "");
    findings.warning(placeOf({ start: node.span.start, end: COMMENT.lastIndex }, lines, path), "comment-after-value", `\`#\` after a space begins a comment, so this is read as "${kept}" and the rest is lost.`, `if the rest belongs to it, put all of it in quotes: "${kept} ${cut}"; if it is a comment, put a space after the #`);
  }
}

const SECRET_HINT = "take it out, and revoke it: whoever can read this repository has it";
/** a comment on the same line whose text begins at once: `Final Test #2`, and not `bwhm  # a login` */
const COMMENT = /[ \t]+(#[^\s#][^\n\r]{0,60})/y;
