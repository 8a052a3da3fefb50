/**
 * What stops a command, as the person should read it: a sentence, the remedy, and the exit code. It is the only error whose message is
 * printed as it is; anything else that is thrown is a fault of the program.
 */
export const EXIT_PROBLEMS = 1;
export const EXIT_USAGE = 2;

export class CliProblem extends Error {
  readonly hint: string | null;
  readonly exitCode: number;
  constructor(message: string, hint: string | null, exitCode: number) {
    super(message);
    this.name = "CliProblem";
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

export function usageProblem(message: string, hint: string | null = null): CliProblem {
  return new CliProblem(message, hint, EXIT_USAGE);
}

/** Something in a file that the person gave is wrong. */
export function inputProblem(message: string, hint: string | null = null): CliProblem {
  return new CliProblem(message, hint, EXIT_PROBLEMS);
}
