/** A request to the management API as the tests' administrator, for what a person would do to a broker. */
export async function manage<T = unknown>(
  managementUrl: string,
  method: "GET" | "PUT" | "DELETE",
  path: string,
  body?: object,
): Promise<T | null> {
  const { origin, username, password } = new URL(managementUrl);
  const answer = await fetch(`${origin}/api${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`,
      "content-type": "application/json",
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  const text = await answer.text();
  return text === "" ? null : (JSON.parse(text) as T);
}

/** Closes connections to a virtual host by force, as an operator or a restarting proxy does. Returns how many. */
export async function cutConnections(managementUrl: string, vhost: string, named: string): Promise<number> {
  type Connection = { name: string; vhost: string; client_properties?: { connection_name?: string } };
  const all = (await manage<Connection[]>(managementUrl, "GET", "/connections")) ?? [];
  const ours = all.filter((c) => c.vhost === vhost && c.client_properties?.connection_name === named);
  for (const { name } of ours) {
    await manage(managementUrl, "DELETE", `/connections/${encodeURIComponent(name)}`);
  }
  return ours.length;
}
