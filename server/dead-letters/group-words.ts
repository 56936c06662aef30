/** What cause groups can be put in the order of. */
export const GROUP_SORTS = ["waiting", "recent", "growing", "oldest"] as const;
export type GroupSort = (typeof GROUP_SORTS)[number];
