import { describe, expect, test } from "@jest/globals";
import { decideDocumentation } from "../../../src/domain/policy/documentation.ts";
import { files, pull } from "../../support/plan-builder.ts";

const rules = { paths: ["docs/**", "**/README.md"], except: ["test", "chore"] };

describe("documentation comes with the pull request", () => {
  test("when a file of it is touched, under its old name too", () => {
    expect(decideDocumentation(rules, pull({ files: files("src/a.ts", "net/README.md") }), "feature")).toEqual({ verdict: "allow", because: "touched", paths: ["net/README.md"] });
    expect(decideDocumentation(rules, pull({ files: [{ path: "attic/a.md", previousPath: "docs/a.md" }] }), "feature").verdict).toBe("allow");
  });
  test.each([
    ["docs: none — nothing that users see", "nothing that users see"], ["Docs: none, because only names changed", "only names changed"], ["- [x] documentation: n/a (internal)", "internal"], ["Text.\n\n**docs:** none: refactoring", "refactoring"],
  ])("or when it says why none is needed: %s", (body, reason) => expect(decideDocumentation(rules, pull({ body }), "feature")).toEqual({ verdict: "allow", because: "none-needed", reason }));
  test.each(["docs: none", "docs: none —", "docs: none ..."])("but not without a reason: %j", (body) => expect(decideDocumentation(rules, pull({ body }), "feature")).toEqual({ verdict: "block", because: "no-reason" }));
  test.each(["<!-- docs: none — reason -->", "```\ndocs: none — reason\n```", "> docs: none — reason", "our docs: none are good enough"])("and not in the hint of a template, in code or in a quotation: %j", (body) => {
    expect(decideDocumentation(rules, pull({ body }), "feature")).toEqual({ verdict: "block", because: "missing" });
  });
  test("or is of a kind that needs none", () => expect(decideDocumentation(rules, pull(), "test")).toEqual({ verdict: "skip", because: "kind", kind: "test" }));
  test("and a file list that was cut short settles nothing", () => {
    expect(decideDocumentation(rules, pull({ files: files("a.ts"), filesComplete: false }), "feature")).toEqual({ verdict: "wait", because: "files-unknown" });
    expect(decideDocumentation(rules, pull({ files: null, filesComplete: false }), "bugfix").verdict).toBe("wait");
  });
});
