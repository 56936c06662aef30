"use client";

import { Menu as Base } from "@base-ui/react/menu";
import clsx from "clsx";
import { Check, type LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";

const ITEM =
  "flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 text-sm outline-none select-none data-disabled:cursor-not-allowed data-disabled:opacity-50 data-highlighted:bg-raised";

interface Props {
  /** The button that opens it. */
  trigger: ReactElement;
  side?: "top" | "bottom" | "inline-start" | "inline-end";
  align?: "start" | "center" | "end";
  children: ReactNode;
}

/** Actions or choices behind a button; arrows, first letters, Enter and Esc as everybody expects. */
export function Menu({ trigger, side = "bottom", align = "start", children }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-40 outline-none"
        >
          <Base.Popup className="max-h-(--available-height) max-w-(--available-width) min-w-44 overflow-y-auto rounded-lg border border-line bg-surface p-1 text-ink shadow-pop outline-none transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** An action, or with `href` a way to a page. */
export function MenuItem({
  icon: Icon,
  tone,
  disabled,
  href,
  hint,
  onSelect,
  children,
}: {
  icon?: LucideIcon;
  tone?: "bad";
  disabled?: boolean;
  href?: string;
  /** A key or a note, at the end. */
  hint?: ReactNode;
  onSelect?: () => void;
  children: ReactNode;
}) {
  return (
    <Base.Item
      className={clsx(ITEM, tone === "bad" && "text-bad")}
      disabled={disabled}
      onClick={onSelect}
      render={href === undefined ? undefined : <Link href={href} />}
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0 text-muted" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint && <span className="ms-4 shrink-0 text-xs text-muted">{hint}</span>}
    </Base.Item>
  );
}

/** One of several, by radio buttons. The menu closes with the choice. */
export function MenuChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode; icon?: LucideIcon }[];
  onChange: (value: Value) => void;
}) {
  return (
    <Base.RadioGroup aria-label={label} value={value} onValueChange={onChange}>
      {options.map(({ value, label, icon: Icon }) => (
        <Base.RadioItem key={value} value={value} closeOnClick className={ITEM}>
          <span className="flex size-4 shrink-0 items-center justify-center">
            <Base.RadioItemIndicator>
              <Check aria-hidden className="size-4 text-accent" />
            </Base.RadioItemIndicator>
          </span>
          {Icon && <Icon aria-hidden className="size-4 shrink-0 text-muted" />}
          <span className="min-w-0 flex-1 truncate">{label}</span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

/** On or off; the menu stays, for the next one. */
export function MenuCheck({
  checked,
  onChange,
  disabled,
  children,
}: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <Base.CheckboxItem checked={checked} onCheckedChange={onChange} disabled={disabled} className={ITEM}>
      <span className="flex size-4 shrink-0 items-center justify-center">
        <Base.CheckboxItemIndicator>
          <Check aria-hidden className="size-4 text-accent" />
        </Base.CheckboxItemIndicator>
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Base.CheckboxItem>
  );
}

/** A heading over some items. */
export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-2 pt-1.5 pb-1 text-2xs font-medium text-muted">{children}</div>;
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}
