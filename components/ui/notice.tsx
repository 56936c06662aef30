import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** A state of a whole area: empty, failed, not found. Says what is the case, and what to do. */
export function Notice({
  icon: Icon,
  title,
  children,
  actions,
  role,
}: {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  role?: "alert" | "status";
}) {
  return (
    <div role={role} className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center">
      <Icon aria-hidden className="size-7 text-muted" strokeWidth={1.5} />
      <h2 className="text-lg font-medium">{title}</h2>
      {children && <div className="text-sm text-muted">{children}</div>}
      {actions && <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
