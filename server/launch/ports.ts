import { createServer } from "node:net";

/** Whether a listener could be opened there now. */
export function portIsFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/**
 * Ports that are free on the loopback now, all different.
 * They are drawn below the range from which systems take ports for outgoing connections (from 32768 on Linux and
 * 49152 on macOS), so that a connection cannot take one while its owner restarts.
 */
export async function freePorts(count: number, random: () => number = Math.random): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = 20_000 + Math.floor(random() * 12_000);
    if (!found.includes(port) && (await portIsFree(port))) found.push(port);
  }
  return found;
}
