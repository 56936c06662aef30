import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { errorText } from "../errors";
import { widePath } from "./broker-find";
import { adminPower } from "./machine-facts";
import { inRepo } from "./repo";

/** Programs that only the tests need. Missing ones are installed where that needs no question, else reported. */

const BROWSERS = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "microsoft-edge"];
const MAC_BROWSERS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/** Chromium without its windows, as Debian packs it: the same pages for a third of the processor time, measured. */
const HEADLESS = "chromium-headless-shell";

/**
 * A Chrome or Chromium: the headless one where Debian has it, else an installed one, else Debian's package, else
 * Playwright's own download.
 * @throws Error that says what was tried and what to do.
 */
export async function ensureBrowser(path: string | undefined): Promise<{ note: string; value: string }> {
  const headless = find(path, [HEADLESS]);
  if (headless) return { note: headless, value: headless };
  const other = find(path, BROWSERS) ?? MAC_BROWSERS.find(runs);
  // Where there is a browser, nothing is tried that may be in vain.
  if ((!other || aptKnows(HEADLESS)) && aptInstall(path, [HEADLESS, "fonts-liberation"])) {
    const found = find(path, [HEADLESS]);
    if (found) return { note: `${found}, installed with apt-get`, value: found };
  }
  if (other) return { note: other, value: other };
  if (aptInstall(path, ["chromium", "fonts-liberation"])) {
    const found = find(path, BROWSERS);
    if (found) return { note: `${found}, installed with apt-get`, value: found };
  }
  return { note: "Playwright's own Chromium", value: await download() };
}

function find(path: string | undefined, names: readonly string[]): string | undefined {
  return widePath(path)
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(runs);
}

const runs = (file: string) => existsSync(file) && answers(file);

/** Ubuntu's `chromium-browser` may be a stub that only tells people to use snap. */
const answers = (file: string) =>
  spawnSync(file, ["--version"], { timeout: 20_000, stdio: "ignore" }).status === 0;

async function download(): Promise<string> {
  const cli = inRepo("node_modules", "playwright-core", "cli.js");
  const done = spawnSync(process.execPath, [cli, "install", "chromium"], {
    encoding: "utf8",
    timeout: 600_000,
  });
  try {
    const { chromium } = await import("playwright-core");
    const file = chromium.executablePath();
    if (existsSync(file)) return file;
  } catch (error) {
    throw noBrowser(errorText(error));
  }
  throw noBrowser(`${done.stdout ?? ""}${done.stderr ?? ""}`.trim());
}

const noBrowser = (why: string) =>
  new Error(
    `There is no browser for the end-to-end tests, and none could be downloaded:\n${why}\nInstall Chrome or Chromium.`,
  );

/** A Python with `pika`, for the one test that speaks as a foreign client; undefined where there is none. */
export function findPikaPython(path: string | undefined): string | undefined {
  const candidates = [
    ...widePath(path)
      .split(delimiter)
      .map((folder) => join(folder, "python3")),
    "/usr/bin/python3",
  ];
  const find = () =>
    candidates.find(
      (file) =>
        existsSync(file) &&
        spawnSync(file, ["-c", "import pika"], { stdio: "ignore", timeout: 20_000 }).status === 0,
    );
  return find() ?? (aptInstall(path, ["python3-pika"]) ? find() : undefined);
}

const aptKnows = (name: string) =>
  spawnSync("apt-cache", ["show", name], { stdio: "ignore", timeout: 20_000 }).status === 0;

/** Installs Debian packages where we may. @returns whether it did. */
function aptInstall(path: string | undefined, packages: string[]): boolean {
  if (!existsSync("/usr/bin/apt-get")) return false;
  const admin = adminPower(path);
  if (admin === "none") return false;
  const apt = (...words: string[]) => {
    const [command, ...args] = [...(admin === "sudo" ? ["sudo", "-n"] : []), "apt-get", "-q", ...words] as [
      string,
    ];
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: "production",
      PATH: widePath(path),
      DEBIAN_FRONTEND: "noninteractive",
    };
    return spawnSync(command, args, { stdio: "ignore", timeout: 600_000, env }).status === 0;
  };
  const install = () => apt("install", "-y", "--no-install-recommends", ...packages);
  // The lists of a bare image are empty, and old ones name packages that are gone.
  const listed = existsSync("/var/lib/apt/lists") && readdirSync("/var/lib/apt/lists").length > 2;
  return (listed && install()) || (apt("update") && install());
}
