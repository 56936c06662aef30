import pg from "pg";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";

const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000];

/**
 * Hears what is notified on a channel (a constant of ours), over one connection that is opened again whenever it breaks.
 * Hearing is only faster than asking: whoever uses this asks from time to time as well. Returns the function that ends it.
 * @param heard is given what was said; nothing when the connection was made, as something may have been said before
 */
export function listenTo(
  channel: string,
  databaseUrl: string,
  logger: Logger,
  heard: (payload?: string) => void,
): () => void {
  let ended = false;
  let failures = 0;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;

  const open = async () => {
    const opened = new pg.Client({
      connectionString: databaseUrl,
      application_name: `sillage listener ${channel}`,
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client = opened;
    let broken = false;
    const again = (error: unknown) => {
      if (broken || ended) return;
      broken = true;
      opened.end().catch(() => {});
      const wait = RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!;
      logger.warn({ channel, error: errorText(error), retryMs: wait }, "a listener lost its connection");
      timer = setTimeout(open, wait);
    };
    opened.on("error", again);
    opened.on("end", () => again(new Error("connection closed")));
    opened.on("notification", ({ payload }) => heard(payload ?? ""));
    try {
      await opened.connect();
      if (ended) return void opened.end().catch(() => {});
      await opened.query(`LISTEN ${channel}`);
      failures = 0;
      heard();
    } catch (error) {
      again(error);
    }
  };
  open();

  return () => {
    ended = true;
    clearTimeout(timer);
    client?.end().catch(() => {});
  };
}
