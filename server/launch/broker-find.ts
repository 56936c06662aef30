import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** Where packages put RabbitMQ's scripts: Debian and RPM, Homebrew on Apple silicon, Homebrew on Intel, Linuxbrew. */
const USUAL_PLACES = [
  "/usr/lib/rabbitmq/bin",
  "/opt/homebrew/opt/rabbitmq/sbin",
  "/usr/local/opt/rabbitmq/sbin",
  "/home/linuxbrew/.linuxbrew/opt/rabbitmq/sbin",
];

/** Folders that a person's PATH may lack although package managers install programs there. */
const EXTRA_PATH = [
  "/opt/homebrew/bin",
  "/usr/local/bin",
  "/usr/local/sbin",
  "/usr/bin",
  "/usr/sbin",
  "/bin",
];

/** The PATH that RabbitMQ's scripts get: the caller's and the usual places, each once. */
export function widePath(path: string | undefined): string {
  return [...new Set([...(path ?? "").split(delimiter).filter(Boolean), ...EXTRA_PATH])].join(delimiter);
}

/**
 * The folder of RabbitMQ's own scripts, or null when it is not installed.
 * Not `rabbitmq-server` on the PATH: on Debian that is a wrapper which changes the user and the folder. The real
 * scripts are recognised by `rabbitmq-env` beside them.
 */
export function findRabbitScripts(path: string | undefined): string | null {
  const onPath = widePath(path)
    .split(delimiter)
    .map((folder) => join(folder, "rabbitmq-server"))
    .filter((file) => existsSync(file))
    .map((file) => dirname(realpathSync(file)));
  const real = (folder: string) =>
    existsSync(join(folder, "rabbitmq-server")) && existsSync(join(folder, "rabbitmq-env"));
  return [...USUAL_PLACES, ...onPath].find(real) ?? null;
}

/** The `epmd` program: on the PATH, else inside the Erlang installation. Null when there is none. */
export function findEpmd(path: string | undefined): string | null {
  const found = widePath(path)
    .split(delimiter)
    .map((folder) => join(folder, "epmd"))
    .find((file) => existsSync(file));
  if (found) return found;
  try {
    const root = execFileSync("erl", ["-noshell", "-eval", 'io:format("~s",[code:root_dir()]),halt().'], {
      encoding: "utf8",
      env: { NODE_ENV: "production", PATH: widePath(path), HOME: "/" },
    });
    const runtime = readdirSync(root).find((name) => name.startsWith("erts-"));
    return runtime ? join(root, runtime, "bin", "epmd") : null;
  } catch {
    return null;
  }
}
