import { useTranslations } from "next-intl";
import { useMemo } from "react";

const WIDTH = 16;

/** The first bytes of a body, sixteen a line, with what of them is printable beside. */
export function HexDump({ base64, total }: { base64: string; total: number }) {
  const t = useTranslations("detail");
  const { lines, shown } = useMemo(() => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return { lines: hexLines(bytes), shown: bytes.length };
  }, [base64]);
  return (
    <div className="overflow-x-auto px-4 py-3">
      <pre className="font-mono text-xs">{lines.join("\n")}</pre>
      {shown < total && <p className="mt-2 text-xs text-muted">{t("hexRest", { count: total - shown })}</p>}
    </div>
  );
}

/** `00000010  48 65 6c …  Hel…` */
export function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const part = [...bytes.subarray(at, at + WIDTH)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join("");
    lines.push(`${at.toString(16).padStart(8, "0")}  ${hex.padEnd(WIDTH * 3 - 1)}  ${text}`);
  }
  return lines;
}
