/** The whole route table, one list a kind of object. */
import { accountRoutes } from "./accounts.ts";
import { activityRoutes } from "./activity.ts";
import { appRoutes } from "./apps.ts";
import { branchRoutes } from "./branches.ts";
import { checkRoutes } from "./checks.ts";
import { commentRoutes } from "./comments.ts";
import { commitRoutes } from "./commits.ts";
import { contentRoutes } from "./contents.ts";
import { deploymentRoutes } from "./deployments.ts";
import { gitRoutes } from "./git.ts";
import { issueRoutes } from "./issues.ts";
import { issueLinkRoutes } from "./issue-links.ts";
import { issueTypeRoutes } from "./issue-types.ts";
import { labelRoutes } from "./labels.ts";
import { milestoneRoutes } from "./milestones.ts";
import { protectionRoutes } from "./protections.ts";
import { pullRoutes } from "./pulls.ts";
import { reactionRoutes } from "./reactions.ts";
import { releaseAssetRoutes } from "./release-assets.ts";
import { releaseRoutes } from "./releases.ts";
import { repositoryRoutes } from "./repositories.ts";
import { reviewRoutes } from "./reviews.ts";
import type { Route } from "./route.ts";
import { organizationRulesetRoutes } from "./organization-rulesets.ts";
import { ruleSuiteRoutes } from "./rule-suites.ts";
import { rulesetRoutes } from "./rulesets.ts";
import { statusRoutes } from "./statuses.ts";
import { workflowRunRoutes } from "./workflow-runs.ts";

export const routes: readonly Route[] = [
  ...accountRoutes,
  ...appRoutes,
  ...repositoryRoutes,
  ...branchRoutes,
  ...protectionRoutes,
  ...gitRoutes,
  ...commitRoutes,
  ...activityRoutes,
  ...contentRoutes,
  ...labelRoutes,
  ...milestoneRoutes,
  ...issueRoutes,
  ...issueTypeRoutes,
  ...issueLinkRoutes,
  ...commentRoutes,
  ...reactionRoutes,
  ...pullRoutes,
  ...reviewRoutes,
  ...checkRoutes,
  ...statusRoutes,
  ...workflowRunRoutes,
  ...deploymentRoutes,
  ...rulesetRoutes,
  ...organizationRulesetRoutes,
  ...ruleSuiteRoutes,
  ...releaseRoutes,
  ...releaseAssetRoutes,
];
