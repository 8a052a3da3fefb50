/** A repository as REST sends it. */
import { z } from "zod";
import type { RepositoryRef } from "../../domain/model/refs.ts";

export const WireRepository = z.object({
  id: z.number().int(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  default_branch: z.string(),
  private: z.boolean(),
  archived: z.boolean().optional(),
});

export interface RepositoryFact extends RepositoryRef {
  readonly defaultBranch: string;
  readonly private: boolean;
  readonly archived: boolean;
}

export function repositoryFact(wire: z.infer<typeof WireRepository>): RepositoryFact {
  return { id: wire.id, owner: wire.owner.login, name: wire.name, defaultBranch: wire.default_branch, private: wire.private, archived: wire.archived ?? false };
}
