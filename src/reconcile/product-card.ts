/** The card of a product: what the plan says of it. Whoever answers for the product is reminded of what it does not say before the release. */
import type { Product } from "../domain/model/plan.ts";
import type { RepositoryRecord } from "../domain/model/records.ts";
import { repositoryName } from "../domain/model/refs.ts";
import { missingAnswers, productDue } from "../domain/policy/product-card.ts";
import { missingAnswersTitle, privateProductText, productText, productTitle } from "../text/product-card.ts";
import type { CardPlan, CardWish } from "./card-wish.ts";
import type { RunContext } from "./ports.ts";

export async function productCard(product: Product, { plan, record, home, over }: CardPlan, context: RunContext): Promise<CardWish> {
  const { manager } = plan.release;
  const owner = product.manager ?? manager;
  const due = productDue(plan, product);
  const unlinked = await privateRepositories(home, context);
  const shown = { product, manager, path: record.path, unlinked };
  const deadline = { key: `answers/${product.id}`, title: missingAnswersTitle(product), owner, manager, whole: false, subject: "product" as const };
  return {
    title: productTitle(plan, product), labels: ["product"], assignees: owner === null || owner.includes("/") ? [] : [owner], over,
    words: isHidden(product, home, unlinked) ? privateProductText(shown) : productText(shown),
    deadlines: due === null || over || missingAnswers(product.card).length === 0 ? [] : [{ ...deadline, due }], tellings: [], wakeAt: null,
  };
}

/** Whoever reads a private home reads the plan there. */
function isHidden(product: Product, home: RepositoryRecord, unlinked: ReadonlySet<string>): boolean {
  return !home.private && (product.private || product.repositories.some((name) => unlinked.has(name.toLowerCase())));
}

/** Repositories other than the home that not everybody may see, as far as they are known. */
async function privateRepositories(home: RepositoryRecord, context: RunContext): Promise<ReadonlySet<string>> {
  const known = (await context.memory.records<RepositoryRecord>("repository", "")).map(({ value }) => value);
  return new Set(known.filter((one) => one.private && one.id !== home.id).map((one) => repositoryName(one).toLowerCase()));
}
