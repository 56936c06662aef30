import { describe, expect, it } from "vitest";
import { checkEvent } from "./check-event";
import { EVENT_TYPES } from "./complaint-events";
import { evolveView, foldView } from "./complaint-view";
import { minute, Story, wholeStory } from "./testing/story";
import { complaintView } from "./view-schemas";
import { beginsStatus } from "./view-timeline";

const MINUTE_MS = 60_000;
const viewOf = (story: Story) => foldView(story.events)!;

describe("the stories of these tests", () => {
  it("tell of events that could be published", () => {
    const story = wholeStory();
    for (const type of EVENT_TYPES) story.tell(type, 200);
    for (const event of story.events) expect(checkEvent(event)).toEqual(event);
  });
});

describe("the view of a complaint", () => {
  it("is nothing before the complaint was filed", () => {
    expect(foldView([])).toBeNull();
    expect(
      foldView(new Story().tell("NOTIFICATION_SENT", 0).tell("COMPLAINT_ASSIGNED", 1).events),
    ).toBeNull();
  });

  it("says after all what the specification asks for", () => {
    const view = viewOf(wholeStory());
    expect(view).toMatchObject({
      id: "c-1",
      version: 5,
      userId: "u-1",
      title: "The lamp arrived broken",
      status: "CLOSED",
      priority: "HIGH",
      category: "delivery",
      assignedTo: "agent-1",
      resolution: "A new lamp is on its way.",
      createdAt: minute(0),
      updatedAt: minute(100),
      resolvedAt: minute(90),
      closedAt: minute(100),
      compensation: "none",
    });
    expect(complaintView.parse(JSON.parse(JSON.stringify(view)))).toEqual(view);
  });

  it("is the same whether its events come at once or one by one, and leaves earlier views as they were", () => {
    const { events } = wholeStory();
    let view = foldView(events.slice(0, 1));
    const first = structuredClone(view);
    const beginning = view;
    for (const event of events.slice(1)) view = evolveView(view, event);
    expect(view).toEqual(foldView(events));
    expect(beginning).toEqual(first);
  });

  it("takes no notice of what a newer version says in a stream of another service", () => {
    const story = wholeStory();
    const before = viewOf(story);
    const strange = { ...story.events[1]!, eventId: "e-9", eventType: "NOTIFICATION_READ" };
    const after = evolveView(before, strange as never)!;
    expect({ ...after, auditTrail: [] }).toEqual({ ...before, auditTrail: [] });
    expect(after.auditTrail.at(-1)?.eventType).toBe("NOTIFICATION_READ");
  });
});

describe("the timeline", () => {
  it("says who, when, and how long each status lasted", () => {
    const begun = viewOf(wholeStory()).timeline.filter(beginsStatus);
    expect(begun.map(({ status, at, lastedMs }) => [status, at, lastedMs && lastedMs / MINUTE_MS])).toEqual([
      ["OPEN", minute(0), 10],
      ["ASSIGNED", minute(10), 20],
      ["IN_PROGRESS", minute(30), 60],
      ["RESOLVED", minute(90), 10],
      ["CLOSED", minute(100), null],
    ]);
    expect(begun.every(({ by }) => by === "agent-1")).toBe(true);
  });

  it("keeps a status running through what does not change it", () => {
    const story = new Story()
      .tell("COMPLAINT_CREATED", 0)
      .tell("COMPLAINT_ASSIGNED", 10)
      .tell("COMPLAINT_COMMENTED", 15)
      .tell("COMPLAINT_REASSIGNED", 20)
      .tell("COMPLAINT_PROCESSED", 40, { status: "IN_PROGRESS" })
      .tell("COMPLAINT_PROCESSED", 50, { status: "IN_PROGRESS" });
    const { timeline, assignedTo } = viewOf(story);
    expect(assignedTo).toBe("agent-2");
    expect(timeline.map(({ lastedMs }) => lastedMs && lastedMs / MINUTE_MS)).toEqual([
      10,
      30,
      null,
      null,
      null,
      null,
    ]);
    expect(timeline[2]).toMatchObject({ comment: "Called back.", status: "ASSIGNED", until: null });
    expect(timeline[3]).toMatchObject({ assignedTo: "agent-2", previousAssignee: "agent-1" });
    expect(timeline.slice(4).map(beginsStatus)).toEqual([true, false]);
  });

  it("never says that a status lasted less than no time", () => {
    const story = new Story().tell("COMPLAINT_CREATED", 5).tell("COMPLAINT_ASSIGNED", 4);
    expect(viewOf(story).timeline[0]?.lastedMs).toBe(0);
  });
});

describe("a complaint that is opened again", () => {
  it("is neither resolved nor closed any more; the timeline knows that it was", () => {
    const view = viewOf(wholeStory().tell("COMPLAINT_REOPENED", 200));
    expect(view.status).toBe("ASSIGNED");
    expect(view).not.toHaveProperty("resolution");
    expect(view).not.toHaveProperty("resolvedAt");
    expect(view).not.toHaveProperty("closedAt");
    expect(view.timeline.find(({ resolution }) => resolution)?.resolution).toBe("A new lamp is on its way.");
    expect(view.timeline.at(-1)).toMatchObject({ previousStatus: "CLOSED", reason: "It broke again." });
  });
});

describe("the time to resolve it by", () => {
  it("follows from the priority, counted from when it was filed", () => {
    const story = new Story().tell("COMPLAINT_CREATED", 0);
    expect(viewOf(story).dueAt).toBe(minute(24 * 60));
    expect(viewOf(story.tell("COMPLAINT_PRIORITY_CHANGED", 30)).dueAt).toBe(minute(4 * 60));
  });
});

describe("notifications", () => {
  it("stand once each, as they turned out in the end", () => {
    const story = new Story()
      .tell("COMPLAINT_CREATED", 0)
      .tell("NOTIFICATION_IN_DOUBT", 1)
      .tell("NOTIFICATION_FAILED", 2, { notificationId: "n-2", audience: "administrators" })
      .tell("NOTIFICATION_SENT", 3);
    const { notifications, version } = viewOf(story);
    expect(notifications.map(({ notificationId, state }) => [notificationId, state])).toEqual([
      ["n-1", "sent"],
      ["n-2", "failed"],
    ]);
    expect(notifications[1]).toMatchObject({
      audience: "administrators",
      reason: "The mail server refused it.",
    });
    // They are not of the complaint's own stream.
    expect(version).toBe(1);
  });
});

describe("a compensation", () => {
  const required = () =>
    new Story()
      .tell("COMPLAINT_CREATED", 0)
      .tell("NOTIFICATION_SENT", 1)
      .tell("COMPLAINT_COMPENSATION_REQUIRED", 5);

  it("runs action by action, and corrects mails and marks entries on its way", () => {
    const story = required();
    const states = () => viewOf(story).compensations[0]!.actions.map(({ state }) => state);
    expect(viewOf(story).compensation).toBe("running");
    expect(states()).toEqual(["waiting", "waiting"]);
    story.tell("NOTIFICATION_COMPENSATION", 6);
    expect(states()).toEqual(["done", "waiting"]);
    expect(viewOf(story).notifications[0]?.compensated).toMatchObject({
      how: "corrected",
      compensationId: "x-1",
    });
    story.tell("AUDIT_COMPENSATION", 7);
    expect(states()).toEqual(["done", "done"]);
    const marked = viewOf(story).auditTrail.filter(({ compensated }) => compensated);
    expect(marked.map(({ eventId }) => eventId)).toEqual(["e-2"]);
    story.tell("COMPLAINT_COMPENSATED", 8);
    expect(viewOf(story)).toMatchObject({ compensation: "done", status: "OPEN" });
    expect(viewOf(story).compensations[0]).toMatchObject({ state: "done", endedAt: minute(8) });
  });

  it("that fails says at which action and why, and may be followed by another", () => {
    const story = required()
      .tell("NOTIFICATION_COMPENSATION_FAILED", 6)
      .tell("COMPLAINT_COMPENSATION_FAILED", 7);
    expect(viewOf(story).compensation).toBe("failed");
    expect(viewOf(story).compensations[0]?.actions[0]).toMatchObject({
      state: "failed",
      reason: "The mail server refused it.",
    });
    story.tell("COMPLAINT_COMPENSATION_REQUIRED", 9, { compensationId: "x-2" });
    expect(viewOf(story).compensation).toBe("running");
    expect(viewOf(story).compensations.map(({ state }) => state)).toEqual(["failed", "running"]);
  });
});

describe("the audit trail", () => {
  it("has an entry for every event, with the service that said it", () => {
    const story = wholeStory().tell("AUDIT_COMPENSATION", 101);
    const { auditTrail } = viewOf(story);
    expect(auditTrail.map(({ eventId }) => eventId)).toEqual(story.events.map(({ eventId }) => eventId));
    expect(new Set(auditTrail.map(({ service }) => service))).toEqual(
      new Set(["complaint-service", "notification-service", "audit-service"]),
    );
    expect(auditTrail[1]).toMatchObject({ streamId: "Notification-n-1", correlationId: "corr-1" });
  });
});
