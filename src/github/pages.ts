/** Every page of a REST listing, up to a bound. Source: https://docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
import { z } from "zod";
import type { Client } from "./app-client.ts";
import { fault } from "./fault.ts";
import { parseWire } from "./wire/parse-wire.ts";

const PER_PAGE = 100;

export interface Listing<T> {
  readonly what: string;
  readonly route: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly item: z.ZodType<T>;
  /** field that holds the list; null = the answer is the list */
  readonly field: string | null;
  readonly mostPages: number;
}

/** Throws a Fault `invalid` when there are more pages than that: a part must not pass for the whole. */
export async function allPages<T>(client: Client, listing: Listing<T>): Promise<readonly T[]> {
  const items: T[] = [];
  const list = z.array(listing.item);
  for (let page = 1; page <= listing.mostPages; page += 1) {
    const answer = await client.rest({ what: listing.what, route: listing.route, parameters: { ...listing.parameters, per_page: PER_PAGE, page } });
    const body = listing.field === null ? answer.body : parseWire(z.looseObject({}), answer.body, listing.what)[listing.field];
    const found = parseWire(list, body, listing.what);
    items.push(...found);
    if (found.length < PER_PAGE) return items;
  }
  throw fault("invalid", `${listing.what}: more than ${listing.mostPages * PER_PAGE}, which is more than can be read`);
}
