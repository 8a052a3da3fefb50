/** What one pull request was told of one thing that stands in its way. */

/** kind `notice`, key `blockedKey(…)` */
export interface BlockedNotice {
  readonly notice: "blocked";
  /** id of our comment; null = there is none, and none is made */
  readonly comment: number | null;
  /** of its words */
  readonly digest: string;
  /** what stands in the way, as it was last called there */
  readonly title: string;
  /** a comment of its own has said that it is out of the way, which happens once */
  readonly lifted: boolean;
}

/** All that one pull request was told. */
export function blockedPrefix(repository: number, number: number): string {
  return `blocked/${repository}/${number}/`;
}

export function blockedKey(repository: number, number: number, { home, path }: { readonly home: number; readonly path: string }, blocker: string): string {
  return `${blockedPrefix(repository, number)}${home}/${path}/${blocker}`;
}
