import type { EditPreview } from "./edit-schemas";

/** What the record of an edit says: what was changed, and no values, which may be personal. */
export function toldChanges({ changes, problems, eventIdChanged }: EditPreview): object {
  return {
    body: changes.body.map(({ path }) => path ?? "(all of it)"),
    headers: changes.headers.map(({ name }) => name),
    routingKey: changes.routingKey !== null,
    problems: problems.length,
    ...(eventIdChanged ? { eventId: "changed" } : {}),
  };
}
