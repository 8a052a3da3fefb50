import { afterEach, describe, expect, test } from "@jest/globals";
import { createServer, get } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { FaultError } from "../../src/domain/model/problem.ts";
import type { OnboardingRepository } from "../../src/text/onboarding.ts";
import { createSetupRoute } from "../../src/web/setup.ts";
import type { SetupOptions } from "../../src/web/setup.ts";

const NOW = Date.UTC(2026, 10, 2);
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function repository(name: string, more: Partial<OnboardingRepository> = {}): OnboardingRepository {
  return { repository: `acme/${name}`, defaultBranch: "main", private: false, archived: false, plan: { state: "none" }, branches: [], ...more };
}

async function serve(survey: SetupOptions["survey"], now = () => NOW): Promise<string> {
  const route = createSetupRoute({ apiUrl: "https://api.github.com", now, survey });
  const server = createServer((request, response) => {
    void route(request, response).then((taken) => { if (!taken) response.writeHead(418).end(); });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const acme: SetupOptions["survey"] = async () => ({
  account: "acme",
  repositories: [
    repository("site", { branches: [{ branch: "main", required: false }], plan: { state: "good", path: ".github/release-plan.yml", release: "2.4" } }),
    repository("new"), repository("secret", { private: true }),
  ],
});

describe("the page after installation", () => {
  test("lists repositories, what is enforced, and the link that opens the first plan", async () => {
    const page = await (await fetch(`${await serve(acme)}/setup?installation_id=5&setup_action=install`)).text();
    expect(page).toContain("acme/site");
    expect(page).toContain("nothing stops a merge until");
    expect(page).toMatch(/href="https:\/\/github\.com\/acme\/new\/new\/main\?filename(=|&#x3D;)\.github\/release-plan\.yml/);
    expect(page).toContain("mode: observe");
  });

  test("names private repositories only to whoever sits at the machine itself", async () => {
    const url = await serve(acme);
    const local = await (await fetch(`${url}/setup?installation_id=5`)).text();
    const throughProxy = await (await fetch(`${url}/setup?installation_id=5`, { headers: { "x-forwarded-for": "203.0.113.9" } })).text();
    expect(local).toContain("acme/secret");
    expect(throughProxy).toContain("acme/site");
    expect(throughProxy).not.toContain("secret");
  });

  test("nor to a foreign page whose name points here", async () => {
    const { port } = new URL(await serve(acme));
    const page = await new Promise<string>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path: "/setup?installation_id=5", headers: { host: `evil.example:${port}` } }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => { text += chunk.toString(); }).on("end", () => resolve(text));
      }).on("error", reject);
    });
    expect(page).toContain("acme/site");
    expect(page).not.toContain("secret");
  });

  test("strangers cannot spend the calls of the app: one survey a minute of each installation, and twenty of all", async () => {
    let [surveys, now] = [0, NOW];
    const url = await serve(async (installation) => { surveys += 1; return installation === 7 ? null : acme(installation); }, () => now);
    const visit = async (installation: number) => (await fetch(`${url}/setup?installation_id=${installation}`, { headers: { "x-forwarded-for": "203.0.113.9" } })).status;
    expect([await visit(5), await visit(5), await visit(7), await visit(7), surveys]).toEqual([200, 200, 404, 404, 2]);
    for (let other = 100; other < 118; other += 1) expect(await visit(other)).toBe(200);
    expect([await visit(200), await visit(5), surveys]).toEqual([429, 200, 20]);
    expect((await fetch(`${url}/setup?installation_id=200`)).status).toBe(200);
    now += 60_000;
    expect([await visit(200), surveys]).toEqual([200, 22]);
  });

  test.each(["", "?installation_id=0", "?installation_id=x", "?installation_id=7"])("answers %p with one plain line when there is no such installation", async (query) => {
    const url = await serve(async () => { throw new FaultError({ kind: "not-found", message: "gone", retryAt: null }); });
    const answer = await fetch(`${url}/setup${query}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toMatch(/^No such installation\. .*\n$/);
  });

  test("allows no code but its own style sheet", async () => {
    const answer = await fetch(`${await serve(acme)}/setup?installation_id=5`);
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; frame-ancestors 'none'/);
  });

  test("leaves other addresses to other routes", async () => {
    expect((await fetch(`${await serve(acme)}/setup/more`)).status).toBe(418);
  });
});
