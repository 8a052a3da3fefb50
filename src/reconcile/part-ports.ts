/** What reconcilers ask of GitHub about the parts of milestones, beside the rest in `ports.ts`. */
import type { MadeAt, ReviewAsked } from "../domain/model/part.ts";
import type { RepositoryRef } from "../domain/model/refs.ts";

export interface PartGitHub {
  /** the issue or pull request of that number; null = there is none in our sight */
  readMadeAt(repository: RepositoryRef, number: number): Promise<MadeAt | null>;
  /** is there an issue or pull request of that number? A moved issue is there; null = it cannot be told */
  readIsThere(repository: RepositoryRef, number: number): Promise<boolean | null>;
  /** asks these people to review a pull request: nobody who is asked or has reviewed already; GitHub refuses its author and who is no collaborator */
  ensureReviewAsked(repository: RepositoryRef, number: number, who: readonly string[]): Promise<ReviewAsked>;
}
