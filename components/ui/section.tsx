import type { ReactNode } from "react";

/** A part of a page of settings: its name, what it is about, and what can be done. */
export function Section({
  title,
  about,
  children,
}: {
  title: string;
  about?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={title}
      className="grid gap-x-8 gap-y-3 border-b border-line py-5 last:border-0 lg:grid-cols-[16rem_minmax(0,1fr)]"
    >
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        {about && <div className="mt-1 text-sm text-muted">{about}</div>}
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}
