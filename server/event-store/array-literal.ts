/** PostgreSQL array literals for parameters, built by hand where `pg`'s general serializer would cost more than the query. */

/** `{a,b}` from values that need no quoting: numbers and hexadecimal text. */
export function plainArray(values: readonly (string | number)[]): string {
  return `{${values.join(",")}}`;
}

const NEEDS_ESCAPE = /["\\]/g;

/** `{"a","b"}` from any text; null becomes NULL. */
export function textArray(values: readonly (string | null)[]): string {
  let out = "{";
  for (let i = 0; i < values.length; i++) {
    if (i > 0) out += ",";
    const value = values[i];
    out += value === null || value === undefined ? "NULL" : `"${value.replace(NEEDS_ESCAPE, "\\$&")}"`;
  }
  return `${out}}`;
}
