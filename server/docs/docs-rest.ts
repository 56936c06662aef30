import type { Visit } from "@/server/http/door";
import { readQuery } from "@/server/http/problem";
import { asyncApiText } from "./asyncapi";
import { MARKDOWN, textAnswer } from "./diagram-answer";
import { rangeQuery } from "./diagram-schemas";
import { eventsMarkdown } from "./events-markdown";
import { readSystem } from "./read-system";
import type { SystemFacts } from "./system-facts";

/** So far back is counted where nobody says from when on. */
const WEEK_MS = 7 * 86_400_000;
const MINUTE_MS = 60_000;

/** `GET /api/docs/events.md` */
export async function getEventsMarkdown(request: Request, visit: Visit): Promise<Response> {
  return textAnswer(request, eventsMarkdown(await factsOf(request, visit)), MARKDOWN, "events.md");
}

/** `GET /api/docs/asyncapi.json` */
export async function getAsyncApi(request: Request, visit: Visit): Promise<Response> {
  const text = asyncApiText(await factsOf(request, visit));
  return textAnswer(request, text, "application/json", "asyncapi.json");
}

function factsOf(request: Request, visit: Visit): Promise<SystemFacts> {
  const { vhost, from, to } = readQuery(request, rangeQuery);
  // What is counted by the minute ends with one, so that within a minute the same is answered.
  const now = Math.ceil(visit.services.clock().getTime() / MINUTE_MS) * MINUTE_MS;
  const end = to ?? new Date(now);
  return readSystem(visit, { vhost, from: from ?? new Date(end.getTime() - WEEK_MS), to: end });
}
