/** What a diagram shows: around what is opened, else what the text finds, else everything. */
export function flowOptionsOf(state: {
  exchange: string | null;
  queue: string | null;
  q: string | null;
  own: boolean;
}) {
  const focus =
    state.exchange !== null
      ? { kind: "exchange" as const, name: state.exchange }
      : state.queue !== null
        ? { kind: "queue" as const, name: state.queue }
        : null;
  return { focus, text: state.q, plumbing: state.own };
}
