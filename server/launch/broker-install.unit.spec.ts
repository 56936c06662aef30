import { describe, expect, it } from "vitest";
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
