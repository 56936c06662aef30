import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { boundsOf, rangeParsers } from "@/app/_range/range-state";

/** What the address of the diagrams page says: the same picture for whoever opens the link. */

export const KINDS = ["flow", "saga", "aggregate", "participants", "topology"] as const;
export type Kind = (typeof KINDS)[number];

export const diagramParsers = {
  kind: parseAsStringLiteral(KINDS).withDefault("flow"),
  /** Id of a saga; without one it is the newest of `type`. */
  saga: parseAsString,
  part: parseAsInteger.withDefault(1),
  /** Type of sagas, by their first event: of the flow map, and of which the newest saga is drawn. */
  type: parseAsString,
  aggregate: parseAsString,
  exchange: parseAsString,
  /** Text in the names of exchanges and queues. */
  q: parseAsString,
  vhost: parseAsString,
  ...rangeParsers,
};

export const loadDiagramState = createLoader(diagramParsers);
export type DiagramState = Awaited<ReturnType<typeof loadDiagramState>>;

const given = <Value>(values: Record<string, Value | null>): Record<string, Value> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== null));

/** Part of the traffic. `anchor`: the moment that a preset range ends at. */
export function rangeOf(state: DiagramState, anchor: string): Record<string, string> {
  return given({ ...boundsOf(state, anchor), vhost: state.vhost });
}

export function flowOf(state: DiagramState, anchor: string): Record<string, string> {
  return { ...rangeOf(state, anchor), ...given({ sagaType: state.type, exchange: state.exchange }) };
}

export function topologyOf({ vhost, q }: DiagramState): Record<string, string> {
  return given({ vhost, q });
}

/** Where the text of the diagram stands; null where it is not said what to draw. */
export function addressOf(
  state: DiagramState,
  of: { anchor: string; lang: string; saga: string | null; aggregate: string | null },
): string | null {
  const { anchor, lang, saga, aggregate } = of;
  const lingo: Record<string, string> = lang === "en" ? {} : { lang };
  const address = (path: string, query: Record<string, string>) => {
    const text = new URLSearchParams({ ...query, ...lingo }).toString();
    return `/api/diagrams/${path}${text && `?${text}`}`;
  };
  switch (state.kind) {
    case "flow":
      return address("flows", flowOf(state, anchor));
    case "participants":
      return address("participants", rangeOf(state, anchor));
    case "topology":
      return address("topology", topologyOf(state));
    case "saga":
      return saga && address(`sagas/${saga}`, state.part > 1 ? { part: String(state.part) } : {});
    case "aggregate":
      return aggregate && address(`aggregates/${encodeURIComponent(aggregate)}`, rangeOf(state, anchor));
  }
}

/** Where the system is written down for the range. */
export function docsAddress(
  state: DiagramState,
  anchor: string,
  file: "events.md" | "asyncapi.json",
): string {
  const query = new URLSearchParams(rangeOf(state, anchor)).toString();
  return `/api/docs/${file}${query && `?${query}`}`;
}
