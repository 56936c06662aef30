/** One step of a path: a key or a place in an array, as text; null for any of them. */
export type PathStep = string | null;

const MOST_STEPS = 32;
const LONGEST_PATH = 500;
const STEP =
  /\.\s*([^.[\]*"'\s]+)|\.\s*(\*)|\[\s*(\d+)\s*\]|\[\s*(\*)\s*\]|\[\s*("(?:[^"\\]|\\.)*")\s*\]|\[\s*'([^']*)'\s*\]/uy;

/**
 * Reads a JSON path: `$.customer.email`, `$.lines[*].note`, `$["unit price"]`, `$.people.*.name`. `*` stands for any key
 * or any place in an array. The `$` may be left out. Null when it is none, or names the whole body.
 */
export function readPath(pattern: string): PathStep[] | null {
  const text = pattern.trim();
  if (text.length > LONGEST_PATH) return null;
  const rest = text.startsWith("$") ? text.slice(1) : /^[.[]/.test(text) ? text : `.${text}`;
  const steps: PathStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < rest.length) {
    const found = STEP.exec(rest);
    if (!found || steps.length === MOST_STEPS) return null;
    const [, name, any, place, anyPlace, quoted, single] = found;
    if (any ?? anyPlace) steps.push(null);
    else {
      const key = quoted === undefined ? (name ?? place ?? single)! : unquoted(quoted);
      if (key === null) return null;
      steps.push(key);
    }
  }
  return steps.length > 0 ? steps : null;
}

function unquoted(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}
