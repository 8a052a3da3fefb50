import { describe, expect, test } from "@jest/globals";
import type { RepositoryRecord } from "../../src/domain/model/records.ts";
import { issueReference } from "../../src/reconcile/blockers.ts";

const repository = (id: number, name: string, hidden: boolean): RepositoryRecord => ({ id, installation: 1, owner: "acme", name, defaultBranch: "main", private: hidden, archived: false });

describe("the issue of what stands in the way, as a pull request names it", () => {
  test.each<[string, RepositoryRecord, RepositoryRecord, number | null, string | null]>([
    ["in the plan's home", repository(1, "app", false), repository(1, "app", false), 7, "#7"],
    ["elsewhere", repository(1, "plans", false), repository(2, "app", false), 7, "acme/plans#7"],
    ["in a private repository of a private home", repository(1, "plans", true), repository(2, "app", true), 7, "acme/plans#7"],
    ["in public, of a private home", repository(1, "plans", true), repository(2, "app", false), 7, null],
    ["that is not there yet", repository(1, "app", false), repository(1, "app", false), null, null],
  ])("%s", (_name, home, here, number, expected) => expect(issueReference(home, here, number)).toBe(expected));
});
