import type { Pool } from "pg";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Logger } from "@/server/logger";
import type { ServiceStatus } from "@/server/processes/process-status";
import { inboxNumbers } from "./inbox-numbers";
import type { RunOptions } from "./mailbox-run";
import { Mailboxes } from "./mailboxes";
import type { Service } from "./service";
import { ServiceConsumer } from "./service-consumer";

export interface ServicesOptions {
  target: BrokerTarget;
  vhost: string;
  /** Name of this process, unique among workers. */
  owner: string;
  pool: Pool;
  logger: Logger;
  services: readonly Service[];
  onHandled: RunOptions["onHandled"];
}

export interface Services {
  /** Something was written to an inbox by this process: look now. */
  poke(): void;
  status(): Promise<ServiceStatus[]>;
  /** Stops taking, then finishes what is at hand. */
  stop(): Promise<void>;
}

/** Starts our services: from its queue to the inbox, from the inbox to its handler. */
export function startServices({ services, vhost, owner, ...shared }: ServicesOptions): Services {
  const running = services.map((service) => {
    const mailboxes = new Mailboxes({ ...shared, service, owner, random: Math.random });
    const consumer = new ServiceConsumer({
      ...shared,
      vhost,
      service: service.name,
      holder: owner,
      onStored: () => mailboxes.poke(),
    });
    mailboxes.start();
    consumer.start();
    return { name: service.name, mailboxes, consumer };
  });
  return {
    poke: () => {
      for (const { mailboxes } of running) mailboxes.poke();
    },
    status: async () => {
      const numbers = await inboxNumbers(
        shared.pool,
        running.map(({ name }) => name),
      );
      return running.map(({ name, mailboxes, consumer }) => ({
        name,
        ...numbers[name],
        state: consumer.state.state,
        error: consumer.state.error ?? mailboxes.state.error,
        mailboxes: mailboxes.state.held,
      }));
    },
    stop: async () => {
      await Promise.all(running.map(({ consumer }) => consumer.stop()));
      await Promise.all(running.map(({ mailboxes }) => mailboxes.stop()));
    },
  };
}
