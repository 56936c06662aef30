import MailComposer from "nodemailer/lib/mail-composer";
import type { MailText } from "./templates";

export interface MailToCompose {
  from: string;
  to: string;
  messageId: string;
  at: Date;
  /** Header and value that say what belongs together. */
  correlation: { header: string; id: string };
  text: MailText;
  language: string;
}

/** A mail as it is handed to a mail server: plain text and HTML that say the same. Every value is only ever text in it. */
export async function composeMail(mail: MailToCompose): Promise<Buffer> {
  const { text, language } = mail;
  const composer = new MailComposer({
    // As objects, because in a string commas and brackets would mean more addresses.
    from: { name: text.closing, address: mail.from },
    to: { name: "", address: mail.to },
    subject: text.subject,
    messageId: mail.messageId,
    date: mail.at,
    headers: {
      [mail.correlation.header]: mail.correlation.id,
      "Content-Language": language,
      // No out-of-office answers, please.
      "Auto-Submitted": "auto-generated",
    },
    text: plainText(text),
    html: html(text, language),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

/** The Message-ID of a notification's mail: always the same one, so that a mail handed over twice can be told. */
export function messageIdOf(notificationId: string, from: string): string {
  return `<${notificationId}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}

function plainText({ greeting, paragraphs, facts, closing }: MailText): string {
  const lines = facts.map(([name, value]) => `${name}: ${value}`);
  return `${[greeting, ...paragraphs, lines.join("\n"), closing].join("\n\n")}\n`;
}

function html({ subject, greeting, paragraphs, facts, closing }: MailText, language: string): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escaped(text)}</p>`;
  const rows = facts.map(
    ([name, value]) =>
      `<tr><th scope="row" style="text-align:left;vertical-align:top;padding:4px 16px 4px 0;font-weight:600">${escaped(name)}</th>` +
      `<td style="padding:4px 0;white-space:pre-wrap">${escaped(value)}</td></tr>`,
  );
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>` +
    `<body style="font:16px/1.5 system-ui,sans-serif;max-width:640px;margin:24px auto;padding:0 16px">` +
    `${[greeting, ...paragraphs].map(paragraph).join("")}<table style="border-collapse:collapse;margin:0 0 16px">${rows.join("")}</table>` +
    `${paragraph(closing)}</body></html>`
  );
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
