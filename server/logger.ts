import pino from "pino";

/** A structured logger: JSON lines on stdout. Messages are our own words; anything from a broker goes into fields, where it is encoded. */
export type Logger = pino.Logger;

/** Fields that may carry secrets are cut out wherever they stand. */
const redact = ["*.password", "*.url", "url", "password", "authorization", "*.authorization"];

// Controls of the second kind, which some terminals obey; what looks like the end of a line; what reverses a line.
const INVISIBLE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** A line of JSON with nothing in it that a terminal or an editor would obey: still JSON, and still one line. */
export function plainLine(json: string): string {
  return json.replace(
    INVISIBLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Makes the process logger. `service` is `web`, `worker` or the name of a command. */
export function createLogger(options: { service: string; level: string }): Logger {
  const stdout = pino.destination({ dest: 1, sync: true });
  const settings: pino.LoggerOptions = {
    level: options.level,
    base: { service: options.service },
    redact: { paths: redact, censor: "(hidden)" },
    timestamp: pino.stdTimeFunctions.isoTime,
    messageKey: "message",
    formatters: { level: (label) => ({ level: label }) },
  };
  // JSON encodes the controls of the first kind; the rest is seen to here.
  return pino(settings, { write: (line) => stdout.write(plainLine(line)) });
}
