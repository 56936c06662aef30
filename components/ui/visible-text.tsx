import clsx from "clsx";

/**
 * Text from a broker. It is isolated, so that it cannot reorder what stands beside it, and characters that nobody can
 * see (controls, direction overrides, zero width) are written out, so that it cannot pass for something else.
 */
export function VisibleText({
  value,
  className,
  title = true,
}: {
  value: string;
  className?: string;
  title?: boolean;
}) {
  const visible = makeVisible(value);
  return (
    <bdi className={clsx("min-w-0", className)} title={title ? visible : undefined}>
      {visible}
    </bdi>
  );
}

// Halves of a character too: the server cannot send them, so that the browser would find another text than it was sent.
// Controls, soft hyphen, zero-width, direction marks and overrides, line separators, BOM, tag characters.
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\u{e0000}-\u{e007f}]/gu;

/** Writes invisible characters as their code points: `⟨U+202E⟩`. */
export function makeVisible(value: string): string {
  return value.replace(
    INVISIBLE,
    (character) => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}
