import type { Pool } from "pg";
import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { storable } from "@/server/envelopes/text";
import { errorText } from "@/server/errors";
import { sealBody } from "@/server/event-store/seal";
import type { Logger } from "@/server/logger";

const LOOPBACK = "127.0.0.1";
/** Largest mail that it takes, in bytes. */
const MOST_BYTES = 5 << 20;

/** A mail server of our own, for where there is no other: whatever it takes goes nowhere and can be read on a page. */
export interface MailSink {
  /** Where it listens: only this machine reaches it. */
  url: string;
  stop(): Promise<void>;
}

/** Why a mail is not taken: a reply of SMTP, 4xx for now or 5xx for good. */
export interface MailTrouble {
  code: number;
  text: string;
}

/**
 * Starts it on a free port of the loopback. A mail is committed before its sender is told that it was taken.
 * @param troubleWith whom it does not take mails for, as the demo has it; without it, it takes all
 */
export async function startMailSink(
  pool: Pool,
  logger: Logger,
  troubleWith: (recipient: string, at: Date) => MailTrouble | null = () => null,
): Promise<MailSink> {
  const server = new SMTPServer({
    name: "sillage.localhost",
    authOptional: true,
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: MOST_BYTES,
    logger: false,
    onRcptTo: ({ address }, _session, done) => {
      const trouble = troubleWith(address, new Date());
      done(trouble && refusal(trouble.code, trouble.text));
    },
    onData: (stream, session, done) => {
      const pieces: Buffer[] = [];
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("error", done);
      stream.on("end", () => {
        if (stream.sizeExceeded) return done(refusal(552, "The mail is too large."));
        keep(pool, session, Buffer.concat(pieces)).then(
          () => done(null, "kept"),
          (error) => {
            logger.warn({ reason: errorText(error) }, "a mail could not be kept");
            done(refusal(451, "The mail cannot be kept now."));
          },
        );
      });
    },
  });
  // What a client does to its connection is the client's business.
  server.on("error", (error) => logger.debug({ reason: errorText(error) }, "mail sink"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { port } = server.server.address() as { port: number };
  return {
    url: `smtp://${LOOPBACK}:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function keep(pool: Pool, { envelope }: SMTPServerSession, raw: Buffer): Promise<void> {
  const { messageId, subject } = await PostalMime.parse(raw);
  const { codec, bytes } = sealBody(raw);
  await pool.query(
    `INSERT INTO sink_mails (sender, recipients, message_id, subject, mail_codec, mail)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      storable(envelope.mailFrom ? envelope.mailFrom.address : ""),
      envelope.rcptTo.map(({ address }) => storable(address)),
      messageId === undefined ? null : storable(messageId),
      storable(subject ?? ""),
      codec,
      bytes,
    ],
  );
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
