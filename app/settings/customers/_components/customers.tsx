"use client";

import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Search, UserRoundPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CustomerList } from "@/components/customers/customer-list";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import type { CustomerEntry } from "@/server/notifications/directory-schemas";
import { useTRPC } from "../../../_trpc/react";
import { SettingsPage } from "../../_components/settings-page";
import { CustomerForm } from "./customer-form";
import { CUSTOMERS_INPUT } from "./customers-input";

/** The directory of customers, and the one that is being added, changed or removed. */
export function Customers() {
  const t = useTranslations("customers");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const [q, setQ] = useState("");
  const [edited, setEdited] = useState<CustomerEntry | "new" | null>(null);
  const [removed, setRemoved] = useState<CustomerEntry | null>(null);
  const query = useInfiniteQuery(
    trpc.customers.list.infiniteQueryOptions(
      { ...CUSTOMERS_INPUT, ...(q === "" ? {} : { q }) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData, retry: false },
    ),
  );
  const remove = useMutation(trpc.customers.remove.mutationOptions());
  const customers = query.data?.pages.flatMap((page) => page.items) ?? [];
  const again = () => queries.invalidateQueries(trpc.customers.list.infiniteQueryFilter());
  return (
    <SettingsPage
      title={t("title")}
      about={t("about")}
      actions={
        <Button look="primary" onClick={() => setEdited("new")}>
          <UserRoundPlus aria-hidden className="size-4" />
          {t("add")}
        </Button>
      }
    >
      <FormProblem>{query.error && t("notRead")}</FormProblem>
      <span className="relative max-w-80">
        <Search aria-hidden className="pointer-events-none absolute start-2 top-2 size-4 text-muted" />
        <input
          type="search"
          aria-label={t("search")}
          placeholder={t("search")}
          maxLength={200}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          onBlur={(event) => setQ(event.currentTarget.value.trim())}
          className="field w-full ps-8"
        />
      </span>
      {query.isSuccess && customers.length === 0 ? (
        <p className="text-sm text-muted">{t(q === "" ? "none" : "noMatch")}</p>
      ) : (
        <CustomerList customers={customers} onChange={setEdited} onRemove={setRemoved} />
      )}
      {query.hasNextPage && (
        <div>
          <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
      {edited !== null && (
        <CustomerForm
          customer={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            toast(t("saved"));
            void again();
          }}
        />
      )}
      {removed && (
        <ConfirmDialog
          tone="bad"
          title={t("removeQuestion", { id: removed.userId })}
          consequences={[t("removeResult")]}
          confirmLabel={t("remove")}
          open
          onOpenChange={(open) => !open && setRemoved(null)}
          onConfirm={async (reason) => {
            await remove.mutateAsync({ userId: removed.userId, reason }).catch((error: Error) => {
              throw new Error(t("failed", { error: error.message }));
            });
            toast(t("removed"));
            await again();
          }}
        />
      )}
    </SettingsPage>
  );
}
