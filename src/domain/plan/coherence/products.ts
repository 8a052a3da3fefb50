/** Repositories and branches: names that can exist, and one owner for each piece of code. */
import type { Product } from "../../model/plan.ts";
import { plain, quoted } from "../quoted.ts";
import { repositoryFault } from "../repository-name.ts";
import { inLine } from "./check.ts";
import type { Check } from "./check.ts";

export function checkProducts(check: Check): void {
  checkNames(check);
  checkShared(check);
  checkPrivate(check);
  check.plan.products.forEach((product, index) => {
    product.fedBy.forEach((branch, at) => {
      if (branch === product.branch) check.findings.error(check.source.at(["products", index, "fed_by", at]), "feeds-itself", `${quoted(branch)} is the branch that is released from, so it cannot feed itself.`, "name the branch that is merged into it");
    });
  });
}

function checkNames({ plan, source, findings }: Check): void {
  const known = new Set(plan.products.flatMap((product) => product.repositories.map((name) => name.toLowerCase())));
  plan.products.forEach((product, index) => product.repositories.forEach((name, at) => {
    const fault = repositoryFault(name);
    if (fault !== null) findings.error(source.at(["products", index, "repositories", at]), "bad-repository", fault.says, fault.hint);
  }));
  plan.freezes.forEach((freeze, index) => freeze.except.repositories.forEach((name, at) => {
    const place = source.at(["freezes", index, "except", "repositories", at]);
    const fault = repositoryFault(name);
    if (fault !== null) findings.error(place, "bad-repository", fault.says, fault.hint);
    else if (known.size > 0 && !known.has(name.toLowerCase())) findings.warning(place, "needless-exception", `No product of this plan lives in ${quoted(name)}, so there is nothing to except.`, "check the name, or remove it");
  }));
}

/** Two products may share a repository only if files or branches tell them apart. */
function checkShared(check: Check): void {
  const owners = new Map<string, { readonly product: Product; readonly index: number }[]>();
  check.plan.products.forEach((product, index) => {
    const repositories = new Set(product.repositories.length > 0 ? product.repositories.map((name) => name.toLowerCase()) : [""]);
    for (const repository of repositories) {
      const key = `${repository} ${product.branch ?? ""}`;
      owners.set(key, [...(owners.get(key) ?? []), { product, index }]);
    }
  });
  for (const [key, sharing] of owners) {
    const [first, ...others] = sharing.filter(({ product }) => product.paths.length === 0);
    const repository = key.split(" ")[0] ?? "";
    const name = repository === "" ? "this repository" : quoted(repository);
    for (const { product, index } of first === undefined ? [] : others) {
      check.findings.error(check.source.at(["products", index, "repositories"]), "shared-repository", `${plain(product.title)} and ${plain(first?.product.title ?? "")}${inLine(check, ["products", first?.index ?? 0, "id"])} both claim all of ${name}.`, "give each its `paths:`, or its own `branch:`");
    }
  }
}

/** A private repository appears by name only; a link would show more. */
function checkPrivate({ plan, source, findings }: Check): void {
  const hidden = plan.products.filter((product) => product.private).flatMap((product) => product.repositories.map((name) => `/${name.toLowerCase()}`));
  if (hidden.length === 0) return;
  const links = [
    ...Object.entries(plan.release.links).map(([name, link]) => ({ path: ["release", "links", name], link })),
    ...plan.milestones.flatMap((milestone, index) => milestone.moved.map((moved, at) => ({ path: ["milestones", index, "moved", at, "see"], link: moved.see }))),
    ...plan.freezes.flatMap((freeze, index) => freeze.agreed.map((agreed, at) => ({ path: ["freezes", index, "agreed", at, "see"], link: agreed.see }))),
  ];
  for (const { path, link } of links) {
    const shown = hidden.find((name) => link?.toLowerCase().includes(`${name}/`) === true || link?.toLowerCase().endsWith(name) === true);
    if (shown !== undefined) findings.warning(source.at(path), "private-link", `This links into ${quoted(shown.slice(1))}, which the plan calls private.`, "private repositories are named, not linked");
  }
}
