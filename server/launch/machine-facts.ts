import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { findRabbitScripts, widePath } from "./broker-find";
import type { MachineFacts } from "./broker-install";

/** Looks at the machine. At most a second or two: only Docker may be slow to answer. */
export function machineFacts(path: string | undefined): MachineFacts {
  const has = (program: string) =>
    widePath(path)
      .split(delimiter)
      .some((folder) => existsSync(join(folder, program)));
  const works = (command: string, ...args: string[]) =>
    has(command) &&
    spawnSync(command, args, {
      stdio: "ignore",
      timeout: 5_000,
      env: { NODE_ENV: "production", PATH: widePath(path) },
    }).status === 0;
  const scripts = process.platform === "win32" ? null : findRabbitScripts(path);
  // Nothing else needs to be asked when RabbitMQ is there: this runs at every start.
  if (scripts) {
    const rest = { apt: false, brew: false, admin: "none", docker: false, terminal: false } as const;
    return { platform: process.platform, scripts, ...rest };
  }
  return {
    platform: process.platform,
    scripts,
    apt: has("apt-get"),
    brew: has("brew"),
    admin: process.getuid?.() === 0 ? "root" : works("sudo", "-n", "true") ? "sudo" : "none",
    docker: works("docker", "version", "--format", "{{.Server.Version}}"),
    terminal: process.stdin.isTTY === true && process.stderr.isTTY === true,
  };
}
