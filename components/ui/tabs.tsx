"use client";

import { Tabs as Base } from "@base-ui/react/tabs";
import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface Props<Id extends string> {
  label: string;
  value: Id;
  onChange: (id: Id) => void;
  tabs: readonly { id: Id; label: ReactNode; icon?: LucideIcon; count?: ReactNode; disabled?: boolean }[];
  /** The panel of the chosen tab. */
  children: ReactNode;
  className?: string;
}

/** Views of one thing. Arrows move among the tabs; the list scrolls sideways where it is narrow. */
export function Tabs<Id extends string>({ label, value, onChange, tabs, children, className }: Props<Id>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(id) => onChange(id as Id)}
      className={clsx("flex min-h-0 flex-col", className)}
    >
      <Base.List
        aria-label={label}
        activateOnFocus
        className="flex shrink-0 overflow-x-auto border-b border-line px-2"
      >
        {tabs.map(({ id, label, icon: Icon, count, disabled }) => (
          <Base.Tab
            key={id}
            value={id}
            disabled={disabled}
            // From the first paint on, not only once the script runs: a list that scrolls must be within reach of keys.
            tabIndex={id === value ? 0 : -1}
            className="-mb-px flex min-h-9 items-center gap-1.5 border-b-2 border-transparent px-2.5 text-sm font-medium whitespace-nowrap text-muted -outline-offset-2 hover:text-ink data-active:border-accent data-active:text-ink data-disabled:opacity-50"
          >
            {Icon && <Icon aria-hidden className="size-4" />}
            {label}
            {count !== undefined && <span className="text-xs font-normal text-muted">{count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} className="min-h-0 flex-1 overflow-auto -outline-offset-2">
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
