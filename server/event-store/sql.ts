/**
 * Composable SQL. Text comes from the source code alone; every value becomes a parameter, so that nothing a person or
 * a broker wrote can ever be read as SQL.
 */
export class SqlFragment {
  readonly #strings: readonly string[];
  readonly #values: readonly unknown[];

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.#strings = strings;
    this.#values = values;
  }

  /** The query as `pg` takes it, with parameters numbered from $1. */
  toQuery(): { text: string; values: unknown[] } {
    const values: unknown[] = [];
    return { text: this.#write(values), values };
  }

  #write(values: unknown[]): string {
    let text = this.#strings[0] ?? "";
    this.#values.forEach((value, i) => {
      if (value instanceof SqlFragment) text += value.#write(values);
      else text += `$${values.push(value)}`;
      text += this.#strings[i + 1] ?? "";
    });
    return text;
  }
}

/** Tagged template: fragments are put in as text, anything else as a parameter. */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): SqlFragment {
  return new SqlFragment(strings, values);
}

/** All conditions together; TRUE when there are none. */
export function allOf(conditions: readonly SqlFragment[]): SqlFragment {
  if (conditions.length === 0) return sql`TRUE`;
  return new SqlFragment(["", ...new Array(conditions.length - 1).fill(" AND "), ""], conditions);
}

/** The rows of all queries, one after the other. There must be one at least. */
export function unionOf(queries: readonly SqlFragment[]): SqlFragment {
  return new SqlFragment(["(", ...new Array(queries.length - 1).fill(") UNION ALL ("), ")"], queries);
}
