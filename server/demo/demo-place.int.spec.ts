import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestUser, createTestVhost, type TestVhost } from "@/server/testing/vhost";
import { demoPlace, demoWanted } from "./demo-place";

let place: TestVhost;

beforeAll(async () => {
  place = await createTestVhost();
});

afterAll(async () => {
  await place?.drop();
});

const on = (url: string, managementUrl: string | undefined) => ({
  rabbitmq: { url, managementUrl, caFile: undefined, certFile: undefined, keyFile: undefined },
  ownBroker: false,
});

describe("the demo", () => {
  it("runs by itself on our own node only", () => {
    expect(demoWanted({ demo: undefined, ownBroker: true })).toBe(true);
    expect(demoWanted({ demo: undefined, ownBroker: false })).toBe(false);
    expect(demoWanted({ demo: "on", ownBroker: false })).toBe(true);
    expect(demoWanted({ demo: "off", ownBroker: true })).toBe(false);
  });

  it("uses the virtual host of the URL on our own node", async () => {
    expect(await demoPlace({ ...on(place.url, undefined), ownBroker: true })).toBe(place.vhost);
  });

  it("makes a virtual host of its own on somebody else's broker, and finds it the next time", async () => {
    const name = `${place.vhost}-demo`;
    try {
      expect(await demoPlace(on(place.url, place.managementUrl), name)).toBe(name);
      expect(await demoPlace(on(place.url, undefined), name)).toBe(name);
    } finally {
      const { origin, username, password } = new URL(place.managementUrl);
      const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
      await fetch(`${origin}/api/vhosts/${name}`, { method: "DELETE", headers: { authorization } });
    }
  });

  it("stays off where that is not granted, and says the commands that grant it", async () => {
    const user = await createTestUser(place, { configure: "", write: "", read: "" });
    try {
      const refused = demoPlace(on(user.url, user.managementUrl), "sillage-nowhere");
      await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" });
      await expect(demoPlace(on(user.url, undefined), "sillage-nowhere")).rejects.toThrow(
        /rabbitmqctl add_vhost sillage-nowhere\n.*set_permissions -p sillage-nowhere user-/,
      );
    } finally {
      await user.drop();
    }
  });

  it("waits while nobody answers", async () => {
    await expect(demoPlace(on("amqp://127.0.0.1:1", undefined))).rejects.toMatchObject({
      code: "UNAVAILABLE",
    });
  });
});
