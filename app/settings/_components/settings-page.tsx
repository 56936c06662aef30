import type { ReactNode } from "react";

/** A page of settings: its name, what it is about, what can be added. */
export function SettingsPage({
  title,
  about,
  actions,
  children,
}: {
  title: string;
  about: string;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-8 md:px-6">
      <div className="flex max-w-4xl flex-col gap-4 pt-4">
        <div className="flex flex-wrap items-start gap-3">
          <div className="min-w-0 flex-1 basis-60">
            <h1 className="text-lg font-semibold">{title}</h1>
            <p className="mt-0.5 text-sm text-muted">{about}</p>
          </div>
          {actions}
        </div>
        {children}
      </div>
    </div>
  );
}
