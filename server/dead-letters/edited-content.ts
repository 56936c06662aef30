import type { ClientBase } from "pg";
import { type Content, withText } from "./content";
import type { Edit } from "./edit-schemas";
import type { EditableLetter } from "./editable-letters";
import { patchHeaders } from "./patch-headers";
import { orRefuse, refused } from "./refusal-texts";
import { readVersion } from "./versions";

/**
 * The content of a dead letter after an edit.
 * @throws SillageError CONFLICT where somebody else has edited it since; UNPROCESSABLE where it does not apply; NOT_FOUND for
 * a version that there is none of
 */
export async function editedContent(
  client: Pick<ClientBase, "query">,
  letter: EditableLetter,
  { restore, headers = [], body, routingKey }: Edit,
): Promise<Content> {
  const { content } = letter;
  if (!content) throw refused("not_held");
  if (restore !== undefined) {
    const older = restore < letter.version ? await readVersion(client, letter.id, restore) : null;
    if (!older) throw refused("no_such_version");
    return older;
  }
  return orRefuse(() => {
    const texted = body === undefined ? content : withText(content, body);
    return {
      ...texted,
      rawProperties: headers.reduce(patchHeaders, content.rawProperties),
      routingKey: routingKey === undefined ? content.routingKey : rewritten(content.routingKey, routingKey),
    };
  });
}

/** A key that reads the same keeps its bytes, which may be no UTF-8. */
const rewritten = (before: Buffer, text: string): Buffer =>
  before.toString("utf8") === text ? before : Buffer.from(text, "utf8");
