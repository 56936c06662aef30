import { type BrokerTarget, vhostOf } from "@/server/broker/connection";
import { createManagement, type Management, managementUrl } from "@/server/broker/management";
import type { Env } from "@/server/env";
import { SillageError } from "@/server/errors";

/** The broker that a command is about, from the same settings that the worker reads. */
export function brokerOf({ rabbitmq, vhosts }: Env): {
  target: BrokerTarget;
  management: Management;
  vhosts: string[];
} {
  if (!rabbitmq.url) {
    throw new SillageError(
      "CONFIGURATION",
      "RABBITMQ_URL is not set: say which broker, for example the one that `npm start` printed.",
    );
  }
  const target = { ...rabbitmq, url: rabbitmq.url };
  return {
    target,
    management: createManagement({ ...target, url: managementUrl(target.url, rabbitmq.managementUrl) }),
    vhosts: [...new Set([vhostOf(rabbitmq.url), ...vhosts])],
  };
}

/** Text from a broker, made harmless for a terminal: control and formatting characters may move the cursor or lie. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "\uFFFD");
}
