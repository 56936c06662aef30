import { randomBytes } from "node:crypto";
import { readTestEnv } from "../env";

/** A virtual host of its own for a spec file: its exchanges and queues cannot meet another file's. */
export interface TestVhost {
  vhost: string;
  /** AMQP address of this virtual host, with an administrator's name and password. */
  url: string;
  /** Management API of the whole broker, with the same name and password. */
  managementUrl: string;
  /** Removes it with everything in it; connections to it are closed by the broker. */
  drop(): Promise<void>;
}

/** Makes a virtual host in which the tests' user may do everything. About 50 ms. */
export async function createTestVhost(): Promise<TestVhost> {
  const { rabbitmqUrl, managementUrl } = readTestEnv();
  const vhost = `test-${randomBytes(6).toString("hex")}`;
  const { username } = new URL(managementUrl);
  await manage("PUT", `/api/vhosts/${vhost}`, {});
  await manage("PUT", `/api/permissions/${vhost}/${username}`, { configure: ".*", write: ".*", read: ".*" });
  const url = new URL(rabbitmqUrl);
  url.pathname = `/${vhost}`;
  return { vhost, url: url.href, managementUrl, drop: () => manage("DELETE", `/api/vhosts/${vhost}`) };
}

/** A user with exactly these rights in one virtual host, for tests of what a foreign broker grants. */
export async function createTestUser(
  vhost: TestVhost,
  rights: { configure: string; write: string; read: string; tags?: string },
): Promise<{ url: string; managementUrl: string; drop(): Promise<void> }> {
  const name = `user-${randomBytes(6).toString("hex")}`;
  const password = randomBytes(12).toString("hex");
  const { tags = "", ...permissions } = rights;
  await manage("PUT", `/api/users/${name}`, { password, tags });
  await manage("PUT", `/api/permissions/${vhost.vhost}/${name}`, permissions);
  const as = (address: string) => Object.assign(new URL(address), { username: name, password }).href;
  return {
    url: as(vhost.url),
    managementUrl: as(vhost.managementUrl),
    drop: () => manage("DELETE", `/api/users/${name}`),
  };
}

/** One request to the management API of the tests' broker. @throws on any answer but success. */
async function manage(method: string, path: string, body?: unknown): Promise<void> {
  const { managementUrl } = readTestEnv();
  const { username, password, origin } = new URL(managementUrl);
  const answer = await fetch(origin + path, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
      "content-type": "application/json",
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
}
