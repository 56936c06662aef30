import { openConnection } from "../../server/broker/connection";

/** What somebody who may publish, but means harm, can put into each place that AMQP has. Each tries to run `owned()`. */
export const HOSTILE: readonly string[] = [
  "<script>owned()</script>",
  '"><img src=x onerror="owned()">',
  "<svg/onload=owned()>",
  "javascript:owned()",
  `"];click hx call owned();hx["`,
  `%%{init:{"securityLevel":"loose","htmlLabels":true}}%% click hx href "javascript:owned()"`,
  "\x1b[31m\x1b]0;title\x07\x9b31m\x9d0;title\x9c",
  "\u202egnp.exe\u2066\u200b",
  "../../../../etc/passwd",
  "__proto__",
  "constructor",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what harms, where somebody evaluates it
  "{{constructor.constructor('owned()')()}} ${owned()} {count, plural, one {#}}",
  'line\r\n{"level":"error","message":"forged"}',
  "a\0b",
  "\ud800x\udfff",
];

/** Name of the exchange and the queue that carry the nth of them. RabbitMQ takes line ends out when it declares them. */
export const hostileName = (n: number): string =>
  `hx-${n} ${HOSTILE[n]}`.slice(0, 120).replace(/[\r\n]/g, "");

/** The last one carries everything at once. */
export const EVERYTHING = "hx-everything";
/** Routing key of a message that the database is made to refuse. */
export const REFUSED_KEY = "hx-refused";

const MEGABYTE = "m".repeat(1 << 20);

/** Declares an exchange and a queue for each. */
export async function declareHostile(rabbitmqUrl: string) {
  const connection = await openConnection({ url: rabbitmqUrl }, "e2e <script>owned()</script>");
  const channel = await connection.createConfirmChannel();
  const names = [...HOSTILE.map((_, n) => hostileName(n)), EVERYTHING];
  for (const name of names) {
    await channel.assertExchange(name, "topic", { durable: true });
    await channel.assertQueue(name, { durable: true });
    await channel.bindQueue(name, name, "#");
  }
  const publish = async (exchange: string, key: string, body: Buffer, text: string) => {
    channel.publish(exchange, key, body, {
      persistent: true,
      contentType: "text/html",
      messageId: text.slice(0, 200),
      type: text.slice(0, 200),
      appId: text.slice(0, 200),
      correlationId: text.slice(0, 200),
      headers: {
        [text.slice(0, 120)]: text,
        large: "h".repeat(60_000),
        list: [text, { [text.slice(0, 120)]: text }],
      },
    });
    await channel.waitForConfirms();
  };
  return {
    /** The exchanges, as the broker knows them. */
    names,
    /** One message on each exchange; on the last one with everything in its body, and one that is refused. */
    async publishAll(): Promise<void> {
      for (const [n, text] of HOSTILE.entries()) {
        await publish(hostileName(n), text.slice(0, 200), Buffer.from(JSON.stringify(eventOf(text))), text);
      }
      const all = {
        ...eventOf(HOSTILE[0]!),
        eventData: { ...Object.fromEntries(HOSTILE.map((text) => [text, text])), large: MEGABYTE },
      };
      const polluting = JSON.stringify(all).replace('"large"', '"__proto__":{"polluted":true},"large"');
      await publish(EVERYTHING, HOSTILE.join(" ").slice(0, 120), Buffer.from(polluting), HOSTILE.join(" "));
      await publish(EVERYTHING, "page", Buffer.from("<!doctype html><script>owned()</script>"), HOSTILE[1]!);
      await publish(EVERYTHING, REFUSED_KEY, Buffer.from(polluting), HOSTILE.join(" "));
    },
    close: () => connection.close(),
  };
}

function eventOf(text: string) {
  return {
    eventId: `id ${text}`,
    eventType: text,
    aggregateId: text,
    aggregateType: text,
    eventData: { [text]: text },
    metadata: { timestamp: text, version: text, correlationId: text, causationId: text, userId: text },
  };
}
