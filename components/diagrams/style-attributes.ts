/**
 * Lets a library that writes `style` attributes and `<style>` elements by script work under a content security policy
 * with nonces, for as long as it draws (docs/decisions/0010). Nothing is allowed that scripts may not do anyway: an
 * attribute becomes the same declarations through the CSSOM, and an element that a script makes gets the page's nonce.
 * What comes as text, by innerHTML or a parser, stays refused.
 */

let users = 0;
let restore: (() => void) | null = null;

/** Runs `draw` with both replaced. Runs may overlap: the last one puts things back. */
export async function withPolicyStyles<T>(draw: () => Promise<T>): Promise<T> {
  users += 1;
  restore ??= replace();
  try {
    return await draw();
  } finally {
    users -= 1;
    if (users === 0) {
      restore();
      restore = null;
    }
  }
}

function replace(): () => void {
  const setAttribute = Element.prototype.setAttribute;
  const createElement = document.createElement;
  // Scripts can read a nonce that style sheets and markup cannot.
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  Element.prototype.setAttribute = function (name, value) {
    const { style } = this as HTMLElement | SVGElement;
    if (name.toLowerCase() === "style" && style) style.cssText = value;
    else setAttribute.call(this, name, value);
  };
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = createElement.call(document, name, options);
    if (nonce && element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
  return () => {
    Element.prototype.setAttribute = setAttribute;
    document.createElement = createElement;
  };
}
