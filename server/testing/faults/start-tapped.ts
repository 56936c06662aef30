import { openConnection } from "@/server/broker/connection";
import type { NumberedPublisher } from "./numbered-publisher";
import type { FaultRig } from "./rig";

/** Declares the exchange and begins to publish once it is tapped: what comes before is a gap, which others test. */
export async function startTapped(
  rig: FaultRig,
  publisher: NumberedPublisher,
  exchange: string,
): Promise<void> {
  const connection = await openConnection({ url: rig.broker.url() }, "test");
  const channel = await connection.createChannel();
  await channel.assertExchange(exchange, "topic", { durable: true });
  await connection.close();
  const tapped = () =>
    rig.query("SELECT 1 FROM exchanges WHERE name = $1 AND tapped_at IS NOT NULL", [exchange]);
  while ((await tapped()).length === 0) await new Promise((resolve) => setTimeout(resolve, 100));
  publisher.start();
}
