import { createHash } from "node:crypto";

/** Chance that anybody can repeat: the same text gives the same numbers, on every machine and in every run. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** `length` lower-case hexadecimal digits. */
  hex(length: number): string;
  /** Text that looks like a version 4 UUID. */
  uuid(): string;
}

/**
 * Starts a row of chances from a text. 128 bits of state (sfc32): the ids made of it stay apart for as long as the
 * demo runs, which 32 bits would not do for a day.
 */
export function seeded(text: string): Random {
  const digest = createHash("sha256").update(text).digest();
  let [a, b, c, count] = [0, 4, 8, 12].map((offset) => digest.readInt32LE(offset)) as [
    number,
    number,
    number,
    number,
  ];
  const next = () => {
    const sum = (a + b + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  const int = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  const hex = (length: number) => {
    let digits = "";
    while (digits.length < length) digits += int(0, 0xffff).toString(16).padStart(4, "0");
    return digits.slice(0, length);
  };
  return {
    next,
    int,
    hex,
    chance: (probability) => next() < probability,
    pick: (list) => list[int(0, list.length - 1)]!,
    uuid: () => {
      const digits = hex(32);
      const variant = "89ab"[int(0, 3)]!;
      return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
    },
  };
}
