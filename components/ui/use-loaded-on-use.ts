"use client";

import { type ComponentType, cloneElement, type ReactElement, useEffect, useRef, useState } from "react";

interface Opened {
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/**
 * Loads the code of a window when it is first opened, or when somebody points at its button: what nobody has opened yet
 * need not be in the first load of a page.
 * @returns `Window: null` until it is there; `trigger` is drawn meanwhile, and opens it too
 */
export function useLoadedOnUse<Props extends Opened>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  { trigger, open: given, onOpenChange }: Props,
) {
  const [Window, setWindow] = useState<ComponentType<Props> | null>(null);
  const [own, setOwn] = useState(false);
  const open = given ?? own;
  const setOpen = (next: boolean) => {
    setOwn(next);
    onOpenChange?.(next);
  };
  const latest = useRef(setOpen);
  useEffect(() => {
    latest.current = setOpen;
  });
  useEffect(() => {
    if (!open || Window) return;
    let gone = false;
    load().then(
      (module) => {
        if (!gone) setWindow(() => module.default);
      },
      // Not to be had now: the button is there for another try.
      () => {
        if (!gone) latest.current(false);
      },
    );
    return () => {
      gone = true;
    };
  }, [open, Window, load]);
  const button =
    trigger &&
    cloneElement(trigger as ReactElement<Record<string, unknown>>, {
      "aria-haspopup": "dialog",
      "aria-expanded": open,
      onClick: () => setOpen(!open),
      onPointerEnter: () => void load(),
      onFocus: () => void load(),
    });
  return { Window, trigger: button ?? null, open, setOpen };
}
