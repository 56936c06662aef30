import { headerSlice, int32Value, textValue } from "@/server/broker/edit-raw-properties";
import { HEADERS } from "@/server/broker/redrive-names";

/** What the headers of a redriven message say of the redrive. */
export interface Mark {
  redriveId: string;
  ordinal: number;
  attempt: number;
  /** The queue that is to get it; null where it is published to an exchange. */
  target: string | null;
  /** Where it was published before it died; null where that is not known. */
  originExchange: string | null;
}

/** Marks of different places that are kept made. */
const MOST_KEPT = 1_000;
/** The last thing in a mark: ordinal and attempt, each in the last four bytes of its header. */
const NUMBERS = Buffer.concat([
  headerSlice(HEADERS.message, int32Value(0)).bytes,
  headerSlice(HEADERS.attempt, int32Value(0)).bytes,
]);
const ORDINAL_AT = headerSlice(HEADERS.message, int32Value(0)).bytes.length - 4;

const made = new Map<string, Buffer>();

/** The headers of a mark as they stand in a table. All but the numbers is the same for thousands of messages. */
export function markBytes({ redriveId, ordinal, attempt, target, originExchange }: Mark): Buffer {
  const key = JSON.stringify([redriveId, target, originExchange]);
  let same = made.get(key);
  if (!same) {
    if (made.size >= MOST_KEPT) made.clear();
    same = Buffer.concat([
      headerSlice(HEADERS.redrive, textValue(redriveId)).bytes,
      ...(target === null ? [] : [headerSlice(HEADERS.target, textValue(target)).bytes]),
      ...(originExchange === null ? [] : [headerSlice(HEADERS.exchange, textValue(originExchange)).bytes]),
      NUMBERS,
    ]);
    made.set(key, same);
  }
  const mark = Buffer.allocUnsafe(same.length);
  same.copy(mark);
  mark.writeInt32BE(ordinal, same.length - NUMBERS.length + ORDINAL_AT);
  mark.writeInt32BE(attempt, same.length - 4);
  return mark;
}
