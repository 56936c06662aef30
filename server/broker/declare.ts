import type { ChannelModel } from "amqplib";
import { errorText, SillageError } from "@/server/errors";

type DeclaringChannel = Awaited<ReturnType<ChannelModel["createChannel"]>>;

/**
 * Runs one declaration on a channel of its own, because the broker closes the channel of one that it refuses.
 * @returns "differs" when it exists with other properties
 * @throws SillageError FORBIDDEN when the user may not declare it, UNAVAILABLE when it cannot be declared now.
 */
export async function declare(
  connection: ChannelModel,
  action: (channel: DeclaringChannel) => Promise<unknown>,
): Promise<"done" | "differs"> {
  const channel = await connection.createChannel();
  channel.on("error", () => {});
  try {
    await action(channel);
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 406) return "differs";
    throw new SillageError(
      code === 403 ? "FORBIDDEN" : "UNAVAILABLE",
      `Our queue and exchange cannot be declared: ${errorText(error)}`,
      { cause: error },
    );
  }
  await channel.close().catch(() => {});
  return "done";
}
