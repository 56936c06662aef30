import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { composeMail } from "./compose-mail";

const NAMES = [
  "auto-submitted",
  "content-language",
  "content-type",
  "date",
  "from",
  "message-id",
  "mime-version",
  "subject",
  "to",
  "x-correlation-id",
];

/** Text with whatever ends a line, and what somebody would put behind it. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("\r\n", "\n", "\r", "\u2028", "\0", ": ", "Bcc: eve@example.com", "\r\n\r\n"),
      fc.string(),
    ),
    {
      maxLength: 6,
    },
  )
  .map((parts) => parts.join(""));

async function headersOf(subject: string, closing: string, correlation: string): Promise<string[]> {
  const raw = await composeMail({
    from: "service@example.com",
    to: "ann@example.com",
    messageId: "<1@example.com>",
    at: new Date(0),
    correlation: { header: "X-Correlation-Id", id: correlation },
    text: { subject, greeting: "Hello", paragraphs: [], facts: [], closing },
    language: "en",
  });
  const { headers } = await PostalMime.parse(raw);
  return headers.map(({ key }) => key);
}

describe("the head of a mail", () => {
  it("has the same headers, once each, whatever stands in the texts", async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (subject, closing, correlation) => {
        const keys = await headersOf(`A ${subject}`, closing, `c${correlation}`);
        expect(keys.sort()).toEqual(NAMES);
      }),
    );
  });
});
