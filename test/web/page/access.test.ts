import { afterEach, describe, expect, test } from "@jest/globals";
import { createHmac } from "node:crypto";
import { connect } from "node:net";
import type { SignIn } from "../../../src/web/page/ports.ts";
import { createSessions, sealed } from "../../../src/web/page/session.ts";
import { PUBLIC_VIEWS, VIEWS } from "../../../src/text/page/pages.ts";
import { spokenEntry } from "../../support/spoken.ts";
import { openPull, PLAN, serve, tested, VAULT } from "./served.ts";
import type { Reply, Served, World } from "./served.ts";

const SECRET = "the secret of the app's sign-in";
const ORIGIN = "https://warden.example.org";

let open: Served | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

/** People by the code that GitHub gives them, and what each may read. */
const PEOPLE: Readonly<Record<string, { readonly login: string; readonly reads: readonly string[] }>> = {
  olga: { login: "olga", reads: ["acme/app", "acme/vault"] }, ann: { login: "ann", reads: ["acme/app"] }, eve: { login: "eve", reads: [] },
};
const GITHUB: SignIn = {
  address: (state, returnTo) => `https://github.com/login/oauth/authorize?state=${state}&redirect_uri=${encodeURIComponent(returnTo)}`,
  async exchange(code) {
    const person = PEOPLE[code];
    return person === undefined ? null : { login: person.login, canRead: async ({ owner, name }) => person.reads.includes(`${owner}/${name}`) };
  },
};

async function served(world: World = {}): Promise<Served> {
  open = await serve({ signIn: { port: GITHUB, secret: SECRET, origin: ORIGIN }, pulls: [openPull(7, { title: "Colours" }), openPull(4, { title: "Vault door" }, VAULT)], ...world });
  return open;
}

function cookiesOf(reply: Reply): string {
  return (reply.headers["set-cookie"] ?? []).map((one) => one.split(";")[0]).filter((one) => !one?.endsWith("=")).join("; ");
}

async function signIn(here: Served, code: string, to = "/"): Promise<{ readonly cookie: string; readonly location: string }> {
  const begun = await here.get(`/sign-in?to=${encodeURIComponent(to)}`);
  const state = new URL(begun.headers.location ?? "").searchParams.get("state") ?? "";
  const back = await here.get(`/sign-in/callback?code=${code}&state=${state}`, { cookie: cookiesOf(begun) });
  return { cookie: cookiesOf(back), location: back.headers.location ?? String(back.status) };
}

describe("with sign-in", () => {
  test("a stranger is asked to sign in, whether the plan exists or not", async () => {
    const here = await served();
    const [there, nowhere] = [await here.get(`${here.planUrl}/overview`), await here.get("/plans/acme/other/release-plan/overview")];
    expect([there.status, nowhere.status]).toEqual([401, 401]);
    expect(there.body.replaceAll(/overview|plans%2F[^"]+|<time[^]*?<\/time>/g, "")).toBe(nowhere.body.replaceAll(/overview|plans%2F[^"]+|<time[^]*?<\/time>/g, ""));
    expect((await here.get("/")).status).toBe(401);
  });

  test.each([
    ["olga", true, true], ["ann", true, false],
  ])("%s sees what GitHub lets her read", async (code, app, vault) => {
    const here = await served();
    const { cookie } = await signIn(here, code);
    const bodies = await Promise.all(VIEWS.flatMap((view) => [here.get(`${here.planUrl}/${view}`, { cookie }), here.get(`${here.planUrl}/${view}.json`, { cookie })]));
    expect(bodies.map(({ status }) => status).every((status) => status === 200)).toBe(true);
    const all = bodies.map(({ body }) => body).join("\n");
    expect([all.includes("Colours"), all.includes("Vault door"), all.includes("acme/vault#")]).toEqual([app, vault, vault]);
    expect(all.includes("1 repository of this plan you may not read")).toBe(!vault);
  });

  test("whoever may read nothing is told that there is nothing", async () => {
    const here = await served();
    const { cookie } = await signIn(here, "eve");
    expect((await here.get(`${here.planUrl}/overview`, { cookie })).status).toBe(404);
    expect((await here.get(`${here.planUrl}/events`, { cookie })).status).toBe(404);
    expect((await here.get(`${here.planUrl}/calendar.ics`, { cookie })).status).toBe(404);
  });

  test("a forged, cut or foreign cookie is none", async () => {
    const here = await served();
    const { cookie } = await signIn(here, "olga");
    const [name = "", value = ""] = cookie.split("=");
    const forged = ["x.y", `${value}x`, value.slice(0, -1), value.split(".")[0] ?? "", sealed(value.split(".")[0] ?? "", Buffer.from("another key")), sealed("guess", createHmac("sha256", SECRET).update("cookies of the page").digest()), "", "a.b.c"];
    for (const one of forged) expect((await here.get(`${here.planUrl}/overview`, { cookie: `${name}=${one}` })).status).toBe(401);
    expect((await here.get(`${here.planUrl}/overview`, { cookie })).status).toBe(200);
  });

  test("the cookie says nothing, cannot be read by code, and goes over encrypted connections only", async () => {
    const here = await served();
    const begun = await here.get("/sign-in");
    expect(begun.headers["set-cookie"]?.[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600; Secure$/);
    expect((await signIn(here, "olga")).cookie).not.toMatch(/olga|token/i);
  });

  test("no neighbour under the same domain can set them", async () => {
    const here = await served();
    const names = [await here.get("/sign-in"), await signIn(here, "olga")].map((one) => ("headers" in one ? one.headers["set-cookie"]?.[0] : one.cookie)?.split("=")[0]);
    expect(names).toEqual(["__Host-warden_sign_in", "__Host-warden_session"]);
    const { cookie } = await signIn(here, "olga");
    expect((await here.get(`${here.planUrl}/overview`, { cookie: cookie.replace("__Host-", "") })).status).toBe(401);
  });

  test("a sign-in that took longer than ten minutes is refused, whatever the browser still sends", async () => {
    let clock = 1_000_000;
    const here = await served({ clock: () => clock });
    const begun = await here.get("/sign-in");
    const state = new URL(begun.headers.location ?? "").searchParams.get("state") ?? "";
    clock += 600_000;
    const late = await here.get(`/sign-in/callback?code=olga&state=${state}`, { cookie: cookiesOf(begun) });
    expect([late.status, late.headers["set-cookie"]]).toEqual([400, undefined]);
  });

  test("only so many sign-ins ask GitHub at once", async () => {
    const waiting: (() => void)[] = [];
    const slow: SignIn = { ...GITHUB, exchange: (code, returnTo) => new Promise((resolve) => { waiting.push(() => { void GITHUB.exchange(code, returnTo).then(resolve); }); }) };
    const here = await served({ signIn: { port: slow, secret: SECRET, origin: ORIGIN } });
    const begun = await here.get("/sign-in");
    const state = new URL(begun.headers.location ?? "").searchParams.get("state") ?? "";
    const back = (): Promise<Reply> => here.get(`/sign-in/callback?code=olga&state=${state}`, { cookie: cookiesOf(begun) });
    const twenty = Array.from({ length: 20 }, back);
    while (waiting.length < 20) await new Promise((resolve) => { setImmediate(resolve); });
    expect((await back()).status).toBe(503);
    for (const go of waiting) go();
    expect((await Promise.all(twenty)).map(({ status }) => status)).toEqual(twenty.map(() => 303));
  });

  test("a sign-in that this browser did not begin is refused", async () => {
    const here = await served();
    const begun = await here.get("/sign-in");
    const state = new URL(begun.headers.location ?? "").searchParams.get("state") ?? "";
    const other = await here.get("/sign-in");
    for (const cookie of ["", cookiesOf(other), "__Host-warden_sign_in=forged.state"]) {
      const reply = await here.get(`/sign-in/callback?code=olga&state=${state}`, { cookie });
      expect([reply.status, reply.headers["set-cookie"]]).toEqual([400, undefined]);
    }
  });

  test("a code that GitHub does not accept signs nobody in", async () => {
    expect(await signIn(await served(), "nobody")).toEqual({ cookie: "", location: "502" });
  });

  test.each([
    ["/plans/acme/app/release-plan/waiting?page=2", "/plans/acme/app/release-plan/waiting?page=2"], ["https://evil.example", "/"], ["//evil.example", "/"], ["/\\evil.example", "/"], ["/x\r\nset-cookie: a=b", "/"],
  ])("after signing in from %j people come to %j", async (to, expected) => {
    expect((await signIn(await served(), "olga", to)).location).toBe(expected);
  });

  test("signing out needs the button of the page, and ends the session everywhere", async () => {
    const here = await served();
    const { cookie } = await signIn(here, "olga");
    expect((await here.get("/sign-out", { cookie })).status).toBe(403);
    expect((await here.get("/sign-out", { cookie, "sec-fetch-site": "cross-site" }, "POST")).status).toBe(403);
    expect((await here.get(`${here.planUrl}/overview`, { cookie })).status).toBe(200);
    expect((await here.get("/sign-out", { cookie, "sec-fetch-site": "same-origin" }, "POST")).status).toBe(303);
    expect((await here.get(`${here.planUrl}/overview`, { cookie })).status).toBe(401);
  });
});

test("sessions end after eight hours, and rights that were taken away within a minute", async () => {
  let now = 0;
  let may = true;
  const sessions = createSessions(Buffer.from("key"), () => now);
  const cookie = sessions.open({ login: "ann", canRead: async () => may });
  const reads = async (): Promise<boolean | undefined> => sessions.find(cookie)?.canRead({ id: 1, owner: "acme", name: "app" });
  expect(await reads()).toBe(true);
  may = false;
  expect(await reads()).toBe(true);
  now = 60_001;
  expect(await reads()).toBe(false);
  now = 8 * 3_600_000 + 1;
  expect([sessions.find(cookie), sessions.size]).toEqual([null, 0]);
});

test("rights in many repositories are asked a few at a time, and each once", async () => {
  let [asking, most, asked] = [0, 0, 0];
  const answers: (() => void)[] = [];
  const sessions = createSessions(Buffer.from("key"), () => 0);
  const session = sessions.find(sessions.open({
    login: "ann", canRead: ({ id }) => new Promise((resolve, reject) => {
      asking += 1;
      asked += 1;
      most = Math.max(most, asking);
      answers.push(() => { asking -= 1; if (id % 7 === 0) reject(new Error("away")); else resolve(true); });
    }),
  }));
  const all = Promise.all(Array.from({ length: 90 }, async (_, id) => session?.canRead({ id, owner: "acme", name: `r${id}` })));
  while (answers.length > 0) {
    answers.shift()?.();
    await new Promise((resolve) => { setImmediate(resolve); });
  }
  expect([(await all).filter((may) => may === true).length, asked, most]).toEqual([77, 90, 20]);
});

test("rights that cannot be asked are none", async () => {
  const sessions = createSessions(Buffer.from("key"), () => 0);
  const cookie = sessions.open({ login: "ann", canRead: () => Promise.reject(new Error("GitHub is away")) });
  expect(await sessions.find(cookie)?.canRead({ id: 1, owner: "acme", name: "app" })).toBe(false);
});

describe("without sign-in", () => {
  test.each([
    ["a proxy in front", { "x-forwarded-for": "203.0.113.9" }], ["another proxy", { forwarded: "for=203.0.113.9" }], ["a foreign name that points here", { host: "evil.example" }],
  ])("the page is for this machine, and %s is somebody else", async (_name, headers) => {
    const here = await served({ signIn: null });
    expect((await here.get(`${here.planUrl}/overview`)).status).toBe(200);
    for (const path of [`${here.planUrl}/overview`, `${here.planUrl}/waiting.json`, `${here.planUrl}/calendar.ics`, `${here.planUrl}/events`]) expect((await here.get(path, headers)).status).toBe(404);
    expect((await here.get("/", headers)).status).toBe(403);
  });

  test("a proxy that says nothing of itself is known by the old protocol that it speaks", async () => {
    const here = await served({ signIn: null });
    const { port } = new URL(here.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = "";
      const socket = connect(Number(port), "127.0.0.1", () => socket.write(`GET ${here.planUrl}/overview HTTP/1.0\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`));
      socket.on("data", (chunk) => { text += chunk.toString(); }).on("error", reject).on("close", () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe("a plan that says that everybody may see it", () => {
  const RECORD = `documents: [{ id: guide, title: Hush guide, repository: acme/vault, path: a.md, final: 2026-12-05T12:00Z, owner: kim }]
risks: [{ risk: "lee and kim may be ill", review: 2026-12-06 }]
blockers: [{ id: cla, title: Waits for dora, owner: dora, due: 2026-12-07T12:00Z }]
`;
  const PUBLIC = `${PLAN}features: { select: { labels: [feature] } }\nincidents: { owners: [zoe] }\n${RECORD}`.replace('timezone: Europe/Oslo', 'timezone: Europe/Oslo, public: true, deployment: { how: By vote, owner: lee }').replace("title: Only bugfixes", 'title: "Only bugfixes, says rita, but for acme/vault"').replace("title: Code complete", "title: Code complete in The vault");
  /** nobody's login, no private repository, no private product */
  const NAMES = /\b(rita|olga|ann|ben|zoe|bwhm|lee|kim|dora)\b|vault|hush/i;
  const world: World = {
    plan: PUBLIC, pulls: [openPull(7, { title: "Colours for rita" }), openPull(4, { title: "Vault door" }, VAULT)], account: [{ id: "a", by: "zoe", outcome: "bypass" }, { id: "b", repository: "acme/vault", repositoryId: VAULT, outcome: "bypass" }],
    records: tested(),
    ledger: [spokenEntry(11, "ann", Date.parse("2026-12-02T00:00Z"), "score calm 1/2")],
  };

  test("shows strangers no name of a person and none of anything private, on any page", async () => {
    const here = await served({ ...world, record: { reached: [{ milestone: "code-complete", product: null, at: Date.parse("2026-12-01T08:00:00Z"), by: "zoe" }] } });
    expect((await here.get("/")).headers.location).toBe(`${here.planUrl}/overview`);
    for (const view of PUBLIC_VIEWS) {
      for (const path of [`${here.planUrl}/${view}`, `${here.planUrl}/${view}.json`]) {
        const { status, body } = await here.get(path);
        expect([path, status, body.match(NAMES)?.[0] ?? null]).toEqual([path, 200, null]);
      }
    }
    const calendar = await here.get(`${here.planUrl}/calendar.ics`);
    expect([calendar.status, calendar.body.match(NAMES)?.[0] ?? null]).toEqual([200, null]);
    expect((await here.get(`${here.planUrl}/waiting`)).body).toContain("Colours for (not shown)");
  });

  test.each(VIEWS.filter((view) => !PUBLIC_VIEWS.includes(view)))("keeps %s to those who sign in", async (view) => {
    const here = await served(world);
    for (const path of [`${here.planUrl}/${view}`, `${here.planUrl}/${view}.json`]) {
      const { status, body } = await here.get(path);
      expect([status, body.match(NAMES)?.[0] ?? null]).toEqual([401, null]);
    }
  });

  test("counts for nothing where its own repository is private", async () => {
    const here = await served({ ...world, homePrivate: true });
    expect((await here.get(`${here.planUrl}/overview`)).status).toBe(401);
  });

  test("is whole for people who may read it", async () => {
    const here = await served(world);
    const { cookie } = await signIn(here, "olga");
    expect((await here.get(`${here.planUrl}/waiting`, { cookie })).body).toContain("Vault door");
  });
});
