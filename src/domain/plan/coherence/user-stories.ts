/**
 * A user story says who wants what, and why: "As a storage provider, in order to choose, I want to stake for tranches". Its three parts may stand in any
 * order and in many words; what lacks one is warned of and kept as it stands.
 */
import { quoted } from "../quoted.ts";
import type { Check } from "./check.ts";

const PARTS: readonly (readonly [part: string, sign: RegExp])[] = [
  ["who wants it (`As a …`)", /\b(?:as (?:an?|the|any|every|some|one|somebody|someone|anybody|anyone)\b|for (?:an?|the|any|every) \w)/i],
  ["why (`in order to …`)", /\b(?:in order (?:to|that|for)|so (?:that|as|we|i|they|it|he|she|you)\b|because|since|to be able to|such that|for the sake of)\b/i],
  ["what is wanted (`I want …`)", /\b(?:i|we|they|he|she)(?: (?:would|do|really|also|must|should|can|could|may))*(?:['’]d)? (?:wants?|wish(?:es)?|needs?|like|expects?|be able|prefers?)\b/i],
];

export function checkUserStories({ plan, source, findings }: Check): void {
  plan.products.forEach(({ card }, index) => (card.userStories ?? []).forEach((story, at) => {
    const [first, ...more] = PARTS.filter(([, sign]) => !sign.test(story)).map(([part]) => part);
    if (first === undefined) return;
    const missing = more.length === 0 ? first : `${[first, ...more.slice(0, -1)].join(", ")} nor ${more.at(-1) ?? ""}`;
    findings.warning(source.at(["products", index, "user_stories", at]), "user-story", `The user story ${quoted(story)} does not say ${missing}.`, "write `As a …, in order to …, I want …`, in any order");
  }));
}
