"use client";

import { createContext, type ReactNode, useContext } from "react";
import type { Place } from "@/server/status/status";

const Context = createContext<Place | null>(null);

/** Tells what stands below which installation this is. */
export function PlaceProvider({ place, children }: { place: Place; children: ReactNode }) {
  return <Context value={place}>{children}</Context>;
}

/** Which installation this is; null on the pages for everybody. */
export const usePlace = (): Place | null => useContext(Context);
