import { EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";

/** What the server writes where something is masked (server/masking/mask-tokens.ts). */
const MASK = "•••";
const WHOLE = /^•••(?: (?:number|boolean|object|array))?$/;

/** Whether a text stands where a whole value is masked. */
export const isMasked = (text: string): boolean => WHOLE.test(text);

/** Whether a part of a text at least is masked. */
export const holdsMask = (text: unknown): boolean => typeof text === "string" && text.includes(MASK);

/** A value that the reader may not see. `kind`: what it is, where that is known. */
export function MaskedValue({ kind }: { kind?: string | undefined }) {
  const t = useTranslations("masked");
  return (
    <span title={t("hint")} className="inline-flex items-center gap-1 text-muted">
      <EyeOff aria-hidden className="size-3 shrink-0" />
      <span aria-hidden>{MASK}</span>
      <span className="font-sans text-2xs">
        {t("value")}
        {kind && ` · ${kind}`}
      </span>
    </span>
  );
}

/** The mark after a text of which a part is masked. */
export function MaskedMark() {
  const t = useTranslations("masked");
  return (
    <span title={t("hint")} className="inline-flex items-center gap-1 text-2xs text-muted">
      <EyeOff aria-hidden className="size-3" />
      {t("value")}
    </span>
  );
}
