/** What the name of a merge group's branch says: `gh-readonly-queue/{base}/pr-{number}-{commit the group is built on}`. */
export interface GroupRef {
  readonly base: string;
  /** the last pull request of the group */
  readonly number: number;
  readonly builtOn: string;
}

/** Null for any other branch. Source: https://docs.github.com/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue */
export function parseGroupRef(ref: string): GroupRef | null {
  const parts = /^(?:refs\/heads\/)?gh-readonly-queue\/(.+)\/pr-(\d{1,15})-([0-9a-f]{40,64})$/.exec(ref);
  const [, base, number, builtOn] = parts ?? [];
  return base === undefined || number === undefined || builtOn === undefined ? null : { base, number: Number(number), builtOn };
}
