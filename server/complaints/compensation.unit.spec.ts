import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextAction, planCompensation } from "./compensation";
import type { CompensationAction } from "./event-fields";

const action = (order: number): CompensationAction => ({
  service: "audit-service",
  action: `a-${order}`,
  parameters: {},
  order,
});

describe("the next action", () => {
  it("is the first that comes after what is done, whatever order they are listed in", () => {
    const orders = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(orders, (given) => {
        const actions = given.map(action);
        const done: number[] = [];
        for (let next = nextAction(actions, 0); next; next = nextAction(actions, next.order)) {
          done.push(next.order);
        }
        expect(done).toEqual([...given].sort((a, b) => a - b));
      }),
    );
  });

  it("is none where all are done, or where there are none", () => {
    expect(nextAction([action(1), action(2)], 2)).toBeNull();
    expect(nextAction([], 0)).toBeNull();
  });
});

describe("the plan", () => {
  it("for a notification that failed cancels that one, then marks what nobody was told", () => {
    const plan = planCompensation({
      kind: "notification-failed",
      complaintId: "c-1",
      notificationId: "n-1",
      failure: { eventId: "f-1", eventType: "NOTIFICATION_FAILED" },
      eventId: "e-1",
    });
    expect(plan.map(({ service, action, order }) => [order, service, action])).toEqual([
      [1, "notification-service", "CANCEL_NOTIFICATION"],
      [2, "audit-service", "MARK_COMPENSATED"],
    ]);
    expect(plan[0]?.parameters).toEqual({ complaintId: "c-1", notificationId: "n-1" });
    expect(plan[1]?.parameters).toEqual({ complaintId: "c-1", eventIds: ["e-1", "f-1"] });
  });

  it("by hand corrects what was told, then marks what was wrong", () => {
    const plan = planCompensation({
      kind: "by-hand",
      complaintId: "c-1",
      reason: "Wrong name.",
      eventIds: ["e-1", "e-2"],
    });
    expect(plan.map(({ action }) => action)).toEqual(["CORRECT_NOTIFICATIONS", "MARK_COMPENSATED"]);
    expect(plan[1]?.parameters).toEqual({ complaintId: "c-1", eventIds: ["e-1", "e-2"] });
  });
});
