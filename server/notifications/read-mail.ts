import PostalMime, { type Address } from "postal-mime";
import type { MailContent } from "./mail-schemas";

/** Longest text that is shown of a mail, in characters. */
const LONGEST_TEXT = 100_000;

/** What is in a mail, for reading: its text, and its headers as they came. */
export async function readMail(raw: Buffer): Promise<MailContent> {
  const mail = await PostalMime.parse(raw);
  return {
    from: mail.from ? written(mail.from) : "",
    to: (mail.to ?? []).map(written),
    subject: mail.subject ?? "",
    messageId: mail.messageId ?? null,
    date: mail.date ?? null,
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
    text: (mail.text ?? "").slice(0, LONGEST_TEXT),
  };
}

const written = ({ name, address }: Address): string =>
  name && address ? `${name} <${address}>` : (address ?? name ?? "");
