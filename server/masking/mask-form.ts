import { Fields } from "./fields";
import type { Judge } from "./judge";
import { maskText } from "./mask-text";
import { MASK } from "./mask-tokens";

/**
 * Masks the values of form-encoded data: `name=Jane&city=Bath`.
 * @returns null when it is no such data
 */
export function maskForm(text: string, judge: Judge): { text: string; count: number } | null {
  const pairs = text.split("&");
  if (text.length === 0 || !pairs.every((pair) => /^[^\s=]+=\S*$/.test(pair))) return null;
  const written = [...pairs];
  let count = 0;
  const fields = new Fields<number>(judge, (at) => {
    written[at] = `${keyOf(pairs[at]!)}=${MASK}`;
    count++;
  });
  fields.enter("object", fields.value(null));
  for (const [at, pair] of pairs.entries()) {
    const key = keyOf(pair);
    const source = pair.slice(key.length + 1);
    if (source === MASK || source === "") continue;
    const verdict = fields.value(plain(key));
    if (verdict.is === "masked") {
      written[at] = `${key}=${MASK}`;
      count++;
      continue;
    }
    if (verdict.is === "unsure") fields.wait(at);
    if (verdict.shown) continue;
    const said = plain(source);
    const masked = maskText(said, judge);
    if (masked === said) continue;
    written[at] = `${key}=${encodeURIComponent(masked).replaceAll(encodeURIComponent(MASK), MASK)}`;
    count++;
  }
  fields.leave();
  return { text: written.join("&"), count };
}

const keyOf = (pair: string) => pair.slice(0, pair.indexOf("="));

function plain(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
