import { useTranslations } from "next-intl";
import { Fact, Facts } from "@/components/events/facts";
import { VisibleText } from "@/components/ui/visible-text";
import type { ComplaintView } from "@/server/complaints/view-schemas";
import { When } from "./when";

/** What the customer wrote, how it was resolved, and who the customer is. */
export function ComplaintFacts({ view }: { view: ComplaintView }) {
  const t = useTranslations("complaint");
  const { customer } = view;
  return (
    <>
      <p className="px-4 py-3 text-base whitespace-pre-wrap">
        <VisibleText value={view.description} title={false} className="[overflow-wrap:anywhere]" />
      </p>
      {view.resolution !== undefined && (
        <div className="mx-4 mb-3 rounded-md bg-accent-soft px-3 py-2">
          <h3 className="text-xs font-semibold text-muted">{t("about.resolution")}</h3>
          <p className="mt-0.5 text-sm whitespace-pre-wrap">
            <VisibleText value={view.resolution} title={false} className="[overflow-wrap:anywhere]" />
          </p>
        </div>
      )}
      <div className="border-t border-line">
        <Facts>
          <Fact name={t("customer.userId")} value={view.userId} />
          {customer?.name !== undefined && (
            <Fact name={t("customer.name")}>
              <VisibleText value={customer.name} title={false} className="[overflow-wrap:anywhere]" />
            </Fact>
          )}
          <Fact name={t("customer.email")} value={customer?.email ?? null} />
          {customer?.language !== undefined && (
            <Fact name={t("customer.language")}>
              {t("customer.languageName", { language: customer.language })}
            </Fact>
          )}
          <Fact name={t("about.category")}>
            <VisibleText value={view.category} title={false} className="[overflow-wrap:anywhere]" />
          </Fact>
          <Fact name={t("id")} value={view.id} />
          <Fact name={t("filed")}>
            <When value={view.createdAt} />
          </Fact>
        </Facts>
      </div>
    </>
  );
}
