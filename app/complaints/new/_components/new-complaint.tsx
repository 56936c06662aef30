"use client";

import { ArrowLeft } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Scrolling } from "@/components/ui/scrolling";

/** The form brings its libraries along, after the page is there. */
const NewComplaintForm = dynamic(() => import("./new-complaint-form"), { ssr: false, loading: FormSkeleton });

export function NewComplaint() {
  const t = useTranslations("complaint");
  return (
    <Scrolling>
      <div className="mx-auto flex max-w-3xl flex-col gap-4 p-4 md:py-8">
        <header>
          <Link
            href="/complaints"
            className="mb-1 flex min-h-6 w-fit items-center gap-1.5 text-xs text-muted hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-3.5 rtl:rotate-180" />
            {t("back")}
          </Link>
          <h1 className="text-xl font-semibold tracking-tight">{t("new.title")}</h1>
          <p className="text-sm text-muted">{t("new.hint")}</p>
        </header>
        <NewComplaintForm />
      </div>
    </Scrolling>
  );
}

function FormSkeleton() {
  const t = useTranslations("complaint");
  return (
    <div
      role="status"
      aria-label={t("loading")}
      className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-4"
    >
      <div className="skeleton h-12" />
      <div className="skeleton h-12" />
      <div className="skeleton h-28" />
      <div className="skeleton h-12 w-1/2" />
    </div>
  );
}
