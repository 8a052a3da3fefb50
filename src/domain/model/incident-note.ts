/** What became of an incident's words in the notes of one release. */
export interface ReleaseNote {
  readonly tag: string;
  /** `waits`: no release of that tag is published. `by-hand`: we may not write it. `taken-out`: it stood there, and somebody took it out */
  readonly state: "waits" | "written" | "by-hand" | "taken-out";
  /** of the words as they were written last; null = never */
  readonly digest: string | null;
  /** of the release; null = there is none yet */
  readonly url: string | null;
}
