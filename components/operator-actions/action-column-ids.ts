/** Columns that the record of actions can show. */
export const ACTION_COLUMNS = ["time", "who", "action", "target", "outcome", "from", "reason"] as const;
export type ActionColumnId = (typeof ACTION_COLUMNS)[number];
