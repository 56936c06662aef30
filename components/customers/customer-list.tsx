import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { VisibleText } from "@/components/ui/visible-text";
import type { CustomerEntry } from "@/server/notifications/directory-schemas";

/** Customers by user id, and how each is reached. */
export function CustomerList({
  customers,
  onChange,
  onRemove,
}: {
  customers: readonly CustomerEntry[];
  onChange: (customer: CustomerEntry) => void;
  onRemove: (customer: CustomerEntry) => void;
}) {
  const t = useTranslations("customers");
  return (
    <ul aria-label={t("list")} className="divide-y divide-line border-y border-line">
      {customers.map((customer) => (
        <li key={customer.userId} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5 text-sm">
          <div className="min-w-0 flex-1 basis-60">
            <p className="flex flex-wrap items-baseline gap-x-2">
              {customer.name !== null && <VisibleText value={customer.name} className="font-medium" />}
              <VisibleText
                value={customer.userId}
                className="font-mono text-xs text-muted [overflow-wrap:anywhere]"
              />
            </p>
            <p className="flex flex-wrap gap-x-2 text-xs text-muted">
              <VisibleText value={customer.email} className="[overflow-wrap:anywhere]" />
              <span>· {t("languageName", { language: customer.language })}</span>
            </p>
          </div>
          <span className="flex gap-1.5">
            <Button onClick={() => onChange(customer)} aria-label={t("changeNamed", { id: customer.userId })}>
              {t("change")}
            </Button>
            <Button onClick={() => onRemove(customer)} aria-label={t("removeNamed", { id: customer.userId })}>
              {t("remove")}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}
