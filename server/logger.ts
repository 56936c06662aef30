import pino from "pino";

/** A structured logger: JSON lines on stdout. Messages are our own words; anything from a broker goes into fields, where it is encoded. */
export type Logger = pino.Logger;

/** Fields that may carry secrets are cut out wherever they stand. */
const redact = ["*.password", "*.url", "url", "password", "authorization", "*.authorization"];

/** Makes the process logger. `service` is `web`, `worker` or the name of a command. */
export function createLogger(options: { service: string; level: string }): Logger {
  return pino({
    level: options.level,
    base: { service: options.service },
    redact: { paths: redact, censor: "(hidden)" },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: "message",
    formatters: { level: (label) => ({ level: label }) },
  });
}
