"use client";

import { ArrowLeft } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";

/** The form brings its libraries along, after the page is there. */
const NewComplaintForm = dynamic(() => import("./new-complaint-form"), { ssr: false, loading: FormSkeleton });

export function NewComplaint() {
  const t = useTranslations("complaint");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto -outline-offset-2">
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
    </div>
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
