import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findRabbitScripts, widePath } from "./broker-find";
import type { MachineFacts } from "./broker-install";

const isThere = (path: string | undefined, program: string) =>
  widePath(path)
    .split(delimiter)
    .some((folder) => existsSync(join(folder, program)));

function works(path: string | undefined, command: string, ...args: string[]): boolean {
  if (!isThere(path, command)) return false;
  const env: NodeJS.ProcessEnv = { NODE_ENV: "production", PATH: widePath(path) };
  return spawnSync(command, args, { stdio: "ignore", timeout: 5_000, env }).status === 0;
}

/** How an administrator's command can be run without asking anybody. */
export function adminPower(path: string | undefined): MachineFacts["admin"] {
  if (process.getuid?.() === 0) return "root";
  return works(path, "sudo", "-n", "true") ? "sudo" : "none";
}

/** Looks at the machine. At most a second or two: only Docker may be slow to answer. */
export function machineFacts(path: string | undefined): MachineFacts {
  const scripts = process.platform === "win32" ? null : findRabbitScripts(path);
  // Nothing else needs to be asked when RabbitMQ is there: this runs at every start.
  if (scripts) {
    const rest = { apt: false, brew: false, admin: "none", docker: false, terminal: false } as const;
    return { platform: process.platform, scripts, ...rest };
  }
  return {
    platform: process.platform,
    scripts,
    apt: isThere(path, "apt-get"),
    brew: isThere(path, "brew"),
    admin: adminPower(path),
    docker: works(path, "docker", "version", "--format", "{{.Server.Version}}"),
    terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
  };
}
