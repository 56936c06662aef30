import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { COMPLAINT_COLUMNS } from "@/components/complaints/complaint-column-ids";
import { QUICK, type StatusChoice } from "@/components/complaints/filter-choices";
import type { ComplaintSummary } from "@/server/complaints/view-schemas";
import { MINE, NOBODY, PRIORITIES, SORTS, STATUSES } from "@/server/complaints/words";

/** What the address of the page of complaints says: the same screen for whoever opens the link. */

export const VIEWS = ["table", "board"] as const;

const STATUS_CHOICES: StatusChoice[] = [...STATUSES, "unfinished"];

export const complaintsParsers = {
  view: parseAsStringLiteral(VIEWS).withDefault("table"),
  quick: parseAsStringLiteral(QUICK).withDefault("all"),
  status: parseAsStringLiteral(STATUS_CHOICES),
  priority: parseAsStringLiteral(PRIORITIES),
  category: parseAsString,
  q: parseAsString,
  sort: parseAsStringLiteral(SORTS).withDefault("-createdAt"),
  cols: parseAsArrayOf(parseAsStringLiteral(COMPLAINT_COLUMNS)),
};

export const loadComplaintsState = createLoader(complaintsParsers);
export type ComplaintsState = Awaited<ReturnType<typeof loadComplaintsState>>;

/** Rows of one page of the table, and cards of one of a column. */
const PAGE_ROWS = 50;
const PAGE_CARDS = 20;

const UNFINISHED = STATUSES.filter((status) => status !== "CLOSED");

/** The filter that an address means. */
export function filterOf({ quick, status, priority, category, q }: ComplaintsState) {
  return {
    ...(quick === "mine" ? { assignedTo: MINE } : quick === "unassigned" ? { assignedTo: NOBODY } : {}),
    ...(quick === "overdue" ? { overdue: true } : {}),
    ...(quick === "failed" ? { compensation: ["failed" as const] } : {}),
    ...(status === null ? {} : { status: status === "unfinished" ? [...UNFINISHED] : [status] }),
    ...(priority === null ? {} : { priority: [priority] }),
    ...(category ? { category } : {}),
    // One letter would match nearly everything.
    ...(q && q.trim().length > 1 ? { q } : {}),
  };
}

/** The question of the table. */
export const tableInputOf = (state: ComplaintsState) => ({
  ...filterOf(state),
  sort: state.sort,
  limit: PAGE_ROWS,
});

/** The question of a column of the board. */
export const columnInputOf = (state: ComplaintsState, status: ComplaintSummary["status"]) => ({
  ...filterOf(state),
  status: [status],
  sort: state.sort,
  limit: PAGE_CARDS,
});
