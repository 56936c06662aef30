import { describe, expect, it } from "vitest";
import { initialState } from "./complaint";
import type { CommandType, ComplaintCommand } from "./complaint-commands";
import { ComplaintError } from "./complaint-error";
import type { ComplaintEvent } from "./complaint-events";
import { decide } from "./decide";
import { type ComplaintStatus, STATUSES } from "./event-fields";
import {
  ACTIONS,
  assigned,
  compensated,
  compensationFailed,
  created,
  failure,
  given,
  ID,
  NOW,
  required,
  resolved,
  WAYS,
} from "./testing/decider";

const BY = "agent-2";

/** One command of each type that asks for something new. */
const COMMANDS: { [Type in CommandType]: Extract<ComplaintCommand, { type: Type }> } = {
  create: {
    type: "create",
    userId: "user-1",
    title: "Broken",
    description: "It came in two parts.",
    priority: "HIGH",
    category: "delivery",
  },
  assign: { type: "assign", assignedTo: "agent-9" },
  reassign: { type: "reassign", assignedTo: "agent-9" },
  process: { type: "process", resolution: "Money back." },
  close: { type: "close" },
  comment: { type: "comment", commentId: "n-1", text: "Called twice." },
  reopen: { type: "reopen", reason: "It broke again." },
  changePriority: { type: "changePriority", priority: "CRITICAL" },
  requireCompensation: {
    type: "requireCompensation",
    compensationId: "k-2",
    reason: "Told the wrong thing.",
    causedBy: null,
    actions: ACTIONS,
  },
  recordCompensated: {
    type: "recordCompensated",
    compensationId: "k-1",
    outcomes: ACTIONS.map(({ order, service, action }) => ({
      order,
      service,
      action,
      eventId: `e-${order}`,
    })),
  },
  recordCompensationFailed: {
    type: "recordCompensationFailed",
    compensationId: "k-1",
    order: 1,
    service: "notification-service",
    action: "CANCEL_NOTIFICATION",
    reason: "It is unknown.",
  },
};

/** What each command leads to where it is allowed. */
const EVENTS: { [Type in CommandType]: (status: ComplaintStatus) => ComplaintEvent } = {
  create: () => {
    throw new Error("a complaint is filed once");
  },
  assign: () => ({
    eventType: "COMPLAINT_ASSIGNED",
    eventData: { complaintId: ID, assignedTo: "agent-9", assignedBy: BY, assignedAt: NOW },
  }),
  reassign: () => ({
    eventType: "COMPLAINT_REASSIGNED",
    eventData: {
      complaintId: ID,
      assignedTo: "agent-9",
      previousAssignee: "agent-1",
      reassignedBy: BY,
      reassignedAt: NOW,
    },
  }),
  process: () => ({
    eventType: "COMPLAINT_PROCESSED",
    eventData: {
      complaintId: ID,
      status: "RESOLVED",
      resolution: "Money back.",
      processedBy: BY,
      processedAt: NOW,
    },
  }),
  close: () => ({
    eventType: "COMPLAINT_CLOSED",
    eventData: { complaintId: ID, closedBy: BY, closedAt: NOW },
  }),
  comment: () => ({
    eventType: "COMPLAINT_COMMENTED",
    eventData: {
      complaintId: ID,
      commentId: "n-1",
      text: "Called twice.",
      commentedBy: BY,
      commentedAt: NOW,
    },
  }),
  reopen: () => ({
    eventType: "COMPLAINT_REOPENED",
    eventData: {
      complaintId: ID,
      reason: "It broke again.",
      status: "ASSIGNED",
      reopenedBy: BY,
      reopenedAt: NOW,
    },
  }),
  changePriority: () => ({
    eventType: "COMPLAINT_PRIORITY_CHANGED",
    eventData: {
      complaintId: ID,
      priority: "CRITICAL",
      previousPriority: "HIGH",
      changedBy: BY,
      changedAt: NOW,
    },
  }),
  requireCompensation: () => ({
    eventType: "COMPLAINT_COMPENSATION_REQUIRED",
    eventData: {
      complaintId: ID,
      compensationId: "k-2",
      reason: "Told the wrong thing.",
      causedBy: null,
      actions: ACTIONS,
      requiredBy: BY,
      requiredAt: NOW,
    },
  }),
  recordCompensated: () => {
    throw new Error("only while a compensation is under way");
  },
  recordCompensationFailed: () => {
    throw new Error("only while a compensation is under way");
  },
};

type Verdict = "event" | "nothing" | "refused";

/** Every command in every status: the specification as a table. */
const TABLE: { [Type in CommandType]: Record<ComplaintStatus, Verdict> } = {
  create: all("refused"),
  assign: { ...all("refused"), OPEN: "event" },
  reassign: { ...all("refused"), ASSIGNED: "event", IN_PROGRESS: "event" },
  process: { ...all("refused"), ASSIGNED: "event", IN_PROGRESS: "event" },
  close: { ...all("refused"), RESOLVED: "event", CLOSED: "nothing" },
  comment: { ...all("event"), CLOSED: "refused" },
  reopen: { ...all("refused"), RESOLVED: "event", CLOSED: "event" },
  changePriority: { ...all("event"), CLOSED: "refused" },
  requireCompensation: all("event"),
  recordCompensated: all("nothing"),
  recordCompensationFailed: all("nothing"),
};

function all(verdict: Verdict): Record<ComplaintStatus, Verdict> {
  return { OPEN: verdict, ASSIGNED: verdict, IN_PROGRESS: verdict, RESOLVED: verdict, CLOSED: verdict };
}

describe.each(STATUSES)("given a complaint that is %s", (status) => {
  for (const type of Object.keys(TABLE) as CommandType[]) {
    const verdict = TABLE[type][status];
    it(`when it is asked to ${type}, then ${verdict === "event" ? "that follows" : verdict}`, () => {
      const asked = given(...WAYS[status]).when(COMMANDS[type]);
      if (verdict === "event") asked.thenEvents(EVENTS[type](status));
      else if (verdict === "nothing") asked.thenNothing();
      else asked.thenRefused(type === "create" ? "already-filed" : "not-allowed-now");
    });
  }
});

describe("given no complaint", () => {
  it("when it is filed, then it is there", () => {
    const { type: _, ...what } = COMMANDS.create;
    given()
      .when({ ...COMMANDS.create, customer: { email: "zoe@example.com", language: "fr" } })
      .thenEvents({
        eventType: "COMPLAINT_CREATED",
        eventData: {
          complaintId: ID,
          ...what,
          createdAt: NOW,
          customer: { email: "zoe@example.com", language: "fr" },
        },
      });
    given()
      .when(COMMANDS.create)
      .thenEvents({
        eventType: "COMPLAINT_CREATED",
        eventData: { complaintId: ID, ...what, createdAt: NOW },
      });
  });

  it.each(Object.values(COMMANDS).filter((it) => it.type !== "create"))(
    "when it is asked to $type, then it is not found",
    (command) => {
      given().when(command).thenRefused("not-filed");
      expect(() => decide(command, initialState, { complaintId: ID, by: BY, at: NOW })).toThrow(
        expect.objectContaining({ code: "NOT_FOUND" }),
      );
    },
  );
});

describe("when what is asked for is already so, then nothing follows", () => {
  it.each(["ASSIGNED", "IN_PROGRESS"] as const)("the same assignee, %s", (status) => {
    given(...WAYS[status])
      .when({ type: "assign", assignedTo: "agent-1" })
      .thenNothing();
    given(...WAYS[status])
      .when({ type: "reassign", assignedTo: "agent-1" })
      .thenNothing();
  });
  it.each(["RESOLVED", "CLOSED"] as const)("but the same assignee of one that is %s is refused", (status) => {
    given(...WAYS[status])
      .when({ type: "assign", assignedTo: "agent-1" })
      .thenRefused("not-allowed-now");
  });
  it("in progress, resolved with the same words, the same priority", () => {
    given(...WAYS.IN_PROGRESS)
      .when({ type: "process" })
      .thenNothing();
    given(...WAYS.RESOLVED)
      .when({ type: "process", resolution: "A new one was sent." })
      .thenNothing();
    given(...WAYS.RESOLVED)
      .when({ type: "process" })
      .thenRefused("not-allowed-now");
    given(...WAYS.CLOSED)
      .when({ type: "changePriority", priority: "HIGH" })
      .thenNothing();
  });
});

describe("processing and reopening", () => {
  it("without a resolution moves to IN_PROGRESS", () => {
    given(...WAYS.ASSIGNED)
      .when({ type: "process" })
      .thenEvents({
        eventType: "COMPLAINT_PROCESSED",
        eventData: { complaintId: ID, status: "IN_PROGRESS", processedBy: BY, processedAt: NOW },
      });
  });

  it("leads to OPEN where nobody is assigned, and forgets the resolution", () => {
    const reopened: ComplaintEvent = {
      eventType: "COMPLAINT_REOPENED",
      eventData: { complaintId: ID, reason: "Again.", status: "OPEN", reopenedBy: BY, reopenedAt: NOW },
    };
    given(created, resolved).when({ type: "reopen", reason: "Again." }).thenEvents(reopened);
    given(created, resolved, reopened).when(COMMANDS.assign).thenEvents(EVENTS.assign("OPEN"));
  });
});

describe("a compensation", () => {
  const again = { ...COMMANDS.requireCompensation, compensationId: "k-3" };

  it("is required once at a time", () => {
    given(created, assigned, required).when(again).thenRefused("compensation-under-way");
    given(created, required, compensated)
      .when(COMMANDS.requireCompensation)
      .thenEvents(EVENTS.requireCompensation("OPEN"));
    given(created, required, compensationFailed)
      .when(COMMANDS.requireCompensation)
      .thenEvents(EVENTS.requireCompensation("OPEN"));
  });

  it("is required once for one event, and once under one id", () => {
    const forSame = { ...again, causedBy: failure };
    given(created, required).when(forSame).thenNothing();
    given(created, required, compensated).when(forSame).thenNothing();
    given(created, required)
      .when({ ...again, compensationId: "k-1" })
      .thenNothing();
  });

  it("is recorded as done with the last of its outcomes, once", () => {
    const { type: _, ...what } = COMMANDS.recordCompensated;
    const first = { ...COMMANDS.recordCompensated, outcomes: what.outcomes.slice(0, 1) };
    given(created, required).when(first).thenNothing();
    given(created, required)
      .when(COMMANDS.recordCompensated)
      .thenEvents({
        eventType: "COMPLAINT_COMPENSATED",
        eventData: { complaintId: ID, ...what, compensatedAt: NOW },
      });
    given(created, required, compensated).when(COMMANDS.recordCompensated).thenNothing();
    given(created, required)
      .when({ ...COMMANDS.recordCompensated, compensationId: "k-9" })
      .thenNothing();
  });

  it("that failed needs a person, once", () => {
    const { type: _, ...what } = COMMANDS.recordCompensationFailed;
    given(created, required)
      .when(COMMANDS.recordCompensationFailed)
      .thenEvents({
        eventType: "COMPLAINT_COMPENSATION_FAILED",
        eventData: { complaintId: ID, ...what, failedAt: NOW },
      });
    given(created, required, compensationFailed).when(COMMANDS.recordCompensationFailed).thenNothing();
  });

  it("leaves the status as it is, and all that it allows", () => {
    given(...WAYS.RESOLVED, required)
      .when(COMMANDS.close)
      .thenEvents(EVENTS.close("RESOLVED"));
  });
});

describe("a refusal", () => {
  it("names the status and what is allowed now", () => {
    const refused = () =>
      decide(COMMANDS.close, { ...initialState, ...stateOf("OPEN") }, { complaintId: ID, by: BY, at: NOW });
    expect(refused).toThrow(ComplaintError);
    expect(refused).toThrow(
      "A complaint that is OPEN does not allow close; it allows assign, comment, changePriority, requireCompensation.",
    );
  });
});

function stateOf(status: ComplaintStatus) {
  return {
    status,
    complaintId: ID,
    userId: "u",
    title: "t",
    description: "d",
    priority: "LOW" as const,
    category: "c",
    customer: null,
    assignedTo: null,
    resolution: null,
    compensation: null,
    causes: [],
  };
}
