/**
 * Pages as GitHub cuts them: per_page (30, at most 100), page, and a Link header with first, prev, next and last.
 */
import type { RouteContext } from "./route.ts";
import { ok } from "./route.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

/** The part of the list that the request asks for. `limit` cuts what GitHub never shows, such as more than 250 commits of a pull. */
export function pageOf<T>(context: RouteContext, all: readonly T[], limit = Number.POSITIVE_INFINITY): Page<T> {
  const size = clamp(context.url.searchParams.get("per_page"), 30, 100);
  const number = clamp(context.url.searchParams.get("page"), 1, Number.MAX_SAFE_INTEGER);
  const total = Math.min(all.length, limit);
  const start = (number - 1) * size;
  const last = Math.max(1, Math.ceil(total / size));
  const link = linkHeader(context.url, number, last);
  return { items: all.slice(start, Math.min(start + size, total)), headers: link === "" ? {} : { link } };
}

/** Answers one page of a list. */
export function listPage<T>(context: RouteContext, all: readonly T[], show: (item: T) => unknown, limit?: number): Response {
  const page = pageOf(context, all, limit);
  return ok(page.items.map(show), 200, page.headers);
}

/** Answers one page in an object with total_count, as checks and installations have it. */
export function countedPage<T>(context: RouteContext, name: string, all: readonly T[], show: (item: T) => unknown): Response {
  const page = pageOf(context, all);
  return ok({ total_count: all.length, [name]: page.items.map(show) }, 200, page.headers);
}

function clamp(text: string | null, fallback: number, highest: number): number {
  const value = text === null ? fallback : Number.parseInt(text, 10);
  return Number.isInteger(value) && value >= 1 ? Math.min(value, highest) : fallback;
}

function linkHeader(url: URL, page: number, last: number): string {
  const parts: string[] = [];
  const add = (target: number, relation: string): void => {
    const address = new URL(url);
    address.searchParams.set("page", String(target));
    parts.push(`<${address.href}>; rel="${relation}"`);
  };
  if (page > 1) add(Math.min(page - 1, last), "prev");
  if (page < last) {
    add(page + 1, "next");
    add(last, "last");
  }
  if (page > 1) add(1, "first");
  return parts.join(", ");
}
