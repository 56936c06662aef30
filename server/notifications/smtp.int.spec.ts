import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { openBody } from "@/server/event-store/seal";
import { createLogger } from "@/server/logger";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type MailSink, startMailSink } from "./mail-sink";
import { handOver } from "./smtp-client";

const mail = {
  from: "complaints@example.com",
  to: "ada@example.com",
  raw: Buffer.from("Message-ID: <1@example.com>\r\nSubject: Hello\r\n\r\n.a line that begins with a dot\r\n"),
};

let database: TestDatabase;
let pool: Pool;
let sink: MailSink;
const servers: Server[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test");
  sink = await startMailSink(pool, createLogger({ service: "test", level: "silent" }));
});
afterAll(async () => {
  await sink.stop();
  for (const server of servers) server.close();
  await pool.end();
  await database.drop();
});

/**
 * A mail server that answers each line of its client as the table says, the content included (as `.`); undefined: it
 * hangs up without a word.
 */
async function scripted(answers: Record<string, string | undefined>): Promise<string> {
  const answer = (socket: Socket, key: string) => {
    const text = key in answers ? answers[key] : "250 ok";
    if (text === undefined) socket.destroy();
    else socket.write(`${text}\r\n`);
  };
  const server = createServer((socket) => {
    let inData = false;
    let rest = "";
    socket.on("error", () => {});
    answer(socket, "connect");
    socket.on("data", (piece) => {
      rest += piece;
      for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (inData && line !== ".") continue;
        inData = line === "DATA";
        answer(socket, line.split(" ")[0]!);
      }
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `smtp://127.0.0.1:${(server.address() as { port: number }).port}`;
}
const WELL = { connect: "220 hello", DATA: "354 go on", ".": "250 taken" };

describe("a mail handed over", () => {
  it("is sent when the server says so, and stands in the sink byte for byte", async () => {
    expect(await handOver(sink.url, mail)).toMatchObject({ outcome: "sent" });
    const { rows } = await pool.query("SELECT * FROM sink_mails");
    expect(rows).toMatchObject([
      { sender: mail.from, recipients: [mail.to], message_id: "<1@example.com>", subject: "Hello" },
    ]);
    expect(openBody(rows[0].mail_codec, rows[0].mail).toString()).toBe(mail.raw.toString());
  });

  it("is refused when the server wants its recipient or its content never", async () => {
    for (const wrong of [{ RCPT: "550 no such user" }, { ".": "554 spam" }]) {
      const url = await scripted({ ...WELL, ...wrong });
      expect(await handOver(url, mail)).toMatchObject({ outcome: "refused" });
    }
  });

  it("fails for now when the server says so, which tells nothing about the server", async () => {
    for (const wrong of [{ RCPT: "450 greylisted" }, { ".": "451 later" }]) {
      const url = await scripted({ ...WELL, ...wrong });
      expect(await handOver(url, mail)).toMatchObject({ outcome: "failed", server: false });
    }
  });

  it("fails with the server when there is none, it is closing, or it hangs up before the last byte", async () => {
    const ways: Record<string, string | undefined>[] = [
      { connect: "421 closing" },
      { connect: undefined },
      { ...WELL, MAIL: "421 closing" },
      { ...WELL, RCPT: undefined },
      { ...WELL, DATA: undefined },
    ];
    for (const way of ways) {
      const url = await scripted(way);
      expect(await handOver(url, mail)).toMatchObject({ outcome: "failed", server: true });
    }
    expect(await handOver("smtp://127.0.0.1:1", mail)).toMatchObject({ outcome: "failed", server: true });
  });

  it("is in doubt when the connection ends after the last byte and before the answer", async () => {
    const url = await scripted({ ...WELL, ".": undefined });
    expect(await handOver(url, mail)).toMatchObject({ outcome: "in doubt" });
  });
});
