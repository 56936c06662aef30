import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import { Fields } from "./fields";
import type { Judge } from "./judge";
import { maskText } from "./mask-text";
import { isMask } from "./mask-tokens";

/**
 * A header table with values masked, tables within it too. Rules by path speak of bodies, so they do not count here.
 * Bytes are not understood, so they are masked unless a rule shows them.
 */
export function maskHeaders(
  entries: readonly FieldEntry[],
  judge: Judge,
): { entries: FieldEntry[]; count: number } {
  if (judge.idle) return { entries: [...entries], count: 0 };
  const masker = new HeaderMasker({ ...judge, paths: [] });
  return { entries: masker.run(entries), count: masker.count };
}

class HeaderMasker {
  count = 0;
  readonly #judge: Judge;
  readonly #fields: Fields<{ value: FieldValue }>;

  constructor(judge: Judge) {
    this.#judge = judge;
    this.#fields = new Fields(judge, (holder) => this.#mask(holder));
  }

  run(entries: readonly FieldEntry[]): FieldEntry[] {
    this.#fields.enter("object", this.#fields.value(null));
    const masked = entries.map((entry) => this.#entry(entry));
    this.#fields.leave();
    return masked;
  }

  #entry({ name, value }: FieldEntry): FieldEntry {
    const holder = { name: maskText(name, this.#judge), value };
    this.#value(holder, holder.name);
    return holder;
  }

  #value(holder: { value: FieldValue }, key: string | null): void {
    const { value } = holder;
    const verdict = this.#fields.value(key);
    if (value.type === "null" || value.type === "masked") return;
    if (verdict.is === "masked" || (value.type === "bytes" && !verdict.shown)) {
      this.#mask(holder);
      return;
    }
    if (verdict.is === "unsure") this.#fields.wait(holder);
    if (value.type === "table" || value.type === "array") {
      this.#fields.enter(value.type === "table" ? "object" : "array", verdict);
      holder.value =
        value.type === "table"
          ? { type: "table", value: value.value.map((entry) => this.#entry(entry)) }
          : { type: "array", value: value.value.map((member) => this.#member(member)) };
      this.#fields.leave();
    } else if (value.type === "text" && !verdict.shown) {
      const masked = isMask(value.value) ? value.value : maskText(value.value, this.#judge);
      if (masked === value.value) return;
      holder.value = { type: "text", value: masked };
      this.count++;
    }
  }

  #member(value: FieldValue): FieldValue {
    const holder = { value };
    this.#value(holder, null);
    return holder.value;
  }

  #mask(holder: { value: FieldValue }): void {
    const { type } = holder.value;
    if (type === "masked") return;
    holder.value = { type: "masked", value: type };
    this.count++;
  }
}
