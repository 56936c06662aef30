import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** What a mail server does with a mail. hang up: it takes the mail and ends the connection without a word. */
export type Behaviour = "take" | "refuse" | "later" | "hang up";

/** A mail that was handed over whole. */
export interface TakenMail {
  to: string;
  messageId: string;
  raw: string;
}

/** A mail server that a test decides over. It keeps what was handed over to it, also where it does not say so. */
export interface TestMailServer {
  url: string;
  port: number;
  taken: TakenMail[];
  /** Decides over each mail; by default it is taken. May be asked to wait by a promise. */
  behaviour: (to: string) => Behaviour | Promise<Behaviour>;
  /** Accepts no connections any more, until `start`. */
  refuseConnections(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one on a free port of the loopback. */
export async function startTestMailServer(): Promise<TestMailServer> {
  const sockets = new Set<Socket>();
  let server: Server;
  const mails: TestMailServer = {
    url: "",
    port: 0,
    taken: [],
    behaviour: () => "take",
    refuseConnections: () => close(),
    start: () => listen(mails.port),
    stop: () => close(),
  };
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  const listen = async (port: number) => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => {});
      converse(socket, mails);
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    mails.port = (server.address() as { port: number }).port;
    mails.url = `smtp://127.0.0.1:${mails.port}`;
  };
  await listen(0);
  return mails;
}

/** One conversation, line by line. */
function converse(socket: Socket, mails: TestMailServer): void {
  let rest = "";
  let content: string[] | null = null;
  let to = "";
  const say = (text: string) => socket.writable && socket.write(`${text}\r\n`);
  const hear = async (line: string) => {
    if (content && line !== ".") content.push(line);
    else if (content) {
      const raw = content.join("\r\n");
      content = null;
      const behaviour = await mails.behaviour(to);
      if (behaviour === "take" || behaviour === "hang up") {
        mails.taken.push({ to, messageId: /^Message-ID: (.*)$/im.exec(raw)?.[1] ?? "", raw });
      }
      if (behaviour === "hang up") socket.destroy();
      else if (behaviour === "take") say("250 taken");
      else say(behaviour === "refuse" ? "554 no" : "451 later");
    } else if (line.startsWith("RCPT")) {
      to = /<(.*)>/.exec(line)?.[1] ?? "";
      say("250 ok");
    } else if (line === "DATA") {
      content = [];
      say("354 go on");
    } else if (line === "QUIT") {
      say("221 bye");
      socket.end();
    } else say("250 ok");
  };
  let turn = Promise.resolve();
  socket.on("data", (piece) => {
    rest += piece;
    const lines = rest.split("\r\n");
    rest = lines.pop()!;
    for (const line of lines) turn = turn.then(() => hear(line));
  });
  say("220 hello");
}
