import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether script has taken over the page: before that, a form would be sent the browser's own way. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
