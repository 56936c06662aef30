import type { ClientBase } from "pg";
import { storedDelivery } from "@/server/broker/stored-delivery";
import { sanitiseHeaders } from "@/server/envelopes/sanitise-headers";
import { openBody, sealBody } from "@/server/event-store/seal";
import type { Content } from "./content";

/** Content that a dead letter is to have from now on. */
export interface NewVersion {
  deadLetterId: string;
  /** One more than the version that it was made of. */
  version: number;
  content: Content;
  /** What made it, where that was a patch or an older version. */
  patch: unknown;
}

/**
 * Writes versions and makes them count, within the caller's transaction, which has locked their dead letters: two statements,
 * however many they are.
 */
export async function writeVersions(
  client: ClientBase,
  versions: readonly NewVersion[],
  { editedBy, reason }: { editedBy: string; reason: string | null },
): Promise<void> {
  const sealed = versions.map(({ content }) => sealBody(content.body));
  const column = <T>(of: (version: NewVersion) => T) => versions.map(of);
  await client.query({
    text: `INSERT INTO dead_letter_versions
             (dead_letter_id, version, edited_by, reason, patch, routing_key, raw_properties, headers, body_codec, body_size, body)
           SELECT id, version, $3, $4, patch, routing_key, raw_properties, headers, codec, size, body
           FROM unnest($1::bigint[], $2::int[], $5::jsonb[], $6::bytea[], $7::bytea[], $8::jsonb[], $9::smallint[], $10::int[], $11::bytea[])
             AS v (id, version, patch, routing_key, raw_properties, headers, codec, size, body)`,
    values: [
      column(({ deadLetterId }) => deadLetterId),
      column(({ version }) => version),
      editedBy,
      reason,
      column(({ patch }) => (patch === null ? null : JSON.stringify(patch))),
      column(({ content }) => content.routingKey),
      column(({ content }) => content.rawProperties),
      column(({ content }) => headersJson(content)),
      sealed.map(({ codec }) => codec),
      column(({ content }) => content.body.length),
      sealed.map(({ bytes }) => Buffer.from(bytes)),
    ],
  });
  await client.query(
    `UPDATE dead_letter_states AS d SET version = v.version
     FROM unnest($1::bigint[], $2::int[]) AS v (id, version) WHERE d.id = v.id`,
    [column(({ deadLetterId }) => deadLetterId), column(({ version }) => version)],
  );
}

/** Content of one version of a dead letter that is held; 0 is what lay in the queue. Null where there is none. */
export async function readVersion(
  client: Pick<ClientBase, "query">,
  deadLetterId: string,
  version: number,
): Promise<Content | null> {
  const columns = 'raw_properties AS "rawProperties", body_codec AS codec, body';
  const { rows } = await client.query<{
    routingKey: Buffer;
    rawProperties: Buffer | null;
    codec: number;
    body: Buffer | null;
  }>(
    version === 0
      ? {
          text: `SELECT coalesce(convert_to(origin_key, 'UTF8'), routing_key) AS "routingKey", ${columns}
                 FROM dead_letter_contents WHERE id = $1`,
          values: [deadLetterId],
        }
      : {
          text: `SELECT routing_key AS "routingKey", ${columns}
                 FROM dead_letter_versions WHERE dead_letter_id = $1 AND version = $2`,
          values: [deadLetterId, version],
        },
  );
  const row = rows[0];
  if (!row?.rawProperties || !row.body) return null;
  return {
    routingKey: row.routingKey,
    rawProperties: row.rawProperties,
    body: openBody(row.codec, row.body),
  };
}

/** JSON for people, as the column of the dead letters has it. */
function headersJson({ routingKey, rawProperties, body }: Content): string | null {
  const { headers } = storedDelivery({
    receivedAt: 0,
    vhost: "",
    exchange: "",
    routingKey: routingKey.toString("utf8"),
    redelivered: false,
    rawProperties,
    body,
    oversize: null,
  });
  return headers ? JSON.stringify(sanitiseHeaders(headers)) : null;
}
