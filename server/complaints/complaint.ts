import type { ComplaintEvent } from "./complaint-events";
import type { Cause, CompensationAction, ComplaintStatus, CustomerContact, Priority } from "./event-fields";

/** A complaint as its commands see it, made of its events alone. Pure: no I/O, no clock, no random. */
export type Complaint = NoComplaint | ExistingComplaint;

/** Before it was filed. */
export interface NoComplaint {
  status: null;
}

export interface ExistingComplaint {
  status: ComplaintStatus;
  complaintId: string;
  userId: string;
  title: string;
  description: string;
  priority: Priority;
  category: string;
  customer: CustomerContact | null;
  assignedTo: string | null;
  resolution: string | null;
  /** The last one; null when there was none. */
  compensation: Compensation | null;
  /** Events for which a compensation was required. */
  causes: readonly string[];
}

export interface Compensation {
  compensationId: string;
  /** failed: it needs a person. */
  state: "running" | "done" | "failed";
  causedBy: Cause | null;
  actions: readonly CompensationAction[];
}

export const initialState: NoComplaint = { status: null };

/** The complaint after one event more. @throws TypeError for an event that cannot follow: the stream is broken */
export function evolve(state: Complaint, event: ComplaintEvent): Complaint {
  if (event.eventType === "COMPLAINT_CREATED") {
    const { createdAt: _, customer, ...what } = event.eventData;
    return {
      ...what,
      status: "OPEN",
      customer: customer ?? null,
      assignedTo: null,
      resolution: null,
      compensation: null,
      causes: [],
    };
  }
  if (state.status === null) throw new TypeError(`${event.eventType} before COMPLAINT_CREATED`);
  switch (event.eventType) {
    case "COMPLAINT_ASSIGNED":
      return { ...state, status: "ASSIGNED", assignedTo: event.eventData.assignedTo };
    case "COMPLAINT_REASSIGNED":
      return { ...state, assignedTo: event.eventData.assignedTo };
    case "COMPLAINT_PROCESSED": {
      const { status, resolution } = event.eventData;
      return { ...state, status, resolution: resolution ?? state.resolution };
    }
    case "COMPLAINT_CLOSED":
      return { ...state, status: "CLOSED" };
    case "COMPLAINT_REOPENED":
      return { ...state, status: event.eventData.status, resolution: null };
    case "COMPLAINT_COMMENTED":
      return state;
    case "COMPLAINT_PRIORITY_CHANGED":
      return { ...state, priority: event.eventData.priority };
    case "COMPLAINT_COMPENSATION_REQUIRED": {
      const { compensationId, causedBy, actions } = event.eventData;
      return {
        ...state,
        compensation: { compensationId, state: "running", causedBy, actions },
        causes: causedBy ? [...state.causes, causedBy.eventId] : state.causes,
      };
    }
    case "COMPLAINT_COMPENSATED":
      return { ...state, compensation: ended(state.compensation, "done") };
    case "COMPLAINT_COMPENSATION_FAILED":
      return { ...state, compensation: ended(state.compensation, "failed") };
    default:
      return event satisfies never;
  }
}

/** The complaint after all these events. */
export const replay = (events: Iterable<ComplaintEvent>): Complaint => {
  let state: Complaint = initialState;
  for (const event of events) state = evolve(state, event);
  return state;
};

function ended(compensation: Compensation | null, state: "done" | "failed"): Compensation | null {
  return compensation && { ...compensation, state };
}
