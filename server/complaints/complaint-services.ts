import type { Pool } from "pg";
import type { Clock } from "@/server/clock";
import { SillageError } from "@/server/errors";
import type { OwnStore } from "@/server/event-store/append-own";
import { digestKey } from "@/server/event-store/store-keys";
import { createOwnStore } from "./own-store";

/** What it takes to handle commands. One a process. */
export interface ComplaintServices {
  pool: Pool;
  /** Where our services publish. */
  vhost: string;
  clock: Clock;
  /** The store of our own streams; its key is read once. */
  store: () => Promise<OwnStore>;
}

export function createComplaintServices({
  pool,
  vhost,
  clock,
}: Pick<ComplaintServices, "pool" | "vhost" | "clock">): ComplaintServices {
  let store: Promise<OwnStore> | undefined;
  return {
    pool,
    vhost,
    clock,
    store: () => {
      store ??= digestKey(pool).then(createOwnStore);
      // A database that was away is asked again by the next command.
      store.catch(() => {
        store = undefined;
      });
      return store;
    },
  };
}

/** @throws SillageError NOT_FOUND where complaints are switched off */
export function expectComplaints({
  complaints,
}: {
  complaints: ComplaintServices | null;
}): ComplaintServices {
  if (complaints) return complaints;
  throw new SillageError(
    "NOT_FOUND",
    "Complaints are switched off here; SILLAGE_COMPLAINTS=on switches them on.",
  );
}
