/** The label of a tracking issue whose team has an open place: GitHub's own name, colour and words for it, so that a repository has it once. */
export const HELP_WANTED = { name: "help wanted", color: "008672", description: "Extra attention is needed" } as const;
