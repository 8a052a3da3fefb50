/** What the newest tag of a plan tells each feature: remembered with the feature, so that its own run reads one row. */
import type { Mark } from "../domain/model/key.ts";
import type { FeatureTagRecord, RepositoryRecord } from "../domain/model/records.ts";
import { tagStandingKey } from "../domain/model/records.ts";
import { repositoryName, sameRepository } from "../domain/model/refs.ts";
import type { RecordChange, Settlement } from "../domain/model/settlement.ts";
import type { TagStanding } from "../domain/model/tag-standing.ts";
import { currentTag } from "../domain/policy/current-evidence.ts";
import { changedFeatures } from "../domain/policy/tag-standing.ts";
import { featureRepositories } from "./feature-issues.ts";
import { planKey } from "./plans-in-force.ts";
import type { PlanInForce } from "./plans-in-force.ts";
import type { RunContext } from "./ports.ts";

/** Features that stand otherwise on the newest tag than they were told; nothing where the tag is an older one. `names` are all tags of the repository. */
export async function featureTags(standing: TagStanding, names: readonly string[], inForce: PlanInForce, repository: RepositoryRecord, context: RunContext): Promise<Pick<Settlement, "records" | "marks">> {
  if (currentTag(names, inForce.plan) !== standing.tag) return { records: [], marks: [] };
  const plan = planKey(inForce.record);
  const places = await featureRepositories(inForce, context);
  const before = await told(standing, plan, places, context);
  const now = new Map(standing.features.map((feature) => [`${feature.repository.toLowerCase()}#${feature.number}`, feature]));
  const records: RecordChange[] = [];
  const marks: Mark[] = [];
  for (const { repository: name, number } of changedFeatures(before, standing)) {
    const place = places.find((one) => sameRepository(repositoryName(one), name));
    if (place === undefined) continue;
    const feature = now.get(`${name.toLowerCase()}#${number}`);
    const value: FeatureTagRecord | null = feature === undefined ? null : { plan, repository: repository.id, tag: standing.tag, places: standing.environments, feature };
    records.push({ kind: "feature-tag", key: `${place.id}/${number}`, value });
    marks.push({ key: { kind: "issue", repository: place.id, number }, lane: "fan-out", installation: place.installation });
  }
  return { records, marks };
}

/** What features were last told, as far as it was of this very tag. */
async function told(standing: TagStanding, plan: string, places: readonly RepositoryRecord[], context: RunContext): Promise<TagStanding> {
  const records = await Promise.all(places.map((place) => context.memory.records<FeatureTagRecord>("feature-tag", `${place.id}/`)));
  const own = records.flat().map(({ value }) => value).filter((value) => value.plan === plan);
  const same = own.filter((value) => value.tag === standing.tag && value.places.join("\n") === standing.environments.join("\n"));
  // One of another tag counts as one that stood otherwise: it is told again, also where only the name of the tag is new.
  return { ...standing, features: [...same.map(({ feature }) => feature), ...own.filter((value) => !same.includes(value)).map(({ feature }) => ({ ...feature, title: "", links: [] }))] };
}

/** A tag that is gone: its features are told of the one before it. */
export async function tagGone(tag: string, names: readonly string[], asking: readonly PlanInForce[], repository: RepositoryRecord, context: RunContext): Promise<Pick<Settlement, "records" | "marks">> {
  const records: RecordChange[] = [{ kind: "candidate", key: `${repository.id}/${tag}`, value: null }];
  const marks: Mark[] = [];
  for (const inForce of asking) {
    records.push({ kind: "tag-standing", key: tagStandingKey(inForce.record, repository.id, tag), value: null });
    for (const place of await featureRepositories(inForce, context))
      for (const { key, value } of await context.memory.records<FeatureTagRecord>("feature-tag", `${place.id}/`))
        if (value.tag === tag && value.repository === repository.id && value.plan === planKey(inForce.record)) {
          records.push({ kind: "feature-tag", key, value: null });
          marks.push({ key: { kind: "issue", repository: place.id, number: Number(key.split("/")[1]) }, lane: "fan-out", installation: place.installation });
        }
    const newest = currentTag(names, inForce.plan);
    if (newest === null) continue;
    // Forgotten, so that it is judged as if it were seen for the first time.
    records.push({ kind: "candidate", key: `${repository.id}/${newest}`, value: null });
    marks.push({ key: { kind: "release", repository: repository.id, tag: newest }, lane: "fan-out", installation: repository.installation });
  }
  return { records, marks };
}
