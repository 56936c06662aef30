import { openConnection, vhostOf } from "@/server/broker/connection";
import type { Env } from "@/server/env";
import { errorText, SillageError } from "@/server/errors";

/** The virtual host of the demo on a broker that is not ours. */
export const DEMO_VHOST = "sillage-demo";

/** Whether the demo runs: as SILLAGE_DEMO says, else on our own node alone. */
export function demoWanted({ demo, ownBroker }: Pick<Env, "demo" | "ownBroker">): boolean {
  return demo === undefined ? ownBroker : demo === "on";
}

/**
 * The virtual host that the demo may use: the URL's on our own node; on somebody else's broker one of its own, made
 * through the management API where that is granted.
 * @throws SillageError FORBIDDEN with the commands that grant it; UNAVAILABLE while the broker is away
 */
export async function demoPlace(
  { rabbitmq, ownBroker }: Pick<Env, "rabbitmq" | "ownBroker">,
  vhost = DEMO_VHOST,
): Promise<string> {
  const url = rabbitmq.url!;
  if (ownBroker) return vhostOf(url);
  const first = await tryConnecting(rabbitmq, vhost);
  if (first === null) return vhost;
  const refusal = await createVhost(new URL(url), rabbitmq.managementUrl, vhost);
  if (refusal === null && (await tryConnecting(rabbitmq, vhost)) === null) return vhost;
  const user = decodeURIComponent(new URL(url).username) || "guest";
  throw new SillageError(
    "FORBIDDEN",
    `The demo stays off: it needs the virtual host ${vhost} on this broker (${refusal ?? first}). To grant it, run:
  rabbitmqctl add_vhost ${vhost}
  rabbitmqctl set_permissions -p ${vhost} ${user} '.*' '.*' '.*'`,
  );
}

/** Null when the virtual host is there and granted, else the broker's reason. */
async function tryConnecting(rabbitmq: Env["rabbitmq"], vhost: string): Promise<string | null> {
  try {
    const target = { ...rabbitmq, url: rabbitmq.url! };
    const model = await openConnection(target, "shop", { vhost });
    await model.close();
    return null;
  } catch (error) {
    const text = errorText(error);
    if (/ECONN|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|closed/i.test(text) && !/NOT[_-]ALLOWED/i.test(text)) {
      throw new SillageError("UNAVAILABLE", `The broker does not answer: ${text}`, { cause: error });
    }
    return text;
  }
}

/** Null when it was made and granted, else why not. */
async function createVhost(
  amqp: URL,
  managementUrl: string | undefined,
  vhost: string,
): Promise<string | null> {
  if (managementUrl === undefined) return "RABBITMQ_MANAGEMENT_URL is not set";
  const base = new URL(managementUrl);
  const user = decodeURIComponent(amqp.username) || "guest";
  const [name, password] = [
    base.username || amqp.username || "guest",
    base.password || amqp.password || "guest",
  ];
  const credentials = `${decodeURIComponent(name)}:${decodeURIComponent(password)}`;
  const put = async (path: string, body: object) => {
    const response = await fetch(new URL(`${base.pathname.replace(/\/$/, "")}/api/${path}`, base.origin), {
      method: "PUT",
      headers: {
        authorization: `Basic ${Buffer.from(credentials).toString("base64")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`the management API answered ${response.status} to PUT ${path}`);
  };
  try {
    await put(`vhosts/${vhost}`, { description: "Sillage's demo" });
    const everything = { configure: ".*", write: ".*", read: ".*" };
    await put(`permissions/${vhost}/${encodeURIComponent(user)}`, everything);
    return null;
  } catch (error) {
    return errorText(error);
  }
}
