import type { Visit } from "@/server/http/door";
import { json, readQuery } from "@/server/http/problem";
import { flowInput, variantsInput } from "./flow-schemas";
import { flowReaderOf } from "./flows-router";
import { answerFlow } from "./read-flow";
import { readVariants } from "./variants";

/** `GET /api/flows` */
export async function getFlow(request: Request, visit: Visit): Promise<Response> {
  const input = readQuery(request, flowInput);
  return json(await answerFlow(visit.services.searchPool, await flowReaderOf(visit), input));
}

/** `GET /api/flows/variants` */
export async function getVariants(request: Request, visit: Visit): Promise<Response> {
  const input = readQuery(request, variantsInput);
  return json(await readVariants(visit.services.searchPool, await flowReaderOf(visit), input));
}
