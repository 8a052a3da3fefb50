/** Reads what GitHub sent by a lenient schema: unknown fields pass unseen, a missing or mistyped one that we need is a Fault. */
import type { z } from "zod";
import { unknownShape } from "../fault.ts";

export function parseWire<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  throw unknownShape(what, issue === undefined ? "unreadable" : `${issue.path.join(".") || "answer"}: ${issue.message}`);
}
