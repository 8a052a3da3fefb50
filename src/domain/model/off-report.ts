/** What `release-warden off` did to one repository, and what only a person can do. */
export interface OffRepository {
  /** `owner/name` */
  readonly repository: string;
  /** branches whose ruleset was set to disabled */
  readonly thawed: readonly string[];
  /** rulesets of ours that stay, disabled, by name */
  readonly rulesets: readonly string[];
  /** no app of ours may read or write rulesets here, so there may be some that nobody looked for */
  readonly withoutRight: boolean;
  /** checks that waited and were completed */
  readonly completed: number;
  /** rules of other people that still require a check of ours, so pull requests would wait for it */
  readonly required: readonly { readonly branch: string; readonly context: string }[];
  /** what could not be done, in GitHub's words */
  readonly failed: readonly string[];
}
