import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { errorText, SillageError } from "@/server/errors";

/** How to reach a management API. `url` holds the user and the password: never log it. */
export interface ManagementTarget {
  url: string;
  caFile?: string | undefined;
  certFile?: string | undefined;
  keyFile?: string | undefined;
}

/** GETs a path and gives the parsed JSON, null for 404. */
export type GetJson = (path: string) => Promise<unknown>;

const MAX_ANSWER_BYTES = 128 * 1024 * 1024;

/**
 * Makes a client over kept-alive connections. The path is sent as given: URL normalisation would change exchange
 * names such as `..`.
 */
export function jsonClient(target: ManagementTarget, timeoutMs = 10_000): { get: GetJson; close(): void } {
  const url = new URL(target.url);
  const secure = url.protocol === "https:";
  const tls = {
    ...(target.caFile ? { ca: readFileSync(target.caFile) } : {}),
    ...(target.certFile ? { cert: readFileSync(target.certFile) } : {}),
    ...(target.keyFile ? { key: readFileSync(target.keyFile) } : {}),
  };
  const agent = secure
    ? new https.Agent({ keepAlive: true, maxSockets: 6, ...tls })
    : new http.Agent({ keepAlive: true, maxSockets: 6 });
  const base = {
    protocol: url.protocol,
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port,
    agent,
    auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`,
    headers: { accept: "application/json" },
    timeout: timeoutMs,
  };
  const prefix = url.pathname.replace(/\/$/, "");
  const where = url.host;

  async function get(path: string): Promise<unknown> {
    const signal = AbortSignal.timeout(timeoutMs);
    const options = { ...base, path: `${prefix}/api${path}`, signal };
    const { status, body } = await request(secure, options).catch((error) => {
      const why = signal.aborted ? `no answer within ${timeoutMs / 1000} s` : errorText(error);
      throw new SillageError("UNAVAILABLE", `The management API at ${where} cannot be reached: ${why}.`, {
        cause: error,
      });
    });
    if (status === 404) return null;
    if (status === 401 || status === 403) throw refused(where, path, body);
    if (status !== 200) {
      throw new SillageError("UNAVAILABLE", `The management API at ${where} answered ${status} to ${path}.`);
    }
    try {
      return JSON.parse(body);
    } catch (cause) {
      throw new SillageError("UNAVAILABLE", `What answers at ${where} is not a management API: no JSON.`, {
        cause,
      });
    }
  }
  return { get, close: () => agent.destroy() };
}

function request(secure: boolean, options: https.RequestOptions): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = (secure ? https : http).request(options, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_ANSWER_BYTES) answer.destroy(new Error("the answer is larger than 128 MB"));
        else chunks.push(chunk);
      });
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    sent.on("error", reject);
    sent.end();
  });
}

function refused(where: string, path: string, body: string): SillageError {
  let reason = "";
  try {
    reason = String((JSON.parse(body) as { reason?: unknown }).reason ?? "");
  } catch {
    // The status says enough.
  }
  return new SillageError(
    "FORBIDDEN",
    `The management API at ${where} refuses ${path}${reason ? `: ${reason.slice(0, 200)}` : ""}.`,
    { details: { reason } },
  );
}
