import { useTranslations } from "next-intl";
import { makeVisible } from "@/components/ui/visible-text";
import type { GapItem } from "@/server/taps/taps-schemas";
import type { TopologyExchange } from "@/server/topology/topology-schemas";

/** What the server says by codes, in the reader's language. Names in it are made visible. */

/** A name between marks that keep its direction to itself. */
const name = (text: string) => `\u2068${makeVisible(text)}\u2069`;

/** Why an exchange is observed as it is. */
export function useReasonSentence(): (coverage: TopologyExchange["coverage"]) => string {
  const t = useTranslations("topology.reason");
  return (coverage) => {
    if (!coverage) return t("unseen");
    const { reason } = coverage;
    switch (reason.code) {
      case "bound_keys":
        return t("bound_keys", { keys: reason.keys });
      case "alternate":
      case "alternate_missing":
      case "alternate_not_observed":
        return t(reason.code, { alternate: name(reason.alternate) });
      case "headers_not_mirrorable":
        return t("headers_not_mirrorable", { count: reason.count });
      case "policy_unreadable":
        return t("policy_unreadable", { policy: name(reason.policy) });
      case "tap_would_steal":
        return reason.upstream.length > 0
          ? t("tap_would_steal_upstream", {
              type: name(reason.type),
              upstream: reason.upstream.map(name).join(", "),
            })
          : t("tap_would_steal", { type: name(reason.type) });
      case "refused":
        return t("refused", { detail: makeVisible(reason.detail) });
      default:
        return t(reason.code);
    }
  };
}

/** What is proven of an exchange. */
export function useVerdictSentence(): (
  completeness: NonNullable<TopologyExchange["completeness"]>,
) => string {
  const t = useTranslations("topology.verdict");
  return ({ state, certainty, missing, inDoubt, why }) => {
    if (state === "unknown") return t(why ?? "counter_restarted");
    if (missing > 0) return t("missing", { count: missing });
    if (state === "settling") return t("settling");
    return certainty === "exact" ? t("exact") : t("inferred", { count: inDoubt ?? 0 });
  };
}

/** How many messages a gap is about, and why they are missing. */
export function useGapSentence(): (gap: GapItem) => { count: string; cause: string } {
  const t = useTranslations("topology");
  return ({ count, exact, cause, candidates }) => {
    const possible = candidates.map((candidate) => t(`cause.${candidate}`)).join(" / ");
    return {
      count: count === null ? t("gap.unknown") : t(exact ? "gap.count" : "gap.atLeast", { count }),
      cause: possible ? `${t(`cause.${cause}`)} (${possible})` : t(`cause.${cause}`),
    };
  };
}

/** The name of an exchange for a person; the default one has none. */
export function useExchangeName(): (name: string) => string {
  const t = useTranslations("topology");
  return (given) => (given === "" ? t("defaultExchange") : makeVisible(given));
}
