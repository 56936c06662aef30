/** Headers that a redrive adds to a message, by which it is known again. None begins with `x-`: a headers exchange looks past those. */
export const REDRIVE_HEADERS = {
  /** Id of the redrive. */
  redrive: "sillage-redrive",
  /** The place of the message in it, from 1. */
  message: "sillage-redrive-message",
  /** How often this redrive has sent it, from 1. */
  attempt: "sillage-redrive-attempt",
  /** Queue that it is for. */
  target: "sillage-target",
} as const;

/** Which message of which redrive a message says that it is. Anybody can write that: look whether it is so. */
export interface RedriveClaim {
  redriveId: string;
  ordinal: number;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LARGEST_ORDINAL = 2 ** 31 - 1;

export function redriveClaim(headers: Readonly<Record<string, unknown>>): RedriveClaim | null {
  const redriveId = headers[REDRIVE_HEADERS.redrive];
  const ordinal = Number(headers[REDRIVE_HEADERS.message]);
  if (typeof redriveId !== "string" || !UUID.test(redriveId)) return null;
  return Number.isInteger(ordinal) && ordinal > 0 && ordinal <= LARGEST_ORDINAL
    ? { redriveId, ordinal }
    : null;
}
