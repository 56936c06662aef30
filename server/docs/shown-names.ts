import type { Place } from "@/server/access/scope";
import { MASK } from "@/server/masking/mask-tokens";
import { isColumnMasked } from "@/server/masking/masked-columns";
import type { Masker } from "@/server/masking/masker";
import { maskShapes } from "@/server/masking/text-shapes";

/** An event type as it may be shown where it was published. */
export function shownType(masker: Masker, place: Place, type: string): string {
  const judge = masker.judgeOf(place);
  return judge ? maskShapes(type, judge.shapes) : type;
}

/** A producer as it may be shown where it published. */
export function shownProducer(masker: Masker, place: Place, producer: string | null): string | null {
  const judge = masker.judgeOf(place);
  if (!judge || producer === null) return producer;
  return isColumnMasked(judge, "producer") ? MASK : maskShapes(producer, judge.shapes);
}
