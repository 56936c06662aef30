/** Columns that the list of complaints can show. */
export const COMPLAINT_COLUMNS = [
  "priority",
  "complaint",
  "status",
  "assignedTo",
  "due",
  "category",
  "userId",
  "createdAt",
  "updatedAt",
  "id",
] as const;
export type ComplaintColumnId = (typeof COMPLAINT_COLUMNS)[number];
