/**
 * Which acceptance tests a feature links: from the text of its issue, from commands, sub-issues and test files that name it.
 * Promises: linear in the length of the text; each target once; at most MOST_LINKS links, and `cut` says when there were more.
 */
import type { AcceptanceLink, LinkSource, WrittenAcceptance } from "../model/acceptance-link.ts";
import { acceptancePlace } from "./acceptance-section.ts";
import type { AcceptanceLine } from "./acceptance-section.ts";
import { linkTarget, targetKey } from "./link-target.ts";
import type { LinkContext } from "./link-target.ts";

export const MOST_LINKS = 200;
/** GitHub's own limit is 65,536 characters; what reaches us beyond it was not written in an issue. */
const BODY_CAP = 70_000;
const LINK_CAP = 500;
const MOST_UNLINKED = 20;

/** A link that was given in another place than the issue's own text. */
export interface GivenLink {
  readonly text: string;
  readonly source: Exclude<LinkSource, "section" | "table">;
}

export function writtenAcceptance(body: string, heading: string, context: LinkContext, given: readonly GivenLink[] = []): WrittenAcceptance {
  const place = acceptancePlace(body.slice(0, BODY_CAP), heading);
  const found = new Map<string, AcceptanceLink>();
  const unlinked: string[] = [];
  let cut = body.length > BODY_CAP;
  function add(text: string, source: LinkSource): void {
    const target = linkTarget(text, context);
    const key = targetKey(target, text);
    if (found.has(key)) return;
    if (found.size >= MOST_LINKS) cut = true;
    else found.set(key, { text: text.slice(0, LINK_CAP), source, target });
  }
  for (const line of place.lines) {
    const links = linksIn(line);
    for (const text of links) add(text, line.source);
    if (links.length === 0 && line.item && unlinked.length < MOST_UNLINKED) unlinked.push(line.text.slice(0, 200));
  }
  for (const { text, source } of given) add(text, source);
  return { sectionFound: place.found, links: [...found.values()], unlinked, cut };
}

// In this order: what stands in brackets or backticks is one thing, whatever is in it. Every repetition is bounded, so no text makes this slow.
const MARKDOWN_LINK = String.raw`!?\[[^\]\n]{0,300}\]\(\s{0,3}<?([^()\s<>]{1,1000}(?:\([^()\s<>]{0,200}\)[^()\s<>]{0,300})?)>?(?:\s[^()\n]{0,200})?\)`;
const ADDRESS = String.raw`<?(https?:\/\/[^\s<>"'\x60|]{1,2000})>?`;
const CODE = String.raw`\x60{1,3}([^\x60\n]{1,500})\x60{1,3}`;
const REFERENCE = String.raw`(?<![\w/.-])((?:[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[\w.-]{1,100})?#\d{1,10}|GH-\d{1,10})(?![\w-])`;
const WORD = String.raw`([^\s,;|()<>"'\x60]{3,500})`;
const TOKEN = new RegExp([MARKDOWN_LINK, ADDRESS, CODE, REFERENCE, WORD].join("|"), "gi");

function linksIn({ text }: AcceptanceLine): readonly string[] {
  const alone = /^[^\s,;]{3,500}$/.test(text) && text.includes("/");
  const links: string[] = [];
  for (const [whole, markdown, address, code, reference, word] of text.matchAll(TOKEN)) {
    if (markdown !== undefined) { if (!whole.startsWith("!")) links.push(markdown); }
    else if (address !== undefined) links.push(withoutPunctuation(address));
    else if (code !== undefined) { if (namesPath(code.trim(), true)) links.push(code.trim()); else if (/^https?:\/\/\S+$|^[\w./-]{0,140}#\d{1,10}$/.test(code.trim())) links.push(code.trim()); }
    else if (reference !== undefined) links.push(reference);
    else if (word !== undefined && namesPath(withoutPunctuation(word), alone)) links.push(withoutPunctuation(word));
  }
  return links;
}

function withoutPunctuation(text: string): string {
  return text.replace(/[.,;:!?*_]{1,10}$/, "").replace(/^[*_]{1,3}(?=\w)/, "");
}

/** Is it the name of a file or a folder? "and/or" and "CI/CD" are not; where the text can hardly be anything else, a slash is enough. */
function namesPath(text: string, sure: boolean): boolean {
  if (/\s/.test(text.split("::")[0] ?? "") || /^[a-z]{2,20}:\/\//i.test(text)) return false;
  const path = text.split("::")[0]?.split("#")[0] ?? "";
  const named = /(?:^|\/)[\w@+.*{}[\],-]{0,200}\.[A-Za-z][\w*{},]{0,11}(?::\d{1,7})?$/.test(path) && (path.includes("/") || text.includes("::") || /[._-](?:test|spec|feature)|^test|\.feature$/i.test(path));
  if (named) return true;
  if (/\*/.test(path) && path.includes("/")) return true;
  return sure ? path.includes("/") && !/^\/{0,2}$/.test(path) : /^(?:\.\/)?[\w@.-]{1,100}(?:\/[\w@.-]{1,100}){0,20}\/$/.test(path) && path.length > 3;
}
