import { useTranslations } from "next-intl";
import { makeVisible } from "@/components/ui/visible-text";
import type { Grant } from "@/server/access/principal";

/** A grant in words: the role, and the part that it is for. */
export function useGrantText(): (grant: Grant) => string {
  const t = useTranslations("roles");
  return ({ role, vhost, exchanges }) => {
    const name = t(`name.${role}`);
    if (vhost === null && exchanges === null) return name;
    const parts = { role: name, vhost: makeVisible(vhost ?? ""), exchanges: makeVisible(exchanges ?? "") };
    if (exchanges === null) return t("inVhost", parts);
    return vhost === null ? t("onExchanges", parts) : t("inVhostOnExchanges", parts);
  };
}
