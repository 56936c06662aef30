import { z } from "zod";

/** From the first moment of the year 1 up to the last one of 9999, UTC: PostgreSQL reads no other as ISO 8601 text. */
const FIRST = Date.parse("0001-01-01T00:00:00Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

/** A moment that somebody asks by, as a Date. Its offset must not carry it out of the years that can be asked for. */
export const moment = (about: string) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: "is not a moment in ISO 8601, for example 2026-03-01T09:30:00Z",
    })
    .refine((text) => {
      const at = Date.parse(text);
      return at >= FIRST && at <= LAST;
    }, "is not within the years 1 to 9999, UTC")
    .transform((value) => new Date(value))
    .meta({ description: about });
