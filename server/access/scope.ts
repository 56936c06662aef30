/**
 * The part of the traffic that a principal may see or act on. Pure. The same question in SQL:
 * server/event-store/scope-conditions.ts; a test holds the two together.
 */

/** Some exchanges of one virtual host, or of all. */
export interface Part {
  /** Null: every virtual host. */
  readonly vhost: string | null;
  /** A pattern for exchange names, `*` standing for any characters, also for none; null: every exchange. */
  readonly exchanges: string | null;
}

/** Everything, or all that lies in one of the parts. No parts: nothing. */
export type Scope = "everything" | readonly Part[];

/** Nothing at all. */
export const NOTHING: Scope = [];

/** Where a message was published. */
export interface Place {
  vhost: string;
  exchange: string;
}

/** The parts together, without those that another one contains. */
export function union(parts: readonly Part[]): Scope {
  if (parts.some(({ vhost, exchanges }) => vhost === null && coversAll(exchanges))) return "everything";
  const whole = parts.map(({ vhost, exchanges }) => ({
    vhost,
    exchanges: coversAll(exchanges) ? null : exchanges,
  }));
  return whole.filter((part, i) => !whole.some((other, j) => j !== i && contains(other, part, j < i)));
}

/** `first`: of two equal parts the first one stays. */
function contains(other: Part, part: Part, first: boolean): boolean {
  if (other.vhost === part.vhost && other.exchanges === part.exchanges) return first;
  return (
    (other.vhost === null || other.vhost === part.vhost) &&
    (other.exchanges === null || other.exchanges === part.exchanges)
  );
}

/** Whether a message that was published there lies in a scope. */
export function inScope(scope: Scope, { vhost, exchange }: Place): boolean {
  return (
    scope === "everything" ||
    scope.some(
      (part) =>
        (part.vhost === null || part.vhost === vhost) &&
        (part.exchanges === null || matchesName(part.exchanges, exchange)),
    )
  );
}

/** Whether a scope contains all exchanges of a virtual host, those too that do not exist yet. */
export function coversVhost(scope: Scope, vhost: string): boolean {
  return (
    scope === "everything" ||
    scope.some((part) => (part.vhost === null || part.vhost === vhost) && coversAll(part.exchanges))
  );
}

/** Whether a scope contains any exchange of a virtual host. */
export function touchesVhost(scope: Scope, vhost: string): boolean {
  return scope === "everything" || scope.some((part) => part.vhost === null || part.vhost === vhost);
}

/** Whether an exchange name is a pattern or just that name. */
export const isNamePattern = (text: string): boolean => text.includes("*");

/** Whether a pattern stands for a name. Takes pattern times name steps at most, whatever they are. */
export function matchesName(pattern: string, name: string): boolean {
  const pieces = pattern.split("*");
  const first = pieces[0]!;
  if (pieces.length === 1) return name === first;
  const last = pieces.at(-1)!;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last))
    return false;
  // Each piece as early as it can stand leaves the most room for the others.
  const end = name.length - last.length;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

function coversAll(pattern: string | null): boolean {
  return pattern === null || /^\*+$/.test(pattern);
}
