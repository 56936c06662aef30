import { Readable } from "node:stream";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { errorText } from "@/server/errors";

/** A mail for one recipient, as bytes. */
export interface Mail {
  from: string;
  to: string;
  raw: Buffer;
}

/**
 * What became of handing a mail over. sent: the server took it; refused: it never will; failed: it did not take it now,
 * `server` when that says something about the server and not about this mail; in doubt: the connection broke after the
 * last byte and before the answer.
 */
export type Handover =
  | { outcome: "sent"; response: string }
  | { outcome: "refused"; reason: string }
  | { outcome: "failed"; reason: string; server: boolean }
  | { outcome: "in doubt"; reason: string };

/** What a failing mail server costs at most before it counts as failing, in milliseconds. */
const LIMITS = { connectionTimeout: 5_000, greetingTimeout: 5_000, dnsTimeout: 5_000, socketTimeout: 10_000 };

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
}

/** Failures of the server as a whole, beside its answer 421: it is closing. */
const OF_THE_SERVER = /^(ECONNECTION|ETIMEDOUT|ESOCKET|EDNS|ETLS|EAUTH|EPROTOCOL)$/;

/**
 * Hands a mail to a mail server, over a connection of its own. Never throws: what happened is the answer.
 * @param url `smtp:` or `smtps:`, may hold secrets
 */
export async function handOver(url: string, mail: Mail): Promise<Handover> {
  const { auth, ...options } = parseConnectionUrl(url);
  const connection = new SMTPConnection({ ...options, ...LIMITS });
  // An error that comes after the answer is no news, and without a listener it would end the process.
  connection.on("error", () => {});
  // Whether every byte was read for sending: from then on the server may have taken it without our hearing of it.
  let complete = false;
  async function* content() {
    yield mail.raw;
    complete = true;
  }
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once("error", reject);
      connection.connect((error) => (error ? reject(error) : resolve()));
    });
    const credentials = auth as { user?: string; pass?: string } | undefined;
    if (credentials?.user) {
      await new Promise<void>((resolve, reject) => {
        connection.once("error", reject);
        connection.login(credentials, (error) => (error ? reject(error) : resolve()));
      });
    }
    const response = await new Promise<string>((resolve, reject) => {
      connection.once("error", reject);
      const envelope = { from: mail.from, to: [mail.to], size: mail.raw.length };
      connection.send(envelope, Readable.from(content(), { objectMode: false }), (error, info) =>
        error ? reject(error) : resolve(info.response ?? ""),
      );
    });
    connection.quit();
    return { outcome: "sent", response };
  } catch (error) {
    connection.close();
    return failed(error as SmtpError, complete);
  }
}

function failed(error: SmtpError, complete: boolean): Handover {
  const reason = errorText(error);
  const { code = "", responseCode } = error;
  if (responseCode === undefined && complete) return { outcome: "in doubt", reason };
  const server = responseCode === 421 || OF_THE_SERVER.test(code);
  // A server that refuses to talk to us at all says nothing about the recipient, however finally it says it.
  if (responseCode !== undefined && responseCode >= 500 && !server) return { outcome: "refused", reason };
  if (code === "EENVELOPE" && responseCode === undefined) return { outcome: "refused", reason };
  return { outcome: "failed", reason, server };
}
