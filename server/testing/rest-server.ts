import { existsSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { errorText } from "../errors";
import { inRepo } from "../launch/repo";

/** A server over HTTP for the routes as they are on disk, found by their path as the framework does. */
export interface RestServer {
  url: string;
  close(): Promise<void>;
}

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;

/**
 * Starts it on a free port of this machine. The routes use `webServices()`: what the test has put there, and takes away
 * only after `close`, which waits for the requests that are being answered.
 */
export async function startRestServer(): Promise<RestServer> {
  const answering = new Set<Promise<Response>>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = Buffer.concat(chunks);
      const asked = new Request(new URL(request.url!, "http://localhost"), {
        method: request.method!,
        headers: request.headers as Record<string, string>,
        ...(body.length > 0 && { body }),
      });
      const working = answerTo(asked);
      answering.add(working);
      try {
        const answer = await working;
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(Buffer.from(await answer.arrayBuffer()));
      } catch (error) {
        // The one who asked is told; without that, whichever spec runs now would fail for it.
        response.writeHead(500, { "content-type": "text/plain" }).end(errorText(error));
      } finally {
        answering.delete(working);
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      // A client that is gone does not end the work of its request.
      await Promise.allSettled([closed, ...answering]);
    },
  };
}

async function answerTo(request: Request): Promise<Response> {
  const params: Record<string, string> = {};
  let folder = inRepo("app");
  for (const step of new URL(request.url).pathname.split("/").filter(Boolean)) {
    if (existsSync(join(folder, step))) folder = join(folder, step);
    else {
      const parameter = readdirSync(folder).find((name) => /^\[\w+\]$/.test(name));
      if (parameter === undefined) return new Response(null, { status: 404 });
      params[parameter.slice(1, -1)] = decodeURIComponent(step);
      folder = join(folder, parameter);
    }
  }
  const file = join(folder, "route.ts");
  if (!existsSync(file)) return new Response(null, { status: 404 });
  const module = (await import(pathToFileURL(file).href)) as Record<string, Handler | undefined>;
  const handler = module[request.method];
  return handler
    ? handler(request, { params: Promise.resolve(params) })
    : new Response(null, { status: 405 });
}
