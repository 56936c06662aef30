import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isNewEnough } from "./bootstrap.mjs";
import { isInstalled } from "./install.mjs";
import { missingPlatforms, platformOf } from "./lock-platforms.mjs";
import { inRepo } from "./repo";

describe("Node.js", () => {
  it.each([
    ["20.19.0", true],
    ["20.20.2", true],
    ["22.0.0", true],
    ["20.18.3", false],
    ["18.20.0", false],
  ])("%s is new enough: %s", (version, answer) => {
    expect(isNewEnough(version)).toBe(answer);
  });
});

describe("installed packages", () => {
  const wanted = {
    packages: {
      "": {},
      "node_modules/a": { version: "1.0.0" },
      "node_modules/mac-only": { version: "2.0.0", optional: true },
    },
  };

  it("are up to date when every version is that of the lock file; those of other platforms may lack", () => {
    expect(isInstalled(wanted, { packages: { "node_modules/a": { version: "1.0.0" } } })).toBe(true);
  });

  it("are not when one is missing, has another version, or the installation never finished", () => {
    expect(isInstalled(wanted, { packages: {} })).toBe(false);
    expect(isInstalled(wanted, { packages: { "node_modules/a": { version: "0.9.0" } } })).toBe(false);
    expect(isInstalled(wanted, null)).toBe(false);
  });
});

describe("the lock file", () => {
  const lock = JSON.parse(readFileSync(inRepo("package-lock.json"), "utf8"));

  it("has the packages of every platform: else run `npm run lock:complete`", () => {
    expect(missingPlatforms(lock).map((it: { path: string }) => it.path)).toEqual([]);
  });

  it("names no address to download from, so that any mirror serves it", () => {
    const entries: { resolved?: string }[] = Object.values(lock.packages);
    expect(entries.filter((it) => it.resolved?.startsWith("http"))).toEqual([]);
  });
});

describe("a package name", () => {
  it.each([
    ["@biomejs/cli-linux-x64-musl", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }],
    ["@next/swc-darwin-arm64", { os: ["darwin"], cpu: ["arm64"] }],
    ["@tailwindcss/oxide-linux-arm-gnueabihf", { os: ["linux"], cpu: ["arm"], libc: ["glibc"] }],
    ["@tailwindcss/oxide-wasm32-wasi", { cpu: ["wasm32"] }],
    ["left-pad", null],
  ])("%s tells its platform", (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});
