/** A number whose text says more than a JavaScript number can hold. */
export class ExactNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

/**
 * Parses JSON for showing. Numbers that JavaScript would round (beyond 2^53, or with more digits than it keeps) stay
 * as they were written, where the browser tells how that was. Undefined when the text is no JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, keepNumbers as (key: string, value: unknown) => unknown);
  } catch {
    return undefined;
  }
}

function keepNumbers(_: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  const { source } = context;
  return String(value) === source || (Number(source) === value && !/^-?\d{16,}$|^-?[\d.]{18,}/.test(source))
    ? value
    : new ExactNumber(source);
}
