import { describe, expect, test } from "@jest/globals";
import { faultOfAnswer, faultOfErrors, isUnknownField } from "../../src/github/fault.ts";
import { redact } from "../../src/github/redact.ts";

describe("an answer that refuses becomes a fault of its kind", () => {
  test.each([
    [500, "unavailable"], [502, "unavailable"], [503, "unavailable"], [408, "unavailable"],
    [401, "forbidden"], [403, "forbidden"], [451, "forbidden"], [404, "not-found"], [410, "not-found"], [409, "conflict"], [301, "conflict"], [422, "invalid"], [400, "invalid"],
  ] as const)("%i is %s", (status, kind) => {
    expect(faultOfAnswer({ status, headers: {}, body: null }, "a thing").fault).toMatchObject({ kind, retryAt: null });
  });

  test("its message names the request, GitHub's own words with their details, and the right that is missing", () => {
    const refused = faultOfAnswer({ status: 403, headers: { "x-accepted-github-permissions": "checks=write" }, body: { message: "Resource not accessible by integration" } }, 'check "x"');
    expect(refused.message).toBe('check "x": GitHub answered 403, Resource not accessible by integration (needs checks=write)');
    const invalid = faultOfAnswer({ status: 422, headers: {}, body: { message: "Validation Failed", errors: [{ field: "head_sha", code: "invalid" }, { message: "Too long" }, "odd"] } }, "it");
    expect(invalid.message).toBe("it: GitHub answered 422, Validation Failed; head_sha invalid; Too long; odd");
  });
});

describe("errors beside GraphQL data become a fault", () => {
  const at = { code: null, path: ["repository", "pullRequest"], message: "No" };
  test.each([
    ["NOT_FOUND", "not-found"], ["FORBIDDEN", "forbidden"], ["INSUFFICIENT_SCOPES", "forbidden"], ["MAX_NODE_LIMIT_EXCEEDED", "bug"], ["SERVICE_UNAVAILABLE", "unavailable"], ["NEVER_HEARD_OF", "unavailable"],
  ])("%s is %s", (type, kind) => {
    expect(faultOfErrors([{ ...at, type }], "it").fault.kind).toBe(kind);
  });

  test("a server error without a type is unavailable, a missing right is forbidden, a wrong document is our bug", () => {
    expect(faultOfErrors([{ ...at, type: null, message: "Something went wrong while executing your query." }], "it").fault.kind).toBe("unavailable");
    expect(faultOfErrors([{ ...at, type: null, message: "Resource not accessible by integration" }], "it").fault.kind).toBe("forbidden");
    expect(faultOfErrors([{ ...at, type: null, code: "argumentNotAccepted" }], "it").fault.kind).toBe("bug");
  });

  test("of several the one that trying again cannot heal decides, and says where it is", () => {
    const fault = faultOfErrors([{ ...at, type: null }, { ...at, type: "FORBIDDEN", message: "Not yours" }], "it");
    expect([fault.fault.kind, fault.message]).toEqual(["forbidden", "it: GitHub answered with errors, Not yours (at repository.pullRequest)"]);
  });

  test("a field that a server lacks is known by GitHub's words and by the reference implementation's", () => {
    expect(isUnknownField({ ...at, type: null, code: "undefinedField", message: "Field 'issueType' doesn't exist on type 'Issue'" }, "issueType")).toBe(true);
    expect(isUnknownField({ ...at, type: null, message: 'Cannot query field "issueType" on type "Issue".' }, "issueType")).toBe(true);
    expect(isUnknownField({ ...at, type: null, message: "issueType timed out" }, "issueType")).toBe(false);
  });
});

describe("no message carries a secret", () => {
  test.each([
    ["an installation token", `ghs_${"a".repeat(36)}`],
    ["a personal token", `github_pat_${"A1_".repeat(20)}`],
    ["a JWT", `eyJhbGciOiJSUzI1NiJ9.${"e".repeat(40)}.${"s".repeat(80)}`],
    ["an authorization header", `Bearer ${"x".repeat(32)}`],
    ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\n-----END RSA PRIVATE KEY-----"],
  ])("not %s", (_, secret) => {
    const safe = redact(`before ${secret} after`);
    expect([safe, safe.includes(secret)]).toEqual(["before [redacted] after", false]);
  });

  test("and it stays one line of bounded length", () => {
    expect(redact(`a\r\n\tb ${"x".repeat(5_000)}`)).toMatch(/^a b x{380,396}…$/);
  });
});
