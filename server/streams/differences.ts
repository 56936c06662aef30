/** Where two JSON values differ. Pure. */
export interface Difference {
  /** `timeline.2.by`; empty for the whole. */
  path: string;
  stored?: unknown;
  rebuilt?: unknown;
}

/** More are not listed: then the whole is another one. */
const MOST = 200;

/** Every place in which `stored` is not what `rebuilt` is, in order; the order of keys does not count. */
export function differencesOf(stored: unknown, rebuilt: unknown): Difference[] {
  const found: Difference[] = [];
  compare("", stored, rebuilt, found);
  return found;
}

function compare(path: string, stored: unknown, rebuilt: unknown, found: Difference[]): void {
  if (found.length >= MOST || stored === rebuilt) return;
  if (!isContainer(stored) || !isContainer(rebuilt) || Array.isArray(stored) !== Array.isArray(rebuilt)) {
    found.push({
      path,
      ...(stored !== undefined && { stored }),
      ...(rebuilt !== undefined && { rebuilt }),
    });
    return;
  }
  for (const key of new Set([...Object.keys(stored), ...Object.keys(rebuilt)])) {
    compare(path === "" ? key : `${path}.${key}`, own(stored, key), own(rebuilt, key), found);
  }
}

/** What every object inherits is in neither: a payload may have a key `constructor`. */
const own = (container: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(container, key) ? container[key] : undefined;

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
