/** The card of a product as written → as values: an answer, a "none" and a blank are three things. */
import type { CardAnswer, CardFunction, ProductCard } from "../../model/plan-record.ts";
import type { WrittenPlan } from "../schema.ts";
import type { PlanPath } from "../source-map.ts";
import { buildTime } from "./builder.ts";
import type { Builder } from "./builder.ts";

type Written = NonNullable<WrittenPlan["products"]>[number];

export function buildProductCard(builder: Builder, path: PlanPath, written: Written): ProductCard {
  return {
    description: written.description ?? null,
    audit: answerOf(written.audit), documentation: answerOf(written.documentation), legalReview: answerOf(written.legal_review),
    ci: written.ci === undefined ? null : written.ci === "none" ? "none" : written.ci.map((one) => (typeof one === "string" ? { who: null, what: one } : { who: one.who ?? null, what: one.what })),
    platforms: answerOf(written.platforms), functionality: functionsOf(builder, path, written), userStories: written.user_stories ?? null,
    refactor: answerOf(written.refactor), rollout: answerOf(written.rollout), environments: answerOf(written.environments),
  };
}

function functionsOf(builder: Builder, path: PlanPath, { functionality }: Written): readonly CardFunction[] | null {
  if (functionality === undefined) return null;
  return functionality.map((one, at) => (typeof one === "string" ? { what: one, who: null, delayed: null } : {
    what: one.what, who: one.who ?? null,
    delayed: one.delayed === undefined ? null : { on: buildTime(builder, [...path, "functionality", at, "delayed", "on"], one.delayed.on), to: one.delayed.to },
  }));
}

const WORDS = { yes: "yes", no: "no", none: "none", "n/a": "none" } as const;

/** "No. License to be added" is a no with a note. */
function answerOf(written: Written["audit"]): CardAnswer {
  if (written === undefined || written === null) return null;
  if (typeof written === "boolean") return { said: written ? "yes" : "no", note: null };
  if (typeof written !== "string") return written.length === 0 ? { said: "none", note: null } : { said: "words", lines: written };
  const [, word, note = ""] = /^(yes|no|none|n\/a)(?:\s*[.,;:]\s*(.*))?$/is.exec(written.trim()) ?? [];
  if (word === undefined) return { said: "words", lines: [written] };
  return { said: WORDS[word.toLowerCase() as keyof typeof WORDS], note: note === "" ? null : note };
}
