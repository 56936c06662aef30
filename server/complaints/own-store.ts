import { OwnStore } from "@/server/event-store/append-own";
import { checkEvent } from "./check-event";

/**
 * The store of our services' streams: no event gets into it that does not meet its schema.
 * @param secret the store's key for digests (`digestKey`)
 */
export const createOwnStore = (secret: Uint8Array): OwnStore => new OwnStore(secret, checkEvent);
