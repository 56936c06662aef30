"use client";

import { useTranslations } from "next-intl";
import { createContext, useContext } from "react";
import { Checkbox } from "@/components/ui/checkbox";

/** Which rows of a list are chosen. */
export interface Chosen {
  has: (id: string) => boolean;
  toggle: (id: string) => void;
}

const Context = createContext<Chosen>({ has: () => false, toggle: () => {} });

/** Tells the rows below which of them are chosen: they are drawn again by that alone. */
export const ChosenProvider = Context.Provider;

/** The box in a row. A click on it does not open the row. */
export function ChosenBox({ id, name }: { id: string; name: string }) {
  const t = useTranslations("deadLetters");
  const chosen = useContext(Context);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it keeps the click from the row; the box itself has the keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <span className="flex items-center" onClick={(event) => event.stopPropagation()}>
      <Checkbox
        label={t("choose", { name })}
        hideLabel
        checked={chosen.has(id)}
        onChange={() => chosen.toggle(id)}
      />
    </span>
  );
}
