import { randomUUID } from "node:crypto";
import { Backoff, pause } from "@/server/backoff";
import { errorText } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { type Random, seeded } from "../random";
import { complain, type DeskComplaint, type DeskRequest, nextStep } from "./desk-plan";

export interface DeskOptions {
  /** Address of the service: `http://127.0.0.1:3000`. */
  url: string;
  /** Of an agent. Secret. */
  token: string;
  logger: Logger;
  /** How long people take, as a multiple of a lively demo: 1 there, near 0 in tests. */
  pace: number;
}

/** Between two things that somebody at the desk does. */
const BETWEEN_MS = 4_000;
/** With more complaints than these under way nobody new complains. */
const MOST_OPEN = 40;
const FEW_OPEN = 8;
const PATIENCE_MS = 10_000;

/** Customers and agents at work, by the REST interface alone: an ordinary HTTP client, as any program would be. */
export class ComplaintDesk {
  readonly #options: DeskOptions;
  readonly #random: Random = seeded(`desk ${randomUUID()}`);
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;
  #done = 0;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** Requests that the service has granted. */
  get done(): number {
    return this.#done;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const { logger, pace } = this.#options;
    const backoff = new Backoff(1_000, 30_000);
    let said = "";
    while (!signal.aborted) {
      try {
        await this.#step();
        backoff.reset();
        said = "";
        await pause(BETWEEN_MS * pace * (0.3 + 1.4 * this.#random.next()), signal);
      } catch (error) {
        if (signal.aborted) return;
        const reason = errorText(error);
        if (reason !== said) logger.warn({ reason }, "the complaint desk waits");
        said = reason;
        await pause(backoff.next(), signal);
      }
    }
  }

  /** One thing that somebody does: a new complaint, or the next step of one that is under way. */
  async #step(): Promise<void> {
    const open = await this.#underWay();
    const quiet = open.length < FEW_OPEN || (open.length < MOST_OPEN && this.#random.chance(0.25));
    const request = quiet ? complain(this.#random) : nextStep(this.#random.pick(open), this.#random);
    if (request) await this.#ask(request);
  }

  async #underWay(): Promise<DeskComplaint[]> {
    const query = "status=OPEN,ASSIGNED,IN_PROGRESS,RESOLVED&sort=updatedAt&limit=60";
    const answer = await this.#send("GET", `/api/complaints?${query}`);
    if (!answer.ok) throw new Error(`the list of complaints answered ${answer.status}`);
    return ((await answer.json()) as { items: DeskComplaint[] }).items;
  }

  /** Sent again under the same key when the answer did not come. Somebody who was faster is no trouble. */
  async #ask({ method, path, body }: DeskRequest): Promise<void> {
    const key = randomUUID();
    const answer = await this.#send(method, path, body, key).catch(() => this.#send(method, path, body, key));
    if (answer.ok) this.#done++;
    else if (answer.status !== 409) {
      throw new Error(`${method} ${path} answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
    }
  }

  #send(method: string, path: string, body?: object, key?: string): Promise<Response> {
    const { url, token } = this.#options;
    return fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { "content-type": "application/json" }),
        ...(key && { "idempotency-key": key }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
  }
}
