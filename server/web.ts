import { createServer } from "node:http";
import next from "next";
import { readEnv } from "./env";
import { enter, openGateway } from "./http/gateway";
import { securityHeaders } from "./http/security";
import { createLogger } from "./logger";

/** The web process: Next.js behind a server of our own, which knows where a request came from. Stops on SIGTERM. */

const env = readEnv();
const logger = createLogger({ service: "web", level: env.logLevel });
const headers = securityHeaders(env.publicUrl);
/** Requests under way get this long; live rows have no end of their own. */
const LONGEST_STOP_MS = 3_000;

const pages = next({
  dev: false,
  hostname: env.host,
  port: env.port,
  // Next.js listens for WebSockets on this one: we have none, and every request is to pass the gateway.
  httpServer: createServer(),
});
openGateway();
await pages.prepare();
const handle = pages.getRequestHandler();

const server = createServer((request, response) => {
  if (!enter(request, response, env.trustedProxies)) return;
  // Files of the build do not pass proxy.ts, which sets these on all other answers.
  if (request.url?.startsWith("/_next/static/")) {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  }
  handle(request, response).catch((error) => {
    logger.error({ error: String(error) }, "a request was not answered");
    response.destroy();
  });
});
server.once("error", (error) => {
  logger.error({ reason: error.message }, "the web server cannot listen");
  process.exit(1);
});
server.listen(env.port, env.host, () => logger.info({ host: env.host, port: env.port }, "web is up"));

function stop(): void {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), LONGEST_STOP_MS).unref();
}
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
