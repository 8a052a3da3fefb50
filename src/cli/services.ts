/** What commands need from a live installation. `app.ts` joins them where credentials are set; null = there are none. */
import type { Decision } from "../domain/model/decision.ts";
import type { Instant } from "../domain/model/instant.ts";
import type { ReleasePlan } from "../domain/model/plan.ts";
import type { OffRepository } from "../domain/model/off-report.ts";
import type { RepositoryName } from "../domain/model/refs.ts";
import type { IncidentLog } from "../domain/incident/incident-log.ts";
import type { ReleaseMatrix } from "../domain/policy/release-matrix.ts";
import type { OnboardingRepository } from "../text/onboarding.ts";
import type { PlanWrites } from "../text/plan-writes.ts";

export interface Services {
  /** decides for the open pull requests of a repository as if it were that instant; writes nothing. `at` reads the instant in a plan's zone. */
  readonly preview: ((repository: RepositoryName, at: (plan: ReleasePlan) => Instant) => Promise<PreviewedRepository>) | null;
  /** what the app is installed on */
  readonly installed: (() => Promise<readonly InstalledAccount[]>) | null;
  readonly register: Registration | null;
  /** what the plans of a repository would write on GitHub; null = no plan stands there; absent = no credentials are set */
  readonly planned?: ((home: RepositoryName) => Promise<PlanWrites | null>) | null;
  /** the features of a repository's plans on their tags, as the server last saw them; null = no plan stands there; absent = no credentials are set */
  readonly matrix?: ((home: RepositoryName) => Promise<readonly ReleaseMatrix[] | null>) | null;
  /** the incidents of a repository's plans, as the server last saw them; null = no plan stands there; absent = no credentials are set */
  readonly incidents?: ((home: RepositoryName) => Promise<IncidentLog | null>) | null;
  /** switches the Warden off for one repository or for all (null), on GitHub; absent = no credentials are set */
  readonly off?: ((only: RepositoryName | null) => Promise<readonly OffRepository[]>) | null;
}

/** What a registration needs besides the page: the manifest of app.yml, GitHub's answer to a code, and a place for the credentials. */
export interface Registration {
  readonly manifest: AppManifest;
  readonly hasCredentials: () => Promise<boolean>;
  /** exchanges the code and keeps the credentials; rejects with FaultError when GitHub refuses, and then keeps nothing */
  readonly convert: (code: string, publicUrl: string) => Promise<RegisteredApp>;
}

export type AppManifest = Readonly<Record<string, unknown>>;

export interface RegisteredApp {
  readonly name: string;
  readonly htmlUrl: string;
}

export interface PreviewedRepository {
  /** false when the app is not installed there, or no plan governs it: then there are no pulls */
  readonly governed: boolean;
  readonly pulls: readonly PreviewedPull[];
  /** false when not every open pull request could be read */
  readonly complete: boolean;
}

export interface PreviewedPull {
  readonly number: number;
  readonly base: string;
  readonly decision: Decision;
  /** the plan that decided */
  readonly plan: ReleasePlan;
}

export interface InstalledAccount {
  readonly account: string;
  readonly repositories: readonly OnboardingRepository[];
}

export const NO_SERVICES: Services = { preview: null, installed: null, register: null };
