import { expect, it } from "vitest";
import { isDemoDeadLetterQueue } from "./demo-queues";
import { SHOP } from "./shop";

it("are the queues that somebody has to look into, of each system whose consumers give up", () => {
  const queues = SHOP.flatMap((system) => system.queues.map(({ name }) => name)).filter(
    isDemoDeadLetterQueue,
  );
  expect(queues.sort()).toEqual([
    "domain_events.dlq",
    "helpdesk.complaints.events.dlq",
    "market.events.dlq",
    "shop.commands.dlq",
    "wholesale.dlq",
  ]);
});
