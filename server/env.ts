import { resolve } from "node:path";
import { z } from "zod";
import { SillageError } from "./errors";

/** The only file that reads `process.env`. Everything else receives values. */

const emptyAsUndefined = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyAsUndefined, schema.optional());
const switchValue = optional(z.enum(["on", "off"]));

const urlWith = (protocols: string[], example: string) =>
  z.string().refine(
    (value) => {
      try {
        return protocols.includes(new URL(value).protocol);
      } catch {
        return false;
      }
    },
    {
      error: `is not a URL that begins with ${protocols.map((p) => `${p}//`).join(" or ")}, for example ${example}`,
    },
  );

const schema = z.object({
  PORT: z.preprocess(
    emptyAsUndefined,
    z.coerce.number({ error: "is not a port, for example 3000" }).int().min(1).max(65535).default(3000),
  ),
  PUBLIC_URL: optional(urlWith(["http:", "https:"], "https://sillage.example.com")),
  DATABASE_URL: optional(
    urlWith(["postgres:", "postgresql:"], "postgresql://sillage:secret@db.example.com:5432/sillage"),
  ),
  RABBITMQ_URL: optional(urlWith(["amqp:", "amqps:"], "amqps://sillage:secret@broker.example.com:5671/%2F")),
  RABBITMQ_MANAGEMENT_URL: optional(
    urlWith(["http:", "https:"], "https://sillage:secret@broker.example.com:15671"),
  ),
  RABBITMQ_CA_FILE: optional(z.string()),
  RABBITMQ_CERT_FILE: optional(z.string()),
  RABBITMQ_KEY_FILE: optional(z.string()),
  SILLAGE_VHOSTS: optional(z.string()),
  SILLAGE_DATA_DIR: z.preprocess(emptyAsUndefined, z.string().default(".sillage")),
  SILLAGE_DEMO: switchValue,
  SILLAGE_OWN_BROKER: switchValue,
  SILLAGE_TAP: switchValue,
  LOG_LEVEL: z.preprocess(
    emptyAsUndefined,
    z
      .enum(["debug", "info", "warn", "error"], { error: "is not one of debug, info, warn, error" })
      .default("info"),
  ),
});

/** Settings as the rest of the code sees them: checked, with defaults applied. URLs are strings, may hold secrets, and are never logged. */
export interface Env {
  port: number;
  publicUrl: string | undefined;
  databaseUrl: string | undefined;
  rabbitmq: {
    url: string | undefined;
    managementUrl: string | undefined;
    caFile: string | undefined;
    certFile: string | undefined;
    keyFile: string | undefined;
  };
  /** Virtual hosts to observe beside the one of the URL; empty: only that one. */
  vhosts: string[];
  /** Absolute path. */
  dataDir: string;
  demo: "on" | "off" | undefined;
  /** Whether the broker is the node that we started ourselves. */
  ownBroker: boolean;
  tap: "on" | "off" | undefined;
  logLevel: "debug" | "info" | "warn" | "error";
}

/**
 * Reads and checks the environment.
 * @throws SillageError CONFIGURATION naming each bad variable, what is wrong with it and an example.
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new SillageError("CONFIGURATION", `Bad configuration:\n  ${problems.join("\n  ")}`);
  }
  const v = parsed.data;
  return {
    port: v.PORT,
    publicUrl: v.PUBLIC_URL,
    databaseUrl: v.DATABASE_URL,
    rabbitmq: {
      url: v.RABBITMQ_URL,
      managementUrl: v.RABBITMQ_MANAGEMENT_URL,
      caFile: v.RABBITMQ_CA_FILE,
      certFile: v.RABBITMQ_CERT_FILE,
      keyFile: v.RABBITMQ_KEY_FILE,
    },
    vhosts: (v.SILLAGE_VHOSTS ?? "")
      .split(",")
      .map((name) => name.trim())
      .filter(Boolean),
    dataDir: resolve(v.SILLAGE_DATA_DIR),
    demo: v.SILLAGE_DEMO,
    ownBroker: v.SILLAGE_OWN_BROKER === "on",
    tap: v.SILLAGE_TAP,
    logLevel: v.LOG_LEVEL,
  };
}
