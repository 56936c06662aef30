import type { z } from "zod";
import { type DiagramLanguage, diagramWords, TOPOLOGY_WORDS } from "@/server/diagrams/diagram-words";
import { flowFlowchart } from "@/server/diagrams/flow-flowchart";
import { participantsMap } from "@/server/diagrams/participants-map";
import { sequenceDiagram } from "@/server/diagrams/sequence-diagram";
import { stateDiagram } from "@/server/diagrams/state-diagram";
import { fittingFlowchart } from "@/server/diagrams/topology-flowchart";
import type { FlowInput } from "@/server/flows/flow-schemas";
import { readFlow } from "@/server/flows/read-flow";
import type { Visit } from "@/server/http/door";
import { openSaga } from "@/server/sagas/read-saga";
import { factsOf } from "@/server/topology/topology-facts";
import { readTopology } from "@/server/topology/topology-queries";
import { aggregateStates } from "./aggregate-states";
import type { DrawnText, rangeQuery, topologyDiagramQuery } from "./diagram-schemas";
import { docsReaderOf } from "./docs-reader";
import { participants } from "./participants";

/**
 * Diagrams of what is stored, each as whoever asks may see it: what lies outside of their scope is not in it, and what they see
 * masked stands masked in it.
 */

type Range = z.output<typeof rangeQuery>;

const whole = (text: string): DrawnText => ({ text, part: 1, parts: 1 });

/** Sequence diagram of a saga. @throws SillageError NOT_FOUND, also outside of the scope */
export async function drawSaga(
  visit: Visit,
  id: string,
  part: number,
  lang: DiagramLanguage,
): Promise<DrawnText> {
  return sequenceDiagram(await openSaga(visit, id), { words: diagramWords(lang), part });
}

/** Flowchart of the flow map. */
export async function drawFlow(visit: Visit, input: FlowInput, lang: DiagramLanguage): Promise<DrawnText> {
  const flow = await readFlow(visit.services.searchPool, await docsReaderOf(visit), input);
  return whole(flowFlowchart(flow, { words: diagramWords(lang) }));
}

/** State diagram of an aggregate type. */
export async function drawAggregate(
  visit: Visit,
  aggregateType: string,
  range: Range,
  lang: DiagramLanguage,
): Promise<DrawnText> {
  const wanted = { aggregateType, ...range };
  const facts = await aggregateStates(visit.services.searchPool, await docsReaderOf(visit), wanted);
  return whole(stateDiagram(facts, diagramWords(lang)));
}

/** Who reacts to what of whom. */
export async function drawParticipants(
  visit: Visit,
  range: Range,
  lang: DiagramLanguage,
): Promise<DrawnText> {
  const facts = await participants(visit.services.searchPool, await docsReaderOf(visit), range);
  return whole(participantsMap(facts, diagramWords(lang)));
}

/** Flowchart of exchanges and queues. */
export async function drawTopology(
  visit: Visit,
  { vhost, exchange, queue, q }: z.output<typeof topologyDiagramQuery>,
  lang: DiagramLanguage,
): Promise<DrawnText> {
  const topology = await readTopology(visit.services, visit.scope, vhost ?? null);
  const focus =
    exchange !== undefined
      ? ({ kind: "exchange", name: exchange } as const)
      : queue !== undefined
        ? ({ kind: "queue", name: queue } as const)
        : null;
  return whole(fittingFlowchart(factsOf(topology), { focus, text: q ?? null, words: TOPOLOGY_WORDS[lang] }));
}
