import type { ClientBase } from "pg";
import { scopeFor } from "@/server/access/principal";
import type { Visit } from "@/server/http/door";
import type { By } from "@/server/operator-actions/action";
import { startRedrive } from "@/server/redrive/control-redrive";
import { planRedrive } from "@/server/redrive/plan-redrive";
import type { EditInput } from "./edit-schemas";
import type { EditableLetter } from "./editable-letters";

/**
 * Plans and starts a redrive of dead letters within the transaction that has just edited them: the plan freezes the version
 * that was written here, and claims them.
 * @returns the id of the redrive
 */
export async function redriveAtOnce(
  transaction: ClientBase,
  { principal }: Visit,
  letters: readonly EditableLetter[],
  manner: NonNullable<EditInput["redrive"]>,
  by: By,
): Promise<string> {
  const { id } = await planRedrive(transaction, {
    kind: "redrive",
    selection: { ids: letters.map((letter) => letter.id) },
    ...manner,
    // They were chosen one by one, by what they are now.
    again: true,
    scope: scopeFor(principal, "dead-letters.redrive"),
    by,
  });
  await startRedrive(transaction, id, by);
  return id;
}
