"use client";

import clsx from "clsx";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";
import { useHydrated } from "./use-hydrated";

/** A form that script sends. Should the browser ever send it itself, what was typed does not go into an address. */
export function Form({
  onSubmit,
  className,
  children,
}: {
  onSubmit: (form: HTMLFormElement) => unknown;
  className?: string;
  children: ReactNode;
}) {
  return (
    <form
      method="post"
      className={clsx("flex flex-col gap-4", className)}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(event.currentTarget);
      }}
    >
      {children}
    </form>
  );
}

/** Sends its form, from when script can do so. */
export function SubmitButton({ disabled = false, ...rest }: ComponentProps<typeof Button>) {
  const hydrated = useHydrated();
  return <Button type="submit" look="primary" {...rest} disabled={disabled || !hydrated} />;
}
