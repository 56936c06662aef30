import { errorText, SillageError } from "@/server/errors";
import { recordAction } from "@/server/operator-actions/record-action";
import type { WebServices } from "@/server/web-services";
import { type Admitted, admit } from "./admit";
import { byOf } from "./by";
import type { Principal } from "./principal";

interface Asking {
  principal: Principal | null;
  headers: Headers;
  services: Pick<WebServices, "storePool" | "logger">;
}

/**
 * As `admit`, and a refusal of somebody whom we know is recorded where it weighs: at a door that changes something or
 * hands something out. What a page merely could not show is no action of
 * anybody: it goes to the log.
 * @throws as `admit` does, also when the refusal could not be recorded
 */
export async function admitOnRecord(
  door: string,
  { principal, headers, services }: Asking,
  weighs: boolean,
): Promise<Admitted> {
  try {
    return admit(door, principal);
  } catch (error) {
    const refused = principal && error instanceof SillageError && error.code === "FORBIDDEN";
    if (refused && !weighs) services.logger.warn({ door, principal: principal.id }, "refused at a door");
    if (refused && weighs) {
      await recordAction(services.storePool, {
        by: byOf({ principal, headers }),
        action: "access.refused",
        target: { type: "door", id: door },
        outcome: "refused",
        detail: { error: error.message },
      }).catch((failure) =>
        services.logger.warn({ door, error: errorText(failure) }, "a refusal could not be recorded"),
      );
    }
    throw error;
  }
}
