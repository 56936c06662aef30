import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Waits until something on the port speaks AMQP 0-9-1: it answers the protocol header with `connection.start`.
 * Only this much is spoken here, because a broker that boots accepts TCP before it can serve anybody.
 * @throws when `alive` says that the process is gone, or after `ms`.
 */
export async function waitForAmqp(port: number, alive: () => boolean, ms: number): Promise<void> {
  const until = Date.now() + ms;
  while (!(await speaksAmqp(port))) {
    if (!alive()) throw new Error("the broker's process ended");
    if (Date.now() > until) throw new Error(`nothing spoke AMQP on port ${port} within ${ms / 1000} s`);
    await sleep(50);
  }
}

/** One attempt; false on a refused connection, on silence of a second, and on any other answer. */
export function speaksAmqp(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(1_000, () => answer(false));
    socket.once("error", () => answer(false));
    socket.once("close", () => resolve(false));
    socket.once("connect", () => socket.write("AMQP\x00\x00\x09\x01", "latin1"));
    // A method frame (type 1) on channel 0; a server of another protocol version answers "AMQP" instead.
    socket.once("data", (data) => answer(data[0] === 1));
  });
}
