/** The card of a product: what the plan says of it. Whoever answers for the product is reminded of what it does not say before the release. */
import type { Product } from "../domain/model/plan.ts";
import { FaultError } from "../domain/model/problem.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import { missingAnswers, productDue } from "../domain/policy/product-card.ts";
import { takenVersion } from "../domain/policy/taken-version.ts";
import { missingAnswersTitle, privateProductText, productText, productTitle, takenVersionText } from "../text/product-card.ts";
import type { CardPlan, CardWish } from "./card-wish.ts";
import type { RunContext } from "./ports.ts";

export async function productCard(product: Product, { plan, record, home, reached, over }: CardPlan, context: RunContext): Promise<CardWish> {
  const { manager } = plan.release;
  const owner = product.manager ?? manager;
  const due = productDue(plan, product);
  const known = (await context.memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value);
  const unlinked = new Set(known.filter((one) => one.private && one.id !== home.id).map((one) => repositoryName(one).toLowerCase()));
  const hidden = isHidden(product, home, unlinked);
  const taken = hidden || over || product.version.target === null ? null : takenVersion(product, plan, reached, await tagsOf(product, home, known, context));
  const shown = { product, manager, path: record.path, unlinked, taken };
  const deadline = { key: `answers/${product.id}`, title: missingAnswersTitle(product), owner, manager, whole: false, subject: "product" as const };
  return {
    title: productTitle(plan, product), labels: ["product"], assignees: owner === null || owner.includes("/") ? [] : [owner], over, words: hidden ? privateProductText(shown) : productText(shown),
    deadlines: due === null || over || missingAnswers(product.card).length === 0 ? [] : [{ ...deadline, due }],
    tellings: taken === null ? [] : [{ key: `version-taken/${taken.tag}`, body: takenVersionText(product, taken, owner, record.path) }], wakeAt: null,
  };
}

/** Of all its repositories that are in sight. */
async function tagsOf({ repositories }: Product, home: RepositoryRecord, known: readonly RepositoryRecord[], context: RunContext): Promise<readonly string[]> {
  const own = repositories.length === 0 ? [home] : known.filter((one) => repositories.some((name) => sameRepository(name, repositoryName(one))));
  const tags: string[] = [];
  for (const repository of own.filter(({ installation }) => installation === context.installation)) {
    try {
      tags.push(...(await context.github.readTags(repository)).map(({ name }) => name));
    } catch (error) {
      if (!(error instanceof FaultError) || !["forbidden", "not-found"].includes(error.fault.kind)) throw error;
    }
  }
  return tags;
}

/** Whoever reads a private home reads the plan there. */
function isHidden(product: Product, home: RepositoryRecord, unlinked: ReadonlySet<string>): boolean {
  return !home.private && (product.private || product.repositories.some((name) => unlinked.has(name.toLowerCase())));
}
