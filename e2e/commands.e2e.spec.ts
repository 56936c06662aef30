import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { inheritedEnv } from "../server/env";
import { inRepo, repoRoot } from "../server/launch/repo";
import { theApp } from "./the-app";

/** Runs a command as a person does, on the database of the application under test. */
const run = (...words: string[]) =>
  promisify(execFile)(process.execPath, [inRepo("server", "launch", "run.mjs"), ...words], {
    cwd: repoRoot,
    env: { ...inheritedEnv(), DATABASE_URL: theApp().databaseUrl, PUBLIC_URL: theApp().url },
  });

const me = async (token: string) => {
  const answer = await fetch(`${theApp().url}/api/trpc/access.me`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const { result } = (await answer.json()) as { result: { data: unknown } };
  return result.data;
};

describe("npm run token", () => {
  it("prints a token alone on stdout, which is who it was made for", async () => {
    const words = ["--role", "operator", "--name", "ci", "--vhost", "/shop", "--exchanges", "order*"];
    const { stdout } = await run("token", ...words, "--expires", "1d");
    expect(stdout).toMatch(/^sillage_[\w-]{43}\n$/);
    expect(await me(stdout.trim())).toMatchObject({
      name: "ci",
      account: null,
      grants: [{ role: "operator", vhost: "/shop", exchanges: "order*" }],
    });
  });

  it.each([
    [["--name", "ci"], "--role"],
    [["--role", "king", "--name", "ci"], "--role"],
    [["--role", "viewer"], "--name"],
    [["--role", "viewer", "--name", "ci", "--expires", "soon"], "--expires"],
    [["--role", "viewer", "--name", "ci", "--expires", "9999d"], "--expires"],
    [["--roles", "viewer"], "--roles"],
  ])("says what is wrong with %j, and makes none", async (words, wrong) => {
    const failed = await run("token", ...words).then(
      () => null,
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    expect(failed).toMatchObject({ code: 2, stdout: "" });
    expect(failed!.stderr).toContain(wrong);
    expect(failed!.stderr).toContain("Usage:");
  });
});

describe("npm run admin-link", () => {
  it("prints a link alone on stdout, at the address that people use", async () => {
    const { stdout } = await run("admin-link");
    expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/welcome\?token=[\w-]{43}\n$/);
    const answer = await fetch(stdout.trim());
    expect(await answer.text()).toContain("The first administrator");
  });
});

describe("npm start", () => {
  it("prints such a link while there is no administrator", () => {
    expect(theApp().firstAdminLink).toMatch(/^http:\/\/localhost:\d+\/welcome\?token=[\w-]{43}$/);
  });
});
