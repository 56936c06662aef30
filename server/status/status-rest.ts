import type { MetricObject } from "prom-client";
import { json } from "@/server/http/problem";
import { aggregateMetrics } from "@/server/metrics/registry";
import type { WebServices } from "@/server/web-services";
import { ALIVE_MS } from "./status";
import { readReadiness } from "./status-queries";

/** `GET /api/health`: this process is alive. It asks nobody else, so that a database outage does not restart the web. */
export function getHealth(): Response {
  return json({ status: "ok" });
}

/** `GET /api/ready`: 200 when everything is in place, else 503; a reason for each part in both. */
export async function getReady({ prisma, clock }: WebServices): Promise<Response> {
  const answer = await readReadiness(prisma, clock());
  return json(answer, answer.ready ? 200 : 503);
}

/** `GET /metrics`: this process and all living workers together. */
export async function getMetrics({ prisma, clock, metrics, logger }: WebServices): Promise<Response> {
  const own = await metrics.registry.getMetricsAsJSON();
  const reports: MetricObject[][] = [own as MetricObject[]];
  try {
    const seenAt = { gt: new Date(clock().getTime() - ALIVE_MS) };
    for (const { metrics: report } of await prisma.process.findMany({
      where: { seenAt },
      select: { metrics: true },
    })) {
      if (Array.isArray(report) && report.length > 0) reports.push(report as unknown as MetricObject[]);
    }
  } catch {
    // Without the database the web's own figures are still worth having.
    logger.warn("metrics of the workers are missing: the database does not answer");
  }
  return new Response(await aggregateMetrics(reports), {
    headers: { "Content-Type": metrics.registry.contentType, "Cache-Control": "no-store" },
  });
}
