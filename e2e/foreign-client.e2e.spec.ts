import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { readTestEnv } from "../server/env";
import { until } from "../server/testing/until";
import { ask } from "./preconditions/person";
import { theApp } from "./the-app";

const { python } = readTestEnv();
const NAME = "pika";

interface SearchAnswer {
  items: { message: { exchange: string; routingKey: string }; event: { aggregateId: string } | null }[];
}

// Where no Python with pika can be had, the TypeScript clients of the other specs must do.
describe.skipIf(!python)("a Python client on brand-new exchanges", () => {
  beforeAll(async () => {
    const script = join(import.meta.dirname, "preconditions", "pika-shop.py");
    await promisify(execFile)(python!, [script, theApp().rabbitmqUrl, NAME]);
  });

  it.each(["topic", "fanout", "headers", "direct"])(
    "is found by the search on a %s exchange",
    async (kind) => {
      const exchange = `${NAME}.${kind}`;
      const items = await until(async () => {
        const answer = await ask(`/api/audit/search?exchange=${exchange}`);
        const { items } = (await answer.json()) as SearchAnswer;
        return items.length > 0 ? items : null;
      });
      expect(items).toHaveLength(1);
      expect(items[0]!.message).toMatchObject({ exchange, routingKey: "bound" });
    },
  );
});
