import type { Judge } from "@/server/masking/judge";
import { maskBody } from "@/server/masking/mask-body";
import { maskProperties } from "@/server/masking/mask-properties";
import { maskText } from "@/server/masking/mask-text";
import { MASK } from "@/server/masking/mask-tokens";
import {
  type Column,
  isAggregateMasked,
  isColumnMasked,
  typeOfStream,
} from "@/server/masking/masked-columns";
import { type Masker, maskRoutingKey, maskStreamId } from "@/server/masking/masker";
import { maskShapes } from "@/server/masking/text-shapes";
import { placeOf } from "./dead-letter-item";
import type { DeadLetterDetail, DeadLetterItem } from "./dead-letter-schemas";

/** A dead letter of a list, as a reader may see it. */
export function maskDeadLetter(item: DeadLetterItem, masker: Masker): DeadLetterItem {
  const judge = masker.judgeOf(placeOf(item));
  return judge ? maskItem(item, judge) : item;
}

/** The same, opened. */
export function maskDeadLetterDetail(detail: DeadLetterDetail, masker: Masker): DeadLetterDetail {
  const judge = masker.judgeOf(placeOf(detail.item));
  if (!judge) return detail;
  const { count, properties } = maskProperties(detail.properties, judge);
  return {
    ...detail,
    item: maskItem(detail.item, judge),
    deaths: detail.deaths.map((death) => ({
      ...death,
      keys: death.keys.map((key) => maskRoutingKey(key, judge)),
    })),
    properties,
    maskedFields: count,
    body: maskBody(detail.body, detail.properties.contentType, judge),
    chain: detail.chain.map((death) => ({
      ...death,
      errorType: death.errorType && maskShapes(death.errorType, judge.shapes),
    })),
  };
}

/** Whether it, as it stands there, shows its reader something that others see masked. */
export function showsPersonal(detail: DeadLetterDetail, masker: Masker): boolean {
  if (masker.judgeOf(placeOf(detail.item))) return false;
  const { item, body, maskedFields } = maskDeadLetterDetail(detail, masker.forNobody);
  return item.masked !== undefined || body.masked > 0 || body.withheld !== null || maskedFields > 0;
}

/** Whether a line of a list shows its reader something that others see masked. */
export function showsPersonalIn(item: DeadLetterItem, masker: Masker): boolean {
  return masker.seesMore(placeOf(item)) && maskDeadLetter(item, masker.forNobody).masked !== undefined;
}

function maskItem(item: DeadLetterItem, judge: Judge): DeadLetterItem {
  const masked: string[] = [];
  const put = <F extends keyof DeadLetterItem>(field: F, value: DeadLetterItem[F]) => {
    if (value !== item[field]) masked.push(field);
    return { [field]: value } as Pick<DeadLetterItem, F>;
  };
  const shaped = (value: string | null) => value && maskShapes(value, judge.shapes);
  const column = (name: Exclude<Column, "routingKey">, value: string | null) =>
    value && (isColumnMasked(judge, name) ? MASK : shaped(value));
  const { streamId, originKey, routingKey, errorMessage } = item;
  const hidden = streamId !== null && isAggregateMasked(judge, typeOfStream(streamId));
  const result = {
    ...item,
    ...put("originKey", originKey && maskRoutingKey(originKey, judge)),
    ...put("routingKey", maskRoutingKey(routingKey, judge)),
    ...put("errorType", shaped(item.errorType)),
    ...put("errorMessage", errorMessage && maskText(errorMessage, judge)),
    ...put("eventType", shaped(item.eventType)),
    ...put("producer", column("producer", item.producer)),
    ...put("eventId", column("eventId", item.eventId)),
    ...put("correlationId", column("correlationId", item.correlationId)),
    ...put("streamId", streamId && maskStreamId(streamId, hidden, judge)),
  };
  return masked.length > 0 ? { ...result, masked } : item;
}
