"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const EVERY_MS = 30_000;
const Context = createContext(0);

/**
 * Tells what stands below what time it is, to half a minute. It begins with the server's `anchor` (ISO 8601), so that
 * server and browser draw the same at first.
 */
export function NowProvider({ anchor, children }: { anchor: string; children: ReactNode }) {
  const [now, setNow] = useState(() => Date.parse(anchor));
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return <Context value={now}>{children}</Context>;
}

/** Milliseconds since 1970. */
export const useNow = (): number => useContext(Context);
