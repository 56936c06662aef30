import type { Priority } from "./words";

const HOUR_MS = 3_600_000;

/** Hours from when a complaint was filed to when it is to be resolved. */
export const TARGET_HOURS: Record<Priority, number> = { LOW: 168, MEDIUM: 72, HIGH: 24, CRITICAL: 4 };

/** When a complaint of this priority, filed at `createdAt` (ISO 8601), is to be resolved. */
export function dueAt(createdAt: string, priority: Priority): string {
  return new Date(Date.parse(createdAt) + TARGET_HOURS[priority] * HOUR_MS).toISOString();
}
