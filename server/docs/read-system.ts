import { may, scopeFor } from "@/server/access/principal";
import type { Scope } from "@/server/access/scope";
import { EVENT_SCHEMAS, type EventType, serviceOf } from "@/server/complaints/complaint-events";
import { jsonSchemaOf } from "@/server/complaints/json-schemas";
import { diagramWords, TOPOLOGY_WORDS } from "@/server/diagrams/diagram-words";
import { flowFlowchart } from "@/server/diagrams/flow-flowchart";
import { participantsMap } from "@/server/diagrams/participants-map";
import { fittingFlowchart } from "@/server/diagrams/topology-flowchart";
import { SillageError } from "@/server/errors";
import { readFlow } from "@/server/flows/read-flow";
import type { Visit } from "@/server/http/door";
import { type RoutedMessage, routeFor } from "@/server/routes/route-queries";
import { listCoverage } from "@/server/taps/taps-queries";
import { factsOf } from "@/server/topology/topology-facts";
import { readTopology } from "@/server/topology/topology-queries";
import type { TopologyConsumer, TopologyView } from "@/server/topology/topology-schemas";
import { type DocsReader, docsReaderOf } from "./docs-reader";
import { type DocsRange, type EventCount, eventCounts } from "./event-counts";
import { type EventSamples, eventSamples } from "./event-samples";
import { participants } from "./participants";
import { tenseOf } from "./past-tense";
import { schemaOf } from "./shape-schema";
import { shownType } from "./shown-names";
import type { EventFacts, ExchangeFacts, SagaFacts, SystemFacts } from "./system-facts";

/** Event types and types of sagas that are described, the most frequent first. */
export const MOST_EVENTS = 150;
const MOST_SAGAS = 8;

/**
 * Everything that is written down, of the part of the traffic that whoever asks may see. It is made to be passed on, so it is
 * masked as for somebody who sees nothing personal, whoever asks.
 */
export async function readSystem(visit: Visit, range: DocsRange): Promise<SystemFacts> {
  const { searchPool, prisma } = visit.services;
  const { masker, ...rest } = await docsReaderOf(visit);
  const reader: DocsReader = { ...rest, masker: masker.forNobody };
  const flowRange = {
    from: range.from,
    to: range.to,
    ...(range.vhost === undefined ? {} : { vhost: range.vhost }),
  };
  const [counts, coverage, flow, services, brokers] = await Promise.all([
    eventCounts(searchPool, reader, range),
    listCoverage(prisma, visit.scope, range.vhost === undefined ? {} : { vhost: range.vhost }),
    readFlow(searchPool, reader, flowRange),
    participants(searchPool, reader, range),
    brokersOf(visit, range.vhost),
  ]);
  const exchanges = coverage
    .filter(
      ({ exchange }) => exchange !== "" && !exchange.startsWith("amq.") && !exchange.startsWith("sillage."),
    )
    .map((item): ExchangeFacts => ({ ...item, name: item.exchange }))
    .map(({ vhost, name, type, durable, autoDelete, internal, coverage }) => ({
      ...{ vhost, name, type, durable, autoDelete, internal, coverage },
    }));
  const dead = new Map(flow.nodes.map((node) => [node.type, node.dead]));
  const described = counts.slice(0, MOST_EVENTS);
  const samples = await eventSamples(searchPool, reader.masker, described, range);
  const events: EventFacts[] = [];
  for (const [i, count] of described.entries()) {
    const exchange = exchanges.find(({ vhost, name }) => vhost === count.vhost && name === count.exchange);
    events.push(await describeEvent(visit, reader, count, { exchange, brokers, dead, samples: samples[i]! }));
  }
  const words = diagramWords("en");
  const view = brokers.views[0];
  return {
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    exchanges,
    events: events.sort(byPlace),
    leftOutEvents: Math.max(0, counts.length - MOST_EVENTS),
    consumersUnknown: brokers.problem,
    sagas: await sagasOf(visit, reader, flowRange, flow.starts),
    participants: participantsMap(services, words),
    topology: view ? fittingFlowchart(factsOf(view), { words: TOPOLOGY_WORDS.en }) : null,
  };
}

interface Brokers {
  scope: Scope | null;
  views: TopologyView[];
  problem: string | null;
}

/** What the broker says of the virtual hosts that the reader may look at; none is no error, and told. */
async function brokersOf(visit: Visit, vhost: string | undefined): Promise<Brokers> {
  const { principal, services } = visit;
  if (!may(principal, "topology.read"))
    return { scope: null, views: [], problem: "your roles do not include it" };
  const scope = scopeFor(principal, "topology.read");
  try {
    const first = await readTopology(services, scope, vhost ?? null);
    const others = vhost === undefined ? first.vhosts.filter((name) => name !== first.vhost) : [];
    const views = [first];
    for (const name of others) views.push(await readTopology(services, scope, name));
    return {
      scope,
      views,
      problem: first.consumers === null ? "the broker does not show its consumers" : null,
    };
  } catch (error) {
    if (!(error instanceof SillageError)) throw error;
    return { scope, views: [], problem: error.message };
  }
}

async function describeEvent(
  visit: Visit,
  { masker, scope }: DocsReader,
  count: EventCount,
  known: {
    exchange: ExchangeFacts | undefined;
    brokers: Brokers;
    dead: ReadonlyMap<string, number>;
    samples: EventSamples;
  },
): Promise<EventFacts> {
  const { exchange, brokers, dead } = known;
  const { shape, example, newest, looked, persistent, identified, ...seen } = known.samples;
  const type = shownType(masker, count, count.type);
  const own = isOwn(count);
  const consumers =
    newest === null || brokers.scope === null
      ? []
      : await consumersOf(
          visit,
          { masker, scope },
          newest,
          brokers.views.find(({ vhost }) => vhost === count.vhost),
        );
  return {
    vhost: count.vhost,
    exchange: count.exchange,
    type,
    kind: count.kind,
    count: count.count,
    ...seen,
    consumers,
    tense: tenseOf(count.type),
    schema: own
      ? { source: "own", samples: 0, schema: jsonSchemaOf(count.type as EventType) }
      : { source: shape.seen > 0 ? "learned" : "none", samples: shape.seen, schema: schemaOf(shape) },
    example,
    guarantees: {
      durable: exchange?.durable ?? null,
      looked,
      persistent,
      identified,
      confirmed: own ? "ours" : "unseen",
      deadLettered: dead.get(type) ?? null,
      duplicates: count.duplicates,
    },
  };
}

/** Whether services of ours publish this type there; anybody else may use the same word elsewhere. */
const isOwn = ({ type, exchange }: EventCount): boolean =>
  Object.hasOwn(EVENT_SCHEMAS, type) && serviceOf(type as EventType).exchange === exchange;

/** The queues that the newest of them reaches by the bindings of now, and who reads those. */
async function consumersOf(
  { services }: Visit,
  { masker, scope }: Pick<DocsReader, "masker" | "scope">,
  newest: RoutedMessage,
  view: TopologyView | undefined,
): Promise<EventFacts["consumers"]> {
  const { queues } = await routeFor(services, scope, masker, newest);
  const of = (queue: string) => (view?.consumers ?? []).filter((it: TopologyConsumer) => it.queue === queue);
  return queues
    .map(({ name }) => ({
      queue: name,
      services: [...new Set(of(name).map(({ service }) => service))].sort(),
    }))
    .sort((a, b) => compare(a.queue, b.queue));
}

/** The flow of each type of saga. */
async function sagasOf(
  { services }: Visit,
  reader: DocsReader,
  range: { from: Date; to: Date; vhost?: string },
  starts: readonly { type: string; count: number }[],
): Promise<SagaFacts[]> {
  const most = [...starts].sort((a, b) => b.count - a.count || compare(a.type, b.type)).slice(0, MOST_SAGAS);
  const sagas: SagaFacts[] = [];
  for (const { type, count } of most) {
    const flow = await readFlow(services.searchPool, reader, { ...range, sagaType: type }).catch((error) => {
      // A type that is masked cannot be asked for.
      if (error instanceof SillageError && error.code === "FORBIDDEN") return null;
      throw error;
    });
    if (flow && flow.edges.length > 0) sagas.push({ type, count, flow: flowFlowchart(flow) });
  }
  return sagas;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byPlace = (a: EventFacts, b: EventFacts): number =>
  compare(a.vhost, b.vhost) || compare(a.exchange, b.exchange) || compare(a.type, b.type);
