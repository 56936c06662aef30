import { isIP } from "node:net";
import { resolve } from "node:path";
import { z } from "zod";
import { SillageError } from "./errors";
import { readTrustedProxies, type TrustedProxies } from "./http/client-address";

/** The only file that reads `process.env`. Everything else receives values. */

const emptyAsUndefined = (value: unknown) => (value === "" ? undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(emptyAsUndefined, schema.optional());
const switchValue = optional(z.enum(["on", "off"]));

/** A whole number above zero; the example is also the default. */
const positive = (example: string) =>
  z.preprocess(
    emptyAsUndefined,
    z.coerce
      .number({ error: `is not a whole number above zero, for example ${example}` })
      .int()
      .positive()
      .default(Number(example)),
  );

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

/** Colours that a strip may have: each is a token that passes the contrast check in both themes. */
export const ENVIRONMENT_COLOURS = ["red", "orange", "green", "blue", "violet", "grey"] as const;
export type EnvironmentColour = (typeof ENVIRONMENT_COLOURS)[number];

const USUAL_COLOURS: readonly [RegExp, EnvironmentColour][] = [
  [/^prod/i, "red"],
  [/^(stag|pre-?prod|uat|recette)/i, "orange"],
  [/^(test|qa|ci)/i, "violet"],
  [/^(dev|local)/i, "green"],
  [/^demo/i, "blue"],
];

/** `name` or `name:colour`. */
const environment = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,23}(:[a-z]+)?$/u, {
    error:
      "is not a short name of letters and digits, with or without a colour, for example staging or eu-1:violet",
  })
  .refine((text) => !text.includes(":") || isColour(text.split(":")[1]), {
    error: `has a colour that is not one of ${ENVIRONMENT_COLOURS.join(", ")}`,
  })
  .transform((text) => {
    const [name, colour] = text.split(":") as [string, EnvironmentColour | undefined];
    return { name, colour: colour ?? USUAL_COLOURS.find(([usual]) => usual.test(name))?.[1] ?? "grey" };
  });

function isColour(text: string | undefined): text is EnvironmentColour {
  return ENVIRONMENT_COLOURS.some((colour) => colour === text);
}

const OIDC = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"] as const;

const settings = z.object({
  PORT: z.preprocess(
    emptyAsUndefined,
    z.coerce.number({ error: "is not a port, for example 3000" }).int().min(1).max(65535).default(3000),
  ),
  SILLAGE_HOST: z.preprocess(
    emptyAsUndefined,
    z
      .string()
      .refine((value) => isIP(value) !== 0, {
        error: "is not an address of this machine, for example 0.0.0.0",
      })
      .default("127.0.0.1"),
  ),
  PUBLIC_URL: optional(urlWith(["http:", "https:"], "https://sillage.example.com")),
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((text, context) => {
      const proxies = readTrustedProxies(text);
      if (proxies) return proxies;
      context.addIssue({
        code: "custom",
        message: "is not a list of addresses and networks, for example 10.0.0.0/8, 192.0.2.7",
      });
      return z.NEVER;
    }),
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
  OIDC_ISSUER: optional(urlWith(["http:", "https:"], "https://login.example.com/realms/main")),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  OIDC_ROLE_CLAIM: z.preprocess(emptyAsUndefined, z.string().default("roles")),
  SILLAGE_VHOSTS: optional(z.string()),
  SILLAGE_DATA_DIR: z.preprocess(emptyAsUndefined, z.string().default(".sillage")),
  SILLAGE_DEMO: switchValue,
  SILLAGE_DESIGN: switchValue,
  SILLAGE_ENVIRONMENT: optional(environment),
  SILLAGE_TAP: switchValue,
  SILLAGE_OWN_BROKER: switchValue,
  SILLAGE_COMPLAINTS: switchValue,
  SMTP_URL: optional(urlWith(["smtp:", "smtps:"], "smtps://sillage:secret@mail.example.com:465")),
  SMTP_FROM: z.preprocess(
    emptyAsUndefined,
    z
      .email({ error: "is not an e-mail address, for example complaints@example.com" })
      .default("complaints@sillage.localhost"),
  ),
  CORRELATION_ID_HEADER: z.preprocess(
    emptyAsUndefined,
    z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/, {
        error: "is not the name of a header of letters, digits and dashes, for example X-Correlation-ID",
      })
      .default("X-Correlation-ID"),
  ),
  SILLAGE_QUEUE_MAX_MESSAGES: positive("1000000"),
  SILLAGE_QUEUE_MAX_BYTES: positive("1073741824"),
  SILLAGE_RATE_BURST: positive("500"),
  SILLAGE_RATE_PER_SECOND: positive("50"),
  LOG_LEVEL: z.preprocess(
    emptyAsUndefined,
    z
      .enum(["debug", "info", "warn", "error"], { error: "is not one of debug, info, warn, error" })
      .default("info"),
  ),
});

const schema = settings.superRefine((values, context) => {
  if (OIDC.every((name) => values[name] === undefined)) return;
  for (const name of OIDC.filter((it) => values[it] === undefined)) {
    context.addIssue({
      code: "custom",
      path: [name],
      message: `is missing: set all of ${OIDC.join(", ")}, or none, for example OIDC_ISSUER=https://login.example.com/realms/main`,
    });
  }
});

/** The environment as it came, for the launcher to hand on to the processes that it starts. */
export const inheritedEnv = (): NodeJS.ProcessEnv => ({ ...process.env });

/** Whom the tests may use: services of their own, started by `npm test`. */
export interface TestEnv {
  /** Superuser of a throw-away server. Secret. */
  databaseUrl: string;
  /** Administrator of a throw-away broker, and its management API. Secret. */
  rabbitmqUrl: string;
  managementUrl: string;
  /** Chrome or Chromium for the end-to-end tests. */
  browser: string | undefined;
  /** A Python that has `pika`, for the test that speaks as a foreign client. */
  python: string | undefined;
  /** Which of the workers of vitest this is, from 1. */
  worker: number;
}

/**
 * Where the services of the tests are. Deliberately not DATABASE_URL and RABBITMQ_URL: a test must never reach a
 * database or a broker that somebody uses.
 * @throws SillageError CONFIGURATION when the tests were not started by `npm test`.
 */
export function readTestEnv(source: Record<string, string | undefined> = process.env): TestEnv {
  const need = (name: string): string => {
    const value = source[name];
    if (value) return value;
    throw new SillageError(
      "CONFIGURATION",
      `${name} is not set: this test needs services of its own. Run it with \`npm test -- int <path>\`.`,
    );
  };
  return {
    databaseUrl: need("SILLAGE_TEST_DATABASE_URL"),
    rabbitmqUrl: need("SILLAGE_TEST_RABBITMQ_URL"),
    managementUrl: need("SILLAGE_TEST_MANAGEMENT_URL"),
    browser: source.SILLAGE_TEST_BROWSER || undefined,
    python: source.SILLAGE_TEST_PYTHON || undefined,
    worker: Number(source.VITEST_POOL_ID ?? 1),
  };
}

/** Settings as the rest of the code sees them: checked, with defaults applied. URLs are strings, may hold secrets, and are never logged. */
export interface Env {
  /** Address and port that web listens on. */
  host: string;
  port: number;
  /** The address that people use. */
  publicUrl: string | undefined;
  /** Gateways whose word on where a request came from is taken. */
  trustedProxies: TrustedProxies;
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
  /** The identity provider that people may sign in with; undefined: only passwords. */
  oidc:
    | {
        issuer: string;
        clientId: string;
        /** Secret. */
        clientSecret: string;
        /** Where in its claims the roles stand; dots lead into objects. */
        roleClaim: string;
      }
    | undefined;
  /** Absolute path. */
  dataDir: string;
  demo: "on" | "off" | undefined;
  tap: "on" | "off" | undefined;
  /** Which of a company's installations this is: a coloured strip says it on every page. */
  environment: { name: string; colour: EnvironmentColour } | undefined;
  /** Whether the page of all components is there: in development always. */
  design: boolean;
  /** The broker is the node that our launcher started. Set by it, never by a person. */
  ownBroker: boolean;
  /** The complaint, notification and audit services run, and their pages and routes are there. */
  complaints: boolean;
  /** Where mails go; without a URL, which holds secrets, they are kept in a mail server of our own. */
  smtp: { url: string | undefined; from: string };
  /** Header of requests and answers, and of mails, that says what belongs together. */
  correlationIdHeader: string;
  /** What the audit queue may hold before its oldest messages are dropped. */
  auditQueue: { maxMessages: number; maxBytes: number };
  /** How fast one person or token may ask one web process. */
  requestRate: { burst: number; perSecond: number };
  logLevel: "debug" | "info" | "warn" | "error";
  /** Where programs are searched: only the launcher runs any. */
  path: string | undefined;
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
    host: v.SILLAGE_HOST,
    port: v.PORT,
    publicUrl: v.PUBLIC_URL,
    trustedProxies: v.TRUSTED_PROXIES,
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
    oidc:
      v.OIDC_ISSUER && v.OIDC_CLIENT_ID && v.OIDC_CLIENT_SECRET
        ? {
            issuer: v.OIDC_ISSUER,
            clientId: v.OIDC_CLIENT_ID,
            clientSecret: v.OIDC_CLIENT_SECRET,
            roleClaim: v.OIDC_ROLE_CLAIM,
          }
        : undefined,
    dataDir: resolve(v.SILLAGE_DATA_DIR),
    demo: v.SILLAGE_DEMO,
    tap: v.SILLAGE_TAP,
    environment: v.SILLAGE_ENVIRONMENT,
    design: v.SILLAGE_DESIGN === "on" || isDevelopment,
    ownBroker: v.SILLAGE_OWN_BROKER === "on",
    // Nothing is declared on somebody else's broker unasked.
    complaints: (v.SILLAGE_COMPLAINTS ?? v.SILLAGE_OWN_BROKER) === "on",
    smtp: { url: v.SMTP_URL, from: v.SMTP_FROM },
    correlationIdHeader: v.CORRELATION_ID_HEADER,
    auditQueue: {
      maxMessages: v.SILLAGE_QUEUE_MAX_MESSAGES,
      maxBytes: v.SILLAGE_QUEUE_MAX_BYTES,
    },
    requestRate: { burst: v.SILLAGE_RATE_BURST, perSecond: v.SILLAGE_RATE_PER_SECOND },
    logLevel: v.LOG_LEVEL,
    path: source.PATH,
  };
}

/** Whether the bundler runs for development. It is set by the bundler, not by a person, so it is no part of `Env`. */
export const isDevelopment = process.env.NODE_ENV === "development";
