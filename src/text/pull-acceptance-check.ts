/** The words of the check on a pull request that closes a feature: are its acceptance tests there? */
import type { CheckWords } from "../domain/desired/pull-check.ts";
import type { PullAcceptance } from "../domain/policy/pull-acceptance.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import { gapText } from "./acceptance-gap.ts";
import { counted } from "./enumeration.ts";
import { markdownCode, markdownText } from "./escape.ts";
import { markdownVoice } from "./voice.ts";

export function acceptanceCheckName(base: string): string {
  return `acceptance (${base})`;
}

const MOST_LINKS = 20;

export function renderPullAcceptance({ met, features }: PullAcceptance, base: string, from: RepositoryName, web: string): CheckWords {
  const lacking = features.filter(({ gap, broken }) => gap !== null || broken.length > 0);
  const voice = markdownVoice(web);
  const lines = lacking.map(({ feature, gap, broken }) => {
    const name = `- ${voice.reference(feature.repository, feature.number, from)} ${markdownText(feature.standing.title, 120)}`;
    if (gap === "no-section" || gap === "no-links") return `${name} links no acceptance test.`;
    const links = broken.slice(0, MOST_LINKS).map((link) => `  - ${markdownCode(link.text, 160)} ${brokenText(link)}.`);
    return [gap === "too-few" ? `${name} links too few acceptance tests.` : `${name}:`, ...links].join("\n");
  });
  const count = counted(features.length, "feature");
  return {
    name: acceptanceCheckName(base), conclusion: met ? "success" : "failure", annotations: [], detailsUrl: null,
    title: met ? `${features.length === 1 ? "Its feature has its" : `Its ${count} have their`} acceptance tests` : `Closes ${lacking.length === 1 ? "a feature" : `${lacking.length} features`} without all acceptance tests`,
    summary: met ? "**Nothing to do.** Every acceptance test that the closed features link is there; they are judged on the release candidates."
      : `**Link the tests in the description of the feature, or bring them with this pull request.**\n\n${lines.join("\n")}`,
  };
}

function brokenText({ code, target }: PullAcceptance["features"][number]["broken"][number]): string {
  return gapText({ code, facts: { why: target.kind === "unusable" ? target.why : null, case: target.kind === "file" ? target.testCase : null } }, []);
}

/** For a check that stood while the pull request closed a feature, or was asked for documentation. */
export function renderAskedNoMore(name: string): CheckWords {
  return { name, conclusion: "success", title: "Not asked for any more", summary: "**Nothing to do.** The release plan does not ask this of the pull request any more.", annotations: [], detailsUrl: null };
}
