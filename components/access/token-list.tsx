import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { DayAndTime } from "@/components/ui/day-and-time";
import { VisibleText } from "@/components/ui/visible-text";
import type { TokenItem } from "@/server/access/access-schemas";
import { useGrantText } from "./grant-text";

const TONES: Record<TokenItem["state"], Tone> = { valid: "good", expired: "neutral", revoked: "bad" };

/** All tokens: what each may do, until when, and when it was last used. */
export function TokenList({
  tokens,
  onRevoke,
}: {
  tokens: readonly TokenItem[];
  onRevoke: (token: TokenItem) => void;
}) {
  const t = useTranslations("tokens");
  const grantText = useGrantText();
  const maker = (by: string | null) => {
    if (by === null) return t("someone");
    return by === "command" ? t("byCommand") : by;
  };
  return (
    <ul aria-label={t("title")} className="divide-y divide-line border-y border-line">
      {tokens.map((token) => (
        <li key={token.id} className="flex flex-wrap items-start gap-x-4 gap-y-1 py-2.5 text-sm">
          <div className="min-w-0 flex-1 basis-60">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <VisibleText value={token.name} className="truncate font-medium" />
              <code className="text-xs text-muted">{token.prefix}…</code>
              <Badge tone={TONES[token.state]}>{t(`state.${token.state}`)}</Badge>
              {token.grants.map((grant) => (
                <Badge key={JSON.stringify(grant)} tone="accent">
                  {grantText(grant)}
                </Badge>
              ))}
            </div>
            <p className="mt-1 text-xs text-muted">
              {t("made", { by: maker(token.createdBy) })} <DayAndTime value={token.createdAt} /> ·{" "}
              {t("until")} <DayAndTime value={token.expiresAt} /> ·{" "}
              {token.lastUsedAt ? (
                <>
                  {t("lastUsed")} <DayAndTime value={token.lastUsedAt} />
                </>
              ) : (
                t("neverUsed")
              )}
            </p>
          </div>
          {token.state === "valid" && (
            <Button onClick={() => onRevoke(token)} aria-label={t("revokeNamed", { name: token.name })}>
              {t("revoke")}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
