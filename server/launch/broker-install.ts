/** What the machine offers for getting a RabbitMQ. */
export interface MachineFacts {
  platform: NodeJS.Platform;
  /** Folder of RabbitMQ's scripts, when it is installed. */
  scripts: string | null;
  apt: boolean;
  brew: boolean;
  /** How an administrator's command is run: as it is, through `sudo -n`, or not at all. */
  admin: "root" | "sudo" | "none";
  /** The Docker engine answers. */
  docker: boolean;
  /** A person sits there and can be asked. */
  terminal: boolean;
}

export type BrokerPlan =
  | { kind: "use"; scripts: string }
  | {
      kind: "install";
      with: "apt" | "brew";
      command: string[];
      ask: boolean;
      otherwise: "container" | "stop";
    }
  | { kind: "container" }
  | { kind: "stop"; message: string };

/**
 * How to get a broker of our own: what is installed, else the system's package manager, else a container, else tell
 * the person what to do. Pure.
 */
export function planBrokerInstall(facts: MachineFacts): BrokerPlan {
  if (facts.scripts) return { kind: "use", scripts: facts.scripts };
  const otherwise = facts.docker ? "container" : "stop";
  const ask = facts.terminal;
  if (facts.platform === "linux" && facts.apt && facts.admin !== "none") {
    const command = ["sh", "-c", APT_SCRIPT];
    return {
      kind: "install",
      with: "apt",
      command: facts.admin === "sudo" ? ["sudo", "-n", ...command] : command,
      ask,
      otherwise,
    };
  }
  // Homebrew refuses root, and starts no service unless it is told to.
  if (facts.platform === "darwin" && facts.brew && facts.admin !== "root") {
    return { kind: "install", with: "brew", command: ["brew", "install", "rabbitmq"], ask, otherwise };
  }
  if (facts.docker) return { kind: "container" };
  return { kind: "stop", message: whatToDo(facts.platform) };
}

/** The three ways out, in plain words. */
export function whatToDo(platform: NodeJS.Platform): string {
  const install =
    platform === "darwin"
      ? "install it: brew install rabbitmq (see https://brew.sh)"
      : platform === "win32"
        ? "on Windows Sillage starts no broker by itself"
        : "install it: sudo apt-get install rabbitmq-server, or your distribution's package";
  return [
    "There is no RabbitMQ to work with. One of these helps:",
    `  - ${install}`,
    "  - start Docker; Sillage then runs RabbitMQ in a container",
    "  - use a broker that you have: RABBITMQ_URL=amqp://user:password@host:5672 npm start",
  ].join("\n");
}

/**
 * Installs the Debian package without starting its system service, now or at the next boot: on a person's machine
 * port 5672 is not ours to take. Debian asks /usr/sbin/policy-rc.d before it starts a service; ours says no during
 * the installation, and whatever stood there before is put back, also when the script is interrupted. One that an
 * earlier script left because it was killed is put back first.
 */
export const APT_SCRIPT = `
set -e
export DEBIAN_FRONTEND=noninteractive
policy=/usr/sbin/policy-rc.d
saved=$policy.before-sillage
mark='# Sillage: no service starts during this installation'
restore() {
  if [ -e "$saved" ]; then mv -f "$saved" "$policy"
  elif [ -e "$policy" ] && grep -qF "$mark" "$policy"; then rm -f "$policy"
  fi
}
restore
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
if [ -e "$policy" ]; then mv "$policy" "$saved"; fi
printf '#!/bin/sh\\n%s\\nexit 101\\n' "$mark" > "$policy"
chmod 755 "$policy"
apt-get update -q
apt-get install -q -y --no-install-recommends rabbitmq-server
if command -v systemctl > /dev/null; then systemctl disable rabbitmq-server > /dev/null 2>&1 || true; fi
`;
