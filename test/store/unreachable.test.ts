import { expect, test } from "@jest/globals";
import { openStore } from "../../src/store/open-store.ts";
import { explainUnreachable } from "../../src/store/unreachable.ts";

test.each([
  ["127.0.0.1:1", "postgres://warden:hunter2@127.0.0.1:1/plans"],
  ["localhost:1", "postgres://warden:hunter2@localhost:1/plans"],
])("a store whose server %s does not run says where, why and what to check, without the password", async (host, databaseUrl) => {
  await expect(openStore({ databaseUrl, file: "" })).rejects.toThrow(`PostgreSQL at ${host}, database plans, cannot be used: nothing listens there. Check DATABASE_URL and that the server runs.`);
});

test.each([
  ["28P01", "the user or password is wrong"],
  ["3D000", "there is no such database"],
  ["42501", "the user may not create tables there"],
  ["ENOTFOUND", "there is no such host"],
])("what the server answers with %s is said in words", (code, words) => {
  const error = Object.assign(new Error("from below"), { code });
  expect(explainUnreachable(error, "postgres://u:p@db/x")).toMatchObject({ message: `PostgreSQL at db, database x, cannot be used: ${words}. Check DATABASE_URL and that the server runs.`, cause: error });
});

test("a fault that is not about the connection is told as it is", () => {
  const error = new Error("this store was written by a newer program");
  expect(explainUnreachable(error, "postgres://db/x")).toBe(error);
});
