import { issueToken, revokeToken } from "@/server/access/manage-tokens";
import { systemClock } from "@/server/clock";
import { createPrisma } from "@/server/db";
import type { Env } from "@/server/env";
import type { Logger } from "@/server/logger";
import { commandUser } from "@/server/operator-actions/by";
import { ComplaintDesk } from "./complaint-desk";

const TOKEN_NAME = "demo complaint desk";

/** The desk with a token of its own, which is taken out of force when it closes. */
export interface OpenDesk {
  close(): Promise<void>;
}

/** Gets a token and opens. What an earlier run that was killed has left in force is taken out of it first. */
export async function openDesk(env: Env, logger: Logger): Promise<OpenDesk> {
  const prisma = createPrisma(env.databaseUrl!);
  const deed = () => ({ prisma, by: commandUser(), now: systemClock() });
  try {
    const left = await prisma.apiToken.findMany({
      where: { name: TOKEN_NAME, createdBy: "command", revokedAt: null },
      select: { id: true },
    });
    for (const { id } of left) await revokeToken(deed(), id);
    const grants = [{ role: "agent", vhost: null, exchanges: null }] as const;
    const { id, token } = await issueToken(deed(), { name: TOKEN_NAME, grants, days: 365 });
    const desk = new ComplaintDesk({ url: addressOf(env), token, logger, pace: 1 });
    desk.start();
    return {
      close: async () => {
        await desk.stop();
        await revokeToken(deed(), id).catch(() => {});
        await prisma.$disconnect();
      },
    };
  } catch (error) {
    await prisma.$disconnect();
    throw error;
  }
}

/** Where the web process of this machine listens. */
function addressOf({ host, port }: Pick<Env, "host" | "port">): string {
  const name =
    host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
