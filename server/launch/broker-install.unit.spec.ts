import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dockerArguments } from "./broker-container";
import { APT_SCRIPT, type MachineFacts, planBrokerInstall } from "./broker-install";
import { brokerEnvironment, rabbitConf } from "./broker-settings";

const bare: MachineFacts = {
  platform: "linux",
  scripts: null,
  apt: true,
  brew: false,
  admin: "root",
  docker: false,
  terminal: false,
};

describe("a machine with RabbitMQ", () => {
  it("uses it and installs nothing", () => {
    expect(planBrokerInstall({ ...bare, scripts: "/usr/lib/rabbitmq/bin" })).toEqual({
      kind: "use",
      scripts: "/usr/lib/rabbitmq/bin",
    });
  });
});

describe("a Debian without RabbitMQ", () => {
  it("installs as root without asking when nobody sits there", () => {
    expect(planBrokerInstall(bare)).toMatchObject({
      kind: "install",
      with: "apt",
      ask: false,
      command: ["sh", "-c", APT_SCRIPT],
    });
  });

  it("asks on a terminal, and goes through sudo when that needs no password", () => {
    const plan = planBrokerInstall({ ...bare, admin: "sudo", terminal: true });
    expect(plan).toMatchObject({
      kind: "install",
      ask: true,
      command: ["sudo", "-n", "sh", "-c", APT_SCRIPT],
    });
  });

  it("takes a container when it may not install", () => {
    expect(planBrokerInstall({ ...bare, admin: "none", docker: true })).toEqual({ kind: "container" });
  });

  it("says what to do when nothing is left", () => {
    const plan = planBrokerInstall({ ...bare, admin: "none" });
    expect(plan.kind === "stop" && plan.message).toMatch(/apt-get install.*Docker.*RABBITMQ_URL/s);
  });
});

describe("a Mac without RabbitMQ", () => {
  const mac: MachineFacts = { ...bare, platform: "darwin", apt: false, brew: true, admin: "none" };

  it("installs with Homebrew, which needs no administrator", () => {
    expect(planBrokerInstall(mac)).toMatchObject({ with: "brew", command: ["brew", "install", "rabbitmq"] });
  });

  it("does not run Homebrew as root, which it refuses", () => {
    expect(planBrokerInstall({ ...mac, admin: "root" }).kind).toBe("stop");
  });
});

describe("Windows", () => {
  it("needs the address of a broker", () => {
    const plan = planBrokerInstall({ ...bare, platform: "win32", apt: false, admin: "none" });
    expect(plan.kind === "stop" && plan.message).toContain("RABBITMQ_URL");
  });
});

describe("a node of ours", () => {
  const settings = {
    node: "sillage-1@localhost",
    user: "sillage",
    password: "secret",
    ports: { amqp: 1, management: 2, distribution: 3, epmd: 4 },
  };

  it("listens on the loopback only and has no guest", () => {
    const conf = rabbitConf(settings);
    expect(conf).toContain("listeners.tcp.1 = 127.0.0.1:1");
    expect(conf).toContain("management.tcp.ip = 127.0.0.1");
    expect(conf).not.toContain("guest");
    expect(dockerArguments("sillage-1", "/data/broker", settings)).toContain("127.0.0.1:1:5672");
  });

  it("reads no setting of another broker on the machine", () => {
    const env = brokerEnvironment(
      { folder: "/data/broker", logFile: "", scripts: "", path: "/bin" },
      settings,
    );
    const files = Object.entries(env).filter(
      ([name]) => name.startsWith("RABBITMQ_") && name !== "RABBITMQ_NODENAME",
    );
    const outside = files.filter(([, value]) => value?.startsWith("/") && !value.startsWith("/data/broker/"));
    expect(outside).toEqual([]);
    expect(env).toMatchObject({
      ERL_EPMD_ADDRESS: "127.0.0.1",
      ERL_EPMD_PORT: "4",
      HOME: "/data/broker/home",
    });
  });
});

describe.runIf(process.platform !== "win32")("the installation on Debian", () => {
  let folder: string;
  let policy: string;

  // Stands in for apt-get: notes what Debian would be told about starting services in that moment.
  const APT =
    '#!/bin/sh\nif [ "$1" = install ]; then sh "$POLICY"; echo "$?" > "$SEEN"; exit "$APT_CODE"; fi\n';

  const install = (aptCode: number) => {
    const script = APT_SCRIPT.replace("/usr/sbin/policy-rc.d", policy);
    const env = {
      NODE_ENV: "test" as const,
      PATH: `${folder}:/usr/bin:/bin`,
      POLICY: policy,
      SEEN: join(folder, "seen"),
    };
    return spawnSync("sh", ["-c", script], { env: { ...env, APT_CODE: String(aptCode) } }).status;
  };
  const seen = () => readFileSync(join(folder, "seen"), "utf8").trim();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "sillage-apt-"));
    policy = join(folder, "policy-rc.d");
    writeFileSync(join(folder, "apt-get"), APT, { mode: 0o755 });
    writeFileSync(join(folder, "systemctl"), "#!/bin/sh\n", { mode: 0o755 });
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it("forbids the package to start its service, and leaves no policy where there was none", () => {
    expect(install(0)).toBe(0);
    expect(seen()).toBe("101");
    expect(existsSync(policy)).toBe(false);
  });

  it.each([0, 100])("puts the machine's own policy back as it was, when apt-get ends with %i", (aptCode) => {
    writeFileSync(policy, "#!/bin/sh\nexit 0\n", { mode: 0o750 });
    expect(install(aptCode)).toBe(aptCode);
    expect(seen()).toBe("101");
    expect(readFileSync(policy, "utf8")).toBe("#!/bin/sh\nexit 0\n");
    expect(statSync(policy).mode & 0o777).toBe(0o750);
  });

  it("puts back what an installation that was killed had moved aside", () => {
    writeFileSync(policy, "# Sillage: no service starts during this installation\n");
    writeFileSync(`${policy}.before-sillage`, "#!/bin/sh\nexit 0\n");
    expect(install(0)).toBe(0);
    expect(readFileSync(policy, "utf8")).toBe("#!/bin/sh\nexit 0\n");
  });
});
