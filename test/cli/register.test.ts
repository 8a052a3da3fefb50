import { afterEach, describe, expect, test } from "@jest/globals";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Registration } from "../../src/cli/services.ts";
import { NO_SERVICES } from "../../src/cli/services.ts";
import { runCli } from "../../src/cli/main.ts";
import type { CliIo } from "../../src/cli/io.ts";
import { createRegistration } from "../../src/registration.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

interface Console { readonly io: CliIo; out: string; err: string; readonly opened: Promise<string> }

function console_(): Console {
  let open: (url: string) => void = () => undefined;
  const opened = new Promise<string>((resolve) => { open = resolve; });
  const seen: Console = {
    out: "", err: "", opened,
    io: {
      stdout: (text) => { seen.out += text; const url = /http:\/\/127\.0\.0\.1:\d+/.exec(seen.out)?.[0]; if (url !== undefined) open(url); },
      stderr: (text) => { seen.err += text; },
      readFile: () => Promise.reject(new Error("none")), colour: false, columns: null, now: () => 0, version: "0", apiUrl: "https://api.github.com",
    },
  };
  return seen;
}

function envFile(text?: string): string {
  const folder = mkdtempSync(join(tmpdir(), "warden-"));
  folders.push(folder);
  const file = join(folder, ".env");
  if (text !== undefined) writeFileSync(file, text);
  return file;
}

function github(status: number): NonNullable<Parameters<typeof createRegistration>[0]["fetch"]> {
  const app = { id: 77, name: "my-warden", html_url: "https://github.com/apps/my-warden", pem: "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n", webhook_secret: "s3cr3t-from-github", client_id: "Iv1.a", client_secret: "cs" };
  return async (url) => {
    expect(url).toBe("https://api.github.com/app-manifests/the-code/conversions");
    return new Response(JSON.stringify(status === 201 ? app : { message: "Not Found" }), { status, headers: { "content-type": "application/json" } });
  };
}

async function register(registration: Registration, play: (url: string) => Promise<void>, args: readonly string[] = ["--public-url", "https://warden.example.org"]): Promise<{ code: number; out: string; err: string }> {
  const seen = console_();
  const running = runCli(["register", ...args], seen.io, { ...NO_SERVICES, register: registration });
  await Promise.race([running, seen.opened.then(play)]);
  return { code: await running, out: seen.out, err: seen.err };
}

async function pageOf(url: string): Promise<{ readonly manifest: Record<string, unknown>; readonly action: string; readonly state: string }> {
  const page = (await (await fetch(url)).text()).replaceAll("&quot;", '"').replaceAll("&#x3D;", "=").replaceAll("&amp;", "&");
  const manifest = JSON.parse(/name="manifest" value="(\{.*\})"><button/.exec(page)?.[1] ?? "") as Record<string, unknown>;
  const action = /action="([^"]+)"/.exec(page)?.[1] ?? "";
  return { manifest, action, state: new URL(action).searchParams.get("state") ?? "" };
}

describe("register", () => {
  test("takes app.yml to GitHub and keeps the credentials in .env for this user only", async () => {
    const file = envFile("PORT=4000\n");
    const registration = createRegistration({ apiUrl: "https://api.github.com", hasCredentials: false, envFile: file, fetch: github(201) });
    const outcome = await register(registration, async (url) => {
      const { manifest, action, state } = await pageOf(url);
      expect(action).toMatch(/^https:\/\/github\.com\/organizations\/acme\/settings\/apps\/new\?state=[0-9a-f]{48}$/);
      expect(manifest).toMatchObject({ hook_attributes: { url: "https://warden.example.org/api/github/webhooks", active: true }, redirect_url: `${url}/done`, setup_url: "https://warden.example.org/setup", callback_urls: ["https://warden.example.org/sign-in/callback"] });
      expect(manifest["default_permissions"]).toMatchObject({ checks: "write", contents: "read" });
      expect((await fetch(`${url}/done?code=the-code&state=${state}`)).status).toBe(200);
    }, ["--public-url", "https://warden.example.org/", "--org", "acme"]);
    expect(outcome).toMatchObject({ code: 0, err: "" });
    expect(outcome.out).toContain("Install it: https://github.com/apps/my-warden/installations/new");
    expect(outcome.out).not.toMatch(/PRIVATE KEY|s3cr3t/);
    expect(readFileSync(file, "utf8")).toBe('PORT=4000\nAPP_ID=77\nPRIVATE_KEY="-----BEGIN RSA PRIVATE KEY-----\\nabc\\n-----END RSA PRIVATE KEY-----\\n"\nWEBHOOK_SECRET=s3cr3t-from-github\nCLIENT_ID=Iv1.a\nCLIENT_SECRET=cs\nPUBLIC_URL=https://warden.example.org\n');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  test("takes no code that comes without this registration's state", async () => {
    const registration = createRegistration({ apiUrl: "https://api.github.com", hasCredentials: false, envFile: envFile(), fetch: github(201) });
    const outcome = await register(registration, async (url) => {
      const { state } = await pageOf(url);
      expect((await fetch(`${url}/done?code=the-code&state=${"0".repeat(48)}`)).status).toBe(404);
      expect((await fetch(`${url}/done?code=the-code&state=${state}`)).status).toBe(200);
    });
    expect(outcome.code).toBe(0);
  });

  test("keeps nothing when GitHub refuses the code, and says so", async () => {
    const file = envFile();
    const registration = createRegistration({ apiUrl: "https://api.github.com", hasCredentials: false, envFile: file, fetch: github(404) });
    const outcome = await register(registration, async (url) => {
      const { state } = await pageOf(url);
      expect((await fetch(`${url}/done?code=the-code&state=${state}`)).status).toBe(502);
    });
    expect(outcome.code).not.toBe(0);
    expect(outcome.err).toMatch(/^error: .*credentials/);
    expect(() => readFileSync(file)).toThrow();
  });

  test.each([
    [["--public-url", "http://warden.example.org"], false, "must be an https address"],
    [["--public-url", "https://w.example.org", "--org", "a/b"], false, "--org must be"],
    [["--public-url", "https://w.example.org"], true, "There are credentials already"],
  ])("%j is refused before anything is opened", async (args, hasCredentials, message) => {
    const registration = createRegistration({ apiUrl: "https://api.github.com", hasCredentials, envFile: envFile() });
    const outcome = await register(registration, () => Promise.reject(new Error("a page was opened")), args);
    expect(outcome.code).not.toBe(0);
    expect(outcome.err).toContain(message);
  });
});
