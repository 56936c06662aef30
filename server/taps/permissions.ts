import { EVENT_EXCHANGE } from "@/server/broker/broker-events";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Management } from "@/server/broker/management";
import { TAP_EXCHANGE } from "@/server/broker/plumbing";
import { type BrokerRight, missingRights } from "@/server/broker/rights-probe";
import { errorText, SillageError } from "@/server/errors";

/** A right that we lack, what we cannot do without it, and the command that grants it. */
export interface MissingRight {
  what: string;
  command: string;
}

/** The least that works, tried on a broker: configure, write and read in each observed virtual host. */
export const LEAST_RIGHTS = { configure: "^sillage\\.", write: "^sillage\\.", read: ".*" };
/** The same in the virtual host of `amq.rabbitmq.event`, when that is not observed itself. */
export const EVENT_RIGHTS = {
  configure: "^sillage\\.",
  write: "^sillage\\.",
  read: "^(sillage\\.|amq\\.rabbitmq\\.event$)",
};

const BLIND =
  "Exchanges cannot be listed, and we bind none of them, because binding blindly could change the routing. " +
  `What you bind to the exchange ${TAP_EXCHANGE} yourself is recorded.`;

/** Says what a broker does not grant us in a virtual host. Empty when everything works. */
export async function checkRights(
  target: BrokerTarget,
  management: Management,
  vhost: string,
): Promise<MissingRight[]> {
  const user = decodeURIComponent(new URL(target.url).username) || "guest";
  const amqp = await missingRights(target, vhost);
  const missing = amqp.map((right) => brokerRight(right, user, vhost));
  if (amqp.includes("login")) return missing;
  return [
    ...missing,
    ...(await managementRights(management, user, vhost)),
    ...(await eventRights(target, user)),
  ];
}

function brokerRight(right: BrokerRight, user: string, vhost: string): MissingRight {
  if (right === "login") {
    return {
      what: "The broker refuses our user or its password: nothing can be observed.",
      command: `rabbitmqctl change_password ${shell(user)}`,
    };
  }
  const what: Record<Exclude<BrokerRight, "login">, string> = {
    vhost: `Our user may not enter the virtual host ${JSON.stringify(vhost)}: nothing in it can be observed.`,
    configure: "Our user may not declare our queue and exchange: nothing can be observed.",
    write: "Our user may not bind our own queue: nothing can be observed.",
    read: "Our user may not read some exchanges: they cannot be observed.",
  };
  return { what: what[right], command: setPermissions(user, vhost, LEAST_RIGHTS) };
}

async function managementRights(
  management: Management,
  user: string,
  vhost: string,
): Promise<MissingRight[]> {
  try {
    await management.exchanges(vhost);
  } catch (error) {
    if (!(error instanceof SillageError)) throw error;
    if (error.code !== "FORBIDDEN") {
      return [
        {
          what: `${error.message} ${BLIND}`,
          command: "rabbitmq-plugins enable rabbitmq_management",
        },
      ];
    }
    const reason = String(error.details?.reason ?? "");
    if (reason.includes("virtual host")) return [];
    return [
      {
        what: `The management API does not let our user in. ${BLIND}`,
        command: setMonitoringTag(user),
      },
    ];
  }
  try {
    await management.nodes();
    return [];
  } catch (error) {
    if (!(error instanceof SillageError && error.code === "FORBIDDEN")) return [];
    return [
      {
        what: "Without the tag monitoring a restart of the broker is recognised only when its counters go backwards.",
        command: setMonitoringTag(user),
      },
    ];
  }
}

async function eventRights(target: BrokerTarget, user: string): Promise<MissingRight[]> {
  const what =
    "Without the broker's own events, changes are noticed by asking every 5 seconds: what is published on a new exchange before that is not seen.";
  try {
    const rights = await missingRights(target, "/", EVENT_EXCHANGE);
    return rights.length === 0 ? [] : [{ what, command: setPermissions(user, "/", EVENT_RIGHTS) }];
  } catch (error) {
    if (!errorText(error).includes("NOT_FOUND")) throw error;
    return [{ what, command: "rabbitmq-plugins enable rabbitmq_event_exchange" }];
  }
}

/** The command that grants rights in a virtual host. */
export function setPermissions(user: string, vhost: string, rights: typeof LEAST_RIGHTS): string {
  const { configure, write, read } = rights;
  return `rabbitmqctl set_permissions -p ${[vhost, user, configure, write, read].map(shell).join(" ")}`;
}

/** The command that lets a user read the management API, statistics of others included. */
export const setMonitoringTag = (user: string): string =>
  `rabbitmqctl set_user_tags ${shell(user)} monitoring`;

/** Quoted for a POSIX shell where it needs to be. */
function shell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
