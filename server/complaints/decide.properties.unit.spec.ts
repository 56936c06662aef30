import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkEvent } from "./check-event";
import { type Complaint, evolve, initialState, replay } from "./complaint";
import { allowedCommands, type ComplaintCommand } from "./complaint-commands";
import { ComplaintError } from "./complaint-error";
import type { ComplaintEvent } from "./complaint-events";
import { decide } from "./decide";
import { LANGUAGES, PRIORITIES } from "./event-fields";
import { ACTIONS } from "./testing/decider";

const word = fc.constantFrom("agent-1", "agent-2", "Zoë", "x".repeat(200));
const prose = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }).filter((it) => !it.includes("\0"));
const compensationId = fc.constantFrom("k-1", "k-2", "k-3");
const eventId = fc.constantFrom("e-1", "e-2");

const command: fc.Arbitrary<ComplaintCommand> = fc.oneof(
  fc.record({
    type: fc.constant("create" as const),
    userId: word,
    title: prose,
    description: prose,
    priority: fc.constantFrom(...PRIORITIES),
    category: prose,
    customer: fc.option(
      fc.record({ language: fc.constantFrom(...LANGUAGES), name: prose }, { requiredKeys: [] }),
      { nil: undefined },
    ),
  }),
  fc.record({ type: fc.constantFrom("assign" as const, "reassign" as const), assignedTo: word }),
  fc.record({ type: fc.constant("process" as const), resolution: fc.option(prose, { nil: undefined }) }),
  fc.record({ type: fc.constant("close" as const) }),
  fc.record({ type: fc.constant("comment" as const), commentId: word, text: prose }),
  fc.record({ type: fc.constant("reopen" as const), reason: prose }),
  fc.record({ type: fc.constant("changePriority" as const), priority: fc.constantFrom(...PRIORITIES) }),
  fc.record({
    type: fc.constant("requireCompensation" as const),
    compensationId,
    reason: prose,
    causedBy: fc.option(eventId.map((it) => ({ eventId: it, eventType: "NOTIFICATION_FAILED" }))),
    actions: fc.constant(ACTIONS),
  }),
  fc.record({
    type: fc.constant("recordCompensated" as const),
    compensationId,
    outcomes: fc.subarray(
      ACTIONS.map(({ order, service, action }) => ({ order, service, action, eventId: "e" })),
    ),
  }),
  fc.record({
    type: fc.constant("recordCompensationFailed" as const),
    compensationId,
    order: fc.constant(1),
    service: fc.constant("notification-service"),
    action: fc.constant("CANCEL_NOTIFICATION"),
    reason: prose,
  }),
);

const decision = { complaintId: "c-1", by: "agent-1", at: "2026-11-21T12:00:00.000Z" };

/** Gives one command after the other to a complaint; what is refused changes nothing. */
function run(commands: readonly ComplaintCommand[], seen: (step: Step) => void = () => {}) {
  let state: Complaint = initialState;
  const history: ComplaintEvent[] = [];
  for (const asked of [{ ...FIRST }, ...commands]) {
    let events: ComplaintEvent[] = [];
    let refusal: unknown = null;
    try {
      events = decide(asked, state, decision);
    } catch (error) {
      refusal = error;
    }
    const before = state;
    for (const event of events) state = evolve(state, event);
    history.push(...events);
    seen({ asked, before, after: state, events, refusal });
  }
  return { state, history };
}

interface Step {
  asked: ComplaintCommand;
  before: Complaint;
  after: Complaint;
  events: ComplaintEvent[];
  refusal: unknown;
}

const FIRST: ComplaintCommand = {
  type: "create",
  userId: "user-1",
  title: "t",
  description: "d",
  priority: "LOW",
  category: "c",
};

describe("any sequence of commands", () => {
  const commands = fc.array(command, { maxLength: 30 });

  it("leaves a state that equals the replay of its events", () => {
    fc.assert(
      fc.property(commands, (all) => {
        const { state, history } = run(all);
        expect(replay(history)).toEqual(state);
      }),
    );
  });

  it("is answered by events, or by a named business error and nothing else", () => {
    fc.assert(
      fc.property(commands, (all) => {
        run(all, ({ refusal }) => expect(refusal === null || refusal instanceof ComplaintError).toBe(true));
      }),
    );
  });

  it("changes nothing when a command is given a second time and asks for what is so", () => {
    fc.assert(
      fc.property(commands, (all) => {
        run(all, ({ asked, after }) => {
          if (!["assign", "reassign", "process", "close", "changePriority"].includes(asked.type)) return;
          let again: ComplaintEvent[] = [];
          try {
            again = decide(asked, after, decision);
          } catch {
            return;
          }
          expect(again).toEqual([]);
        });
      }),
    );
  });

  it("is refused exactly where the table of what is allowed says so", () => {
    fc.assert(
      fc.property(commands, (all) => {
        run(all, ({ asked, before, events, refusal }) => {
          if (before.status === null || asked.type.startsWith("record")) return;
          const allowed: readonly string[] = allowedCommands(
            before.status,
            before.compensation?.state === "running",
          );
          if (events.length > 0) expect(allowed).toContain(asked.type);
          if (refusal !== null) expect(allowed).not.toContain(asked.type);
        });
      }),
    );
  });

  it("makes events that meet their schemas, and no two compensations at a time", () => {
    fc.assert(
      fc.property(commands, (all) => {
        run(all, ({ events, before }) => {
          for (const event of events) {
            expect(() => checkEvent(enveloped(event))).not.toThrow();
            if (event.eventType !== "COMPLAINT_COMPENSATION_REQUIRED") continue;
            expect(before.status !== null && before.compensation?.state).not.toBe("running");
          }
        });
      }),
    );
  });
});

const enveloped = (event: ComplaintEvent) => ({
  ...event,
  eventId: "e-1",
  aggregateId: "c-1",
  aggregateType: "Complaint",
  metadata: { timestamp: decision.at, version: 1, correlationId: "r-1" },
});
