import type { SagaDefinition } from "./definition";
import { helpdeskComplaint } from "./definitions/helpdesk-complaint";
import { ownComplaint } from "./definitions/own-complaint";
import { shopOrder } from "./definitions/shop-order";

/** What is said of sagas that everybody with this product may have; in force unless somebody replaces or removes it. */
export const SHIPPED_DEFINITIONS: readonly SagaDefinition[] = [ownComplaint, helpdeskComplaint, shopOrder];
