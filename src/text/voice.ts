/**
 * Voice: how the same sentence is spoken in Markdown and on a terminal.
 * Sentences are written once, against this interface; every value in them that people supplied goes through it and comes out harmless.
 */
import type { RepositoryName } from "../domain/model/refs.ts";
import { markdownCode, markdownCodeCell, markdownLink, markdownText, terminalText } from "./escape.ts";

export interface Voice {
  /** words that people wrote: titles, reasons, names of milestones and persons */
  text(untrusted: string, cap?: number): string;
  /** something to be typed or found exactly so: a label, a file, a command */
  code(untrusted: string, cap?: number): string;
  strong(finished: string): string;
  /** our own reference to a pull request or issue; `from` is the repository we speak in, whose name goes without saying */
  reference(repository: RepositoryName, number: number, from: RepositoryName | null): string;
  commit(repository: RepositoryName, sha: string): string;
  /** an address that the plan gives */
  see(label: string, url: string): string;
}

/** Markdown, with links to `web`, the address that people open in a browser: "https://github.com". */
export function markdownVoice(web: string): Voice {
  return {
    text: markdownText,
    code: markdownCode,
    strong: (finished) => `**${finished}**`,
    reference: (repository, number, from) => markdownLink(markdownReference(repository, number, from), `${web}/${repository}/issues/${number}`),
    commit: (repository, sha) => markdownLink(markdownCode(sha.slice(0, 10)), `${web}/${repository}/commit/${sha}`),
    see: (label, url) => markdownLink(markdownText(label), url),
  };
}

/** The same inside a Markdown table, where a bar would end the cell. */
export function markdownCellVoice(web: string): Voice {
  return { ...markdownVoice(web), code: markdownCodeCell };
}

/** Plain lines: terminals, check titles, JSON. */
export const terminalVoice: Voice = {
  text: terminalText,
  code: (untrusted, cap) => `\`${terminalText(untrusted, cap).replaceAll("`", "'")}\``,
  strong: (finished) => finished,
  reference: (repository, number, from) => terminalText(plainReference(repository, number, from)),
  commit: (_repository, sha) => terminalText(sha.slice(0, 10)),
  see: (label, url) => `${terminalText(label)} (${terminalText(url)})`,
};

function plainReference(repository: RepositoryName, number: number, from: RepositoryName | null): string {
  const here = from !== null && from.toLowerCase() === repository.toLowerCase();
  return here ? `#${number}` : `${repository}#${number}`;
}

function markdownReference(repository: RepositoryName, number: number, from: RepositoryName | null): string {
  return plainReference(repository, number, from).replace(/[\\`*_[\]|<>&]/g, "\\$&");
}
