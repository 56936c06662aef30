/** A stream in addresses and in the UI: its aggregate's type, a dash, the aggregate's id. */
export interface StreamName {
  type: string;
  id: string;
}

/**
 * `Complaint-42` for a complaint 42. Types never hold a dash when they come from a reader; one that does is escaped,
 * so that two streams never share a name. For a URL the whole is encoded once more, by who builds the URL.
 */
export function streamId(type: string, id: string): string {
  return `${type.replaceAll("%", "%25").replaceAll("-", "%2D")}-${id}`;
}

/** The type and id of a stream id, or null where there is no type or no id: it may be a bare aggregate id. */
export function parseStreamId(text: string): StreamName | null {
  const dash = text.indexOf("-");
  if (dash <= 0 || dash === text.length - 1) return null;
  const type = text.slice(0, dash).replaceAll("%2D", "-").replaceAll("%25", "%");
  return { type, id: text.slice(dash + 1) };
}
