import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../env";
import { speaksAmqp } from "./amqp-probe";
import { type BrokerNode, startBroker } from "./broker-node";

let dataDir: string;
let node: BrokerNode;
const { path } = readEnv();

const manage = (route: string) => {
  const { username, password, origin } = new URL(node.managementUrl);
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return fetch(origin + route, { headers: { authorization } });
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-broker-"));
  node = await startBroker({ dataDir, path });
});

afterAll(async () => {
  await node.stop();
  await rm(dataDir, { recursive: true });
});

describe("our own RabbitMQ", () => {
  it("has its own name, the management API and the event exchange, and no guest", async () => {
    const overview = (await (await manage("/api/overview")).json()) as { node: string };
    expect(overview.node).toBe(node.settings.node);
    expect((await manage("/api/exchanges/%2F/amq.rabbitmq.event")).status).toBe(200);
    expect((await manage("/api/users/guest")).status).toBe(404);
  });

  it("comes back on the same ports after a kill -9", async () => {
    await node.kill();
    expect(await speaksAmqp(node.settings.ports.amqp)).toBe(false);
    await node.start();
    expect((await manage("/api/overview")).status).toBe(200);
  });

  it("is taken over by the next start when its supervisor was killed", async () => {
    const next = await startBroker({ dataDir, path });
    expect(next.adopted).toBe(true);
    expect(next.pid()).toBe(node.pid());
  });

  it.runIf(process.platform === "linux")(
    "leaves no process behind when it is stopped, its epmd included",
    async () => {
      await node.stop();
      const all = execFileSync("ps", ["-eo", "stat=,args="], { encoding: "utf8" }).split("\n");
      const { node: name, ports } = node.settings;
      const ours = all.filter(
        (it) => !it.startsWith("Z") && (it.includes(name) || it.includes(`-port ${ports.epmd} `)),
      );
      expect(ours).toEqual([]);
    },
  );
});
