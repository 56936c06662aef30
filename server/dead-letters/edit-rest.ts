import type { Visit } from "@/server/http/door";
import { invalidInput, json, readBody } from "@/server/http/problem";
import { deadLetterId } from "./dead-letter-filter";
import { editDeadLetter } from "./edit";
import { checkedEditInput, patchesInput } from "./edit-schemas";
import { applyToDeadLetters, previewPatch } from "./patch-dead-letters";

/** `POST /api/dead-letters/{id}/versions` */
export async function postVersion(id: string, request: Request, visit: Visit): Promise<Response> {
  const parsed = deadLetterId.safeParse(id);
  if (!parsed.success) throw invalidInput({ id: "is not the id of a dead letter" });
  return json(await editDeadLetter(visit, parsed.data, await readBody(request, checkedEditInput)), 201);
}

/** `POST /api/dead-letters/patches` */
export async function postPatch(request: Request, visit: Visit): Promise<Response> {
  const asked = await readBody(request, patchesInput);
  return json(
    asked.mode === "preview" ? await previewPatch(visit, asked) : await applyToDeadLetters(visit, asked),
  );
}
