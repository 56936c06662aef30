import { readFileSync } from "node:fs";
import { type ChannelModel, connect, type SocketOptions } from "amqplib";

/** How to reach a broker. `url` holds secrets: never log it. */
export interface BrokerTarget {
  url: string;
  caFile?: string | undefined;
  certFile?: string | undefined;
  keyFile?: string | undefined;
}

/** Opens a connection that the broker's management page shows under `name`. Fails within 10 s when nobody answers. */
export function openConnection(
  target: BrokerTarget,
  name: string,
  options: { vhost?: string; heartbeatSeconds?: number } = {},
): Promise<ChannelModel> {
  const url = new URL(target.url);
  if (options.vhost !== undefined) url.pathname = `/${encodeURIComponent(options.vhost)}`;
  if (options.heartbeatSeconds !== undefined)
    url.searchParams.set("heartbeat", String(options.heartbeatSeconds));
  const socket: SocketOptions & Record<string, unknown> = {
    noDelay: true,
    keepAlive: true,
    keepAliveDelay: 15_000,
    timeout: 10_000,
    clientProperties: { connection_name: name, product: "Sillage" },
  };
  if (target.caFile) socket.ca = [readFileSync(target.caFile)];
  if (target.certFile) socket.cert = readFileSync(target.certFile);
  if (target.keyFile) socket.key = readFileSync(target.keyFile);
  return connect(url.toString(), socket);
}

/** The virtual host that an AMQP URL names: `/` when it has no path. */
export function vhostOf(url: string): string {
  const { pathname } = new URL(url);
  return pathname === "" || pathname === "/" ? "/" : decodeURIComponent(pathname.slice(1));
}

const CLOSE_MS = 5_000;

/** Closes, and waits for the broker's answer, but not for one that will never come: amqplib forgets it when the connection breaks. */
export async function closeSoon(model: ChannelModel): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const gone = new Promise<void>((resolve) => {
    model.once("close", () => resolve());
    timer = setTimeout(() => {
      (model.connection as unknown as { stream: { destroy(): void } }).stream.destroy();
      resolve();
    }, CLOSE_MS);
  });
  await Promise.race([model.close().catch(() => {}), gone]);
  clearTimeout(timer);
}
