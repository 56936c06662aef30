import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readTrustedProxies } from "./client-address";
import { clientAddress, enter, isFromHere, openGateway } from "./gateway";

let trusted = readTrustedProxies("")!;
let port = 0;
const server = createServer((incoming, response) => {
  if (!enter(incoming, response, trusted)) return;
  const headers = new Headers(
    Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
  );
  const body = { client: clientAddress(headers), here: isFromHere(headers), headers: [...headers.keys()] };
  incoming.resume().on("end", () => response.end(JSON.stringify({ ...body, host: incoming.headers.host })));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

interface Seen {
  status: number;
  client: string | null;
  here: boolean;
  host: string;
  headers: string[];
}

/** Node's own client: `fetch` lets nobody choose such headers. */
function ask(
  headers: Record<string, string>,
  body?: { text: string; chunked?: boolean },
  method = body ? "POST" : "GET",
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const length = body?.chunked
      ? { "transfer-encoding": "chunked" }
      : { "content-length": String(Buffer.byteLength(body?.text ?? "")) };
    const call = request({
      port,
      host: "127.0.0.1",
      method,
      headers: { ...headers, ...length },
    });
    call.on("error", reject).on("response", async (answer) => {
      let text = "";
      for await (const piece of answer) text += piece;
      const seen = answer.statusCode === 200 && text ? JSON.parse(text) : {};
      resolve({ status: answer.statusCode!, ...seen });
    });
    call.end(body?.text);
  });
}

const FORGED = {
  forwarded: "for=203.0.113.9",
  "x-forwarded-for": "203.0.113.9",
  "x-forwarded-proto": "https",
  "x-forwarded-host": "sillage.example.com",
  "x-real-ip": "203.0.113.9",
  "X-Sillage-Client": "203.0.113.9",
  "X-Sillage-Direct": "1",
};

describe("the gateway", () => {
  it("shows no address before it is open, because the header might be anybody's", async () => {
    expect(await ask({ "x-sillage-client": "203.0.113.9" })).toMatchObject({ client: null, here: false });
    openGateway();
  });

  it("tells the address of the socket, and lets no forged header in", async () => {
    trusted = readTrustedProxies("10.0.0.0/8")!;
    const seen = await ask(FORGED);
    expect(seen).toMatchObject({ client: "127.0.0.1", here: false, host: `127.0.0.1:${port}` });
    expect(seen.headers.filter((name) => /forwarded|real-ip/.test(name))).toEqual([]);
    expect(await ask({})).toMatchObject({ client: "127.0.0.1", here: true });
  });

  it("believes a proxy that it was told to trust", async () => {
    trusted = readTrustedProxies("127.0.0.0/8")!;
    expect(await ask(FORGED)).toMatchObject({
      client: "203.0.113.9",
      here: false,
      host: "sillage.example.com",
    });
    const seen = await ask({ "x-forwarded-for": "127.0.0.1" });
    expect(seen).toMatchObject({ client: "127.0.0.1", here: false });
  });

  it("knows few methods", async () => {
    for (const method of ["TRACE", "PATCH"]) {
      expect([method, (await ask({}, undefined, method)).status]).toEqual([method, 405]);
    }
    expect((await ask({}, undefined, "HEAD")).status).toBe(200);
  });

  it("takes bodies that say how large they are, up to a megabyte", async () => {
    const large = "x".repeat(1 << 20);
    expect(await ask({}, { text: large })).toMatchObject({ status: 200 });
    expect(await ask({}, { text: `${large}x` })).toMatchObject({ status: 413 });
    expect(await ask({}, { text: "x", chunked: true })).toMatchObject({ status: 411 });
  });
});
