/** An incident in the notes of a release: the words, where they stand, and how people put them there whom the Warden cannot spare it. */
import { fenced } from "../domain/desired/fenced-section.ts";
import type { FencedSection } from "../domain/desired/fenced-section.ts";
import type { ReleaseNote } from "../domain/model/incident-note.ts";
import { markdownCode, safeUrl } from "./escape.ts";
import { releaseNoteText } from "./incident-report.ts";
import type { SpokenIncident } from "./incident-section.ts";

/** The answer to `/report note` and `/report note TAG`; without the tag the words alone. */
export function noteAnswerText(spoken: SpokenIncident, tag: string | null): string {
  const left = "Names, logs, links and what `/redact` lists are left out";
  const words = `---\n\n${releaseNoteText(spoken)}`;
  if (tag === null) return `Words for the release notes. \`/report note TAG\` puts them into those of a release. ${left}; read them before you publish them.\n\n${words}`;
  const named = markdownCode(tag, 100);
  if (spoken.writesReleases) return `These words go into the notes of the release ${named}, beside what people wrote there, and follow the report; the first lines of this issue say whether they stand there. ${left}.\n\n${words}`;
  return `Words for the notes of the release ${named}. The Warden was not given \`contents: write\` here, so they are yours to put there. ${left}; read them first.\n\n${commandText(spoken, tag)}\n\n${words}`;
}

/** What stands in the notes so far stays. Each line of the words begins with a star, a dash or a mark of ours, so none of them ends the text early. */
function commandText(spoken: SpokenIncident, tag: string): string {
  const [file, end] = [`notes-${spoken.incident.number}.md`, `END-OF-INCIDENT-${spoken.incident.number}`];
  return [
    "````sh", `gh release view ${tag} --repo ${spoken.here} --json body --jq .body > ${file}`, `cat >> ${file} <<'${end}'`, "", fenced(noteSection(spoken)), end,
    `gh release edit ${tag} --repo ${spoken.here} --notes-file ${file}`, "````",
  ].join("\n");
}

/** As it stands in the notes, whoever put it there. */
export function noteSection({ incident }: Pick<SpokenIncident, "incident">): FencedSection {
  return { name: `incident-${incident.number}`, content: releaseNoteText({ incident }) };
}

const STATES: Readonly<Record<ReleaseNote["state"], (tag: string, page: string) => string>> = {
  "waits": (tag) => `${tag}: no release of that tag is published yet; its notes tell of this incident as soon as it is`,
  "written": (tag, page) => `${tag}: the words stand [in its notes](${page}), and follow the report`,
  "by-hand": (tag) => `${tag}: the Warden may not write that release; \`/report note\` with the tag gives the command`,
  "taken-out": (tag) => `${tag}: somebody took the words out of its notes, so they stay out`,
};

export function releaseNoteLines(notes: readonly ReleaseNote[]): readonly string[] {
  return notes.map(({ tag, state, url }) => STATES[state](markdownCode(tag, 100), url === null ? "" : safeUrl(url) ?? ""));
}
