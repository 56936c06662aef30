import { HEADERS } from "@/server/broker/redrive-names";

/** Which message of which redrive a message says that it is. Anybody can write that: look whether it is so. */
export interface RedriveClaim {
  redriveId: string;
  ordinal: number;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LARGEST_ORDINAL = 2 ** 31 - 1;

export function redriveClaim(headers: Readonly<Record<string, unknown>>): RedriveClaim | null {
  const redriveId = headers[HEADERS.redrive];
  const ordinal = Number(headers[HEADERS.message]);
  if (typeof redriveId !== "string" || !UUID.test(redriveId)) return null;
  return Number.isInteger(ordinal) && ordinal > 0 && ordinal <= LARGEST_ORDINAL
    ? { redriveId, ordinal }
    : null;
}
