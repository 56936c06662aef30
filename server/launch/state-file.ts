import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Reads a small JSON file of ours; null when it is missing or was cut short by a crash.
 * The caller then makes it anew.
 */
export async function readState<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return null;
  }
}

/** Writes it whole or not at all, readable by its owner only: it may hold a password. */
export async function writeState(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** A password or a cookie of 144 random bits, in letters and digits that need no quoting anywhere. */
export const randomSecret = () => randomBytes(18).toString("hex");
