import { z } from "zod";
import type { FieldValue } from "@/server/broker/field-table";

/** Values of headers as somebody gives them: typed as on the wire, each within what its type holds. */

/** A surrogate that stands alone cannot be sent: UTF-8 has no bytes for it. With the u flag, pairs are characters. */
export const isWellFormed = (text: string): boolean => !/\p{Cs}/u.test(text);

const whole = (min: number, max: number) =>
  z
    .number({ error: "is not a number" })
    .int("is not a whole number")
    .min(min, `is less than ${min.toLocaleString("en")}`)
    .max(max, `is more than ${max.toLocaleString("en")}`);

const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };
const int64 = z.union([
  z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
  z
    .string()
    .regex(/^(0|-?[1-9]\d{0,18})$/, "is not a whole number")
    .refine((text) => BigInt(text) >= INT64.least && BigInt(text) <= INT64.most, "does not fit 64 bits"),
]);
const real = z.union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])], { error: "is not a number" });

/** Digits with at most 255 places behind the point, together no more than 32 bits. */
const decimal = z
  .string()
  .regex(/^\d{1,10}(\.\d{1,255})?$/, "is not a decimal number without a sign")
  .refine((text) => BigInt(text.replace(".", "")) < 2n ** 32n, "has more digits than 32 bits hold");

const timestamp = z.union(
  [
    z.iso.datetime({ offset: true }),
    z
      .string()
      .regex(/^\d{1,20}$/)
      .refine((text) => BigInt(text) < 2n ** 64n),
  ],
  { error: "is not a moment in ISO 8601, for example 2026-03-01T09:30:00Z" },
);

const text = z
  .string({ error: "is not text" })
  .max(65_536, "is longer than 65,536 characters")
  .refine(isWellFormed, "is not well-formed Unicode");

/** AMQP: a short text. */
export const headerName = z
  .string()
  .min(1, "is empty")
  .refine(isWellFormed, "is not well-formed Unicode")
  .refine((value) => Buffer.byteLength(value) <= 255, "is longer than 255 bytes");

const scalars = [
  z.strictObject({ type: z.literal("boolean"), value: z.boolean({ error: "is neither true nor false" }) }),
  z.strictObject({ type: z.literal("int8"), value: whole(-128, 127) }),
  z.strictObject({ type: z.literal("uint8"), value: whole(0, 255) }),
  z.strictObject({ type: z.literal("int16"), value: whole(-32_768, 32_767) }),
  z.strictObject({ type: z.literal("uint16"), value: whole(0, 65_535) }),
  z.strictObject({ type: z.literal("int32"), value: whole(-(2 ** 31), 2 ** 31 - 1) }),
  z.strictObject({ type: z.literal("uint32"), value: whole(0, 2 ** 32 - 1) }),
  z.strictObject({ type: z.literal("int64"), value: int64 }),
  z.strictObject({ type: z.literal("float"), value: real }),
  z.strictObject({ type: z.literal("double"), value: real }),
  z.strictObject({ type: z.literal("decimal"), value: decimal }),
  z.strictObject({ type: z.literal("text"), value: text }),
  z.strictObject({
    type: z.literal("bytes"),
    value: z.base64({ error: "is not base64" }).max(90_000, "is longer than 65,536 bytes"),
  }),
  z.strictObject({ type: z.literal("timestamp"), value: timestamp }),
  z.strictObject({ type: z.literal("null"), value: z.null() }),
] as const;

/** Tables and lists within each other; nobody writes more by hand, and checking has an end. */
const MOST_LEVELS = 5;
const MOST_MEMBERS = 200;

function valueWithin(levels: number): z.ZodType<FieldValue> {
  if (levels === 0) return z.discriminatedUnion("type", [...scalars]);
  const inner = valueWithin(levels - 1);
  return z.discriminatedUnion("type", [
    ...scalars,
    z.strictObject({ type: z.literal("array"), value: z.array(inner).max(MOST_MEMBERS) }),
    z.strictObject({
      type: z.literal("table"),
      value: z.array(z.strictObject({ name: headerName, value: inner })).max(MOST_MEMBERS),
    }),
  ]);
}

/** `{ type, value }`; see server/broker/field-table.ts. */
export const fieldValue: z.ZodType<FieldValue> = valueWithin(MOST_LEVELS).meta({
  description:
    "A typed value: { type, value }. type: boolean, int8, uint8, int16, uint16, int32, uint32, int64 (beyond 2^53 as decimal text), float, double, decimal (text), text, bytes (base64), timestamp (ISO 8601), null, array (of typed values), table (of { name, value }).",
});
