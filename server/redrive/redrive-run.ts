import type { Pool } from "pg";
import { Backoff, pause } from "@/server/backoff";
import type { BrokerTarget } from "@/server/broker/connection";
import type { Management } from "@/server/broker/management";
import type { AuditQueueLimits } from "@/server/broker/plumbing";
import { errorText, SillageError } from "@/server/errors";
import type { Logger } from "@/server/logger";
import { chunkOf } from "./chunk-of";
import { Dispatch } from "./dispatch";
import { readDue } from "./due-messages";
import { PreparedMessages } from "./prepare-message";
import { judge, stepEnd } from "./ramp";
import { ReadAhead } from "./read-ahead";
import { ReceiptsRoom } from "./receipts-room";
import {
  RENEW_MS,
  type RedriveLease,
  RedriveLost,
  type RedriveNow,
  releaseRedrive,
  renewRedrive,
} from "./redrive-lease";
import type { HaltReason } from "./redrive-schemas";
import {
  advance,
  anythingLeft,
  endRedrive,
  freeLeft,
  type RunningRedrive,
  readDeadAgain,
  readRunning,
  readTally,
  type Tally,
  targetsOfRedrive,
  writeStep,
} from "./redrive-store";
import { settleUnknown } from "./settle-unknown";
import { Settler } from "./settler";
import { TokenBucket } from "./token-bucket";

export interface RedriveRunOptions {
  pool: Pool;
  target: BrokerTarget;
  management: Management;
  lease: RedriveLease;
  /** How much the audit queue may hold: it takes a receipt of each message. */
  auditQueue: AuditQueueLimits;
  logger: Logger;
}

/** Messages that are handed to the broker between two looks at whether somebody has paused it. */
const BLOCK = 1_000;
/**
 * Messages on their way. More would only lie in queues: the broker then writes to the disk what it otherwise hands on at
 * once, which costs it a third more of the processor at 8,000 than at 1,000.
 */
const ON_THEIR_WAY = 1_000;
/** Those, and what is answered but not written down. */
const WINDOW = 8_000;
const LOOK_MS = 1_000;
/** Until the next look whether the store has caught up. */
const WAIT_MS = 200;

/** Carries out one redrive while this worker holds it. */
export class RedriveRun {
  readonly #options: RedriveRunOptions;
  readonly #stopping = new AbortController();
  readonly #bucket = new TokenBucket(() => performance.now(), null);
  #running!: RunningRedrive;
  #now!: RedriveNow;
  #problem: string | null = null;
  #lost = false;
  /** The last ordinal that was sent in this life. */
  #after = 0;
  #lookedAt = 0;
  /** What the halt rule counts of earlier lives. */
  #before: Tally = { settled: 0, notTaken: 0, deadAgain: 0 };

  constructor(options: RedriveRunOptions) {
    this.#options = options;
  }

  get redriveId(): string {
    return this.#options.lease.redriveId;
  }

  /** Sends nothing more, writes down what is under way and gives the redrive back. */
  stop(): void {
    this.#stopping.abort();
  }

  /** Somebody has changed something: looks at once. */
  async poke(): Promise<void> {
    await this.#renew().catch(() => {});
  }

  /** Until it has ended, is paused, halted or lost, or this worker stops. Never throws. */
  async run(): Promise<void> {
    const { pool, lease, logger } = this.#options;
    const renewal = setInterval(() => this.#renew().catch(() => {}), RENEW_MS);
    const retry = new Backoff(200, 5_000);
    let settled = false;
    try {
      while (!settled && !this.#stopping.signal.aborted) {
        try {
          await this.#renew();
          settled = await this.#live();
        } catch (error) {
          if (error instanceof RedriveLost || this.#lost) throw error;
          if (await this.#refused(error)) break;
          if (this.#problem === null)
            logger.warn({ ...lease, reason: errorText(error) }, "a redrive cannot go on");
          this.#problem = errorText(error);
          await pause(retry.next(), this.#stopping.signal);
        }
      }
    } catch (error) {
      logger.warn({ ...lease, reason: errorText(error) }, "a redrive was left to another worker");
    } finally {
      clearInterval(renewal);
      if (!this.#lost) await releaseRedrive(pool, lease, settled).catch(() => {});
    }
  }

  /** One life: from a connection to the loss of it. @returns whether everything that was sent has its outcome */
  async #live(): Promise<boolean> {
    const { pool, target, management, lease } = this.#options;
    this.#running = await readRunning(pool, lease);
    this.#after = 0;
    const dispatch = await Dispatch.open(target, this.#running.vhost, lease.redriveId);
    let settler: Settler | null = null;
    try {
      if (this.#running.unsettled) {
        this.#problem = "waits for our own store to tell what was sent before the connection was lost";
        const { signal } = this.#stopping;
        await settleUnknown({ pool, management, lease, running: this.#running, dispatch, signal });
      }
      this.#problem = null;
      this.#before = await readTally(pool, lease.redriveId, this.#now.haltAfter);
      settler = new Settler({ pool, lease, kind: this.#running.kind, dispatch });
      await this.#carryOut(dispatch, settler);
      await settler.end();
      await this.#renew();
      if (this.#now.status === "aborted") await freeLeft(pool, lease);
      if (!(await anythingLeft(pool, lease.redriveId))) {
        await dispatch.remove(await targetsOfRedrive(pool, lease.redriveId));
      }
      return true;
    } finally {
      await dispatch.close();
      await settler?.end();
    }
  }

  async #carryOut(dispatch: Dispatch, settler: Settler): Promise<void> {
    const { pool, lease } = this.#options;
    const { ramp, last } = this.#running;
    let { step, stepThrough, waitUntil } = this.#running;
    while (this.#goesOn) {
      if (waitUntil !== null) {
        if (!(await this.#waitUntil(waitUntil, settler))) return;
        waitUntil = null;
        step++;
        stepThrough = stepEnd(ramp, step, stepThrough, last);
        await writeStep(pool, lease, { step, through: stepThrough, waitUntil });
      } else if (step === 0) {
        step = 1;
        stepThrough = stepEnd(ramp, step, stepThrough, last);
        await writeStep(pool, lease, { step, through: stepThrough, waitUntil });
      }
      const sent = await this.#sendThrough(stepThrough, dispatch, settler);
      await settler.settled(() => !this.#goesOn);
      if (!sent) return;
      if (stepThrough >= last) return this.#complete();
      if (await this.#halts(settler, true)) return;
      waitUntil = new Date(Date.now() + ramp.waitSeconds * 1_000);
      await writeStep(pool, lease, { step, through: stepThrough, waitUntil });
    }
  }

  /** @returns false when it was stopped before the end of the step */
  async #sendThrough(through: number, dispatch: Dispatch, settler: Settler): Promise<boolean> {
    const { pool, lease, target, auditQueue } = this.#options;
    const room = new ReceiptsRoom(auditQueue);
    const prepare = new PreparedMessages({
      running: this.#running,
      redriveId: lease.redriveId,
      target,
      link: dispatch.link,
    });
    const ahead = new ReadAhead(this.#after, (after) =>
      readDue(pool, lease.redriveId, { after, through, limit: this.#block }),
    );
    for (;;) {
      const due = await ahead.next();
      const lastDue = due.at(-1);
      if (!lastDue) return true;
      await this.#waitForStore(room, dispatch);
      if (
        !this.#goesOn ||
        (await this.#halts(settler, false)) ||
        !(await advance(pool, lease, lastDue.ordinal))
      )
        return false;
      this.#after = lastDue.ordinal;
      const { sendings, refused } = await prepare.all(due);
      settler.add(refused);
      for (let at = 0; at < sendings.length; ) {
        await settler.below(WINDOW, () => !this.#goesOn);
        if (!this.#goesOn) return false;
        const allowed = this.#bucket.take(chunkOf(sendings, at));
        if (allowed === 0) {
          await pause(this.#bucket.waitMs, this.#stopping.signal);
          continue;
        }
        await dispatch.below(ON_THEIR_WAY);
        await dispatch.link.room();
        const chunk = sendings.slice(at, at + allowed);
        dispatch.send(chunk);
        room.sent(chunk);
        at += allowed;
      }
    }
  }

  /** Until the audit queue has room for receipts, or it is stopped. */
  async #waitForStore(room: ReceiptsRoom, dispatch: Dispatch): Promise<void> {
    while (this.#goesOn && dispatch.ended === null) {
      const waiting = await room.tooMany(() => dispatch.link.waitingForStore());
      if (waiting === null) break;
      this.#problem = `waits for our own store: ${waiting} messages are not stored yet`;
      await pause(WAIT_MS, this.#stopping.signal);
    }
    this.#problem = null;
  }

  /** A second's worth where there is a limit, so that a pause is not late. */
  get #block(): number {
    const { rate } = this.#now;
    return rate === null ? BLOCK : Math.max(1, Math.min(BLOCK, rate));
  }

  get #goesOn(): boolean {
    return this.#now.status === "running" && !this.#stopping.signal.aborted && !this.#lost;
  }

  /** @returns false when it halted or was stopped meanwhile */
  async #waitUntil(moment: Date, settler: Settler): Promise<boolean> {
    for (;;) {
      if (!this.#goesOn || (await this.#halts(settler, true))) return false;
      const rest = moment.getTime() - Date.now();
      if (rest <= 0) return true;
      await pause(Math.min(LOOK_MS, rest), this.#stopping.signal);
    }
  }

  /** Looks at most once a second while a step is under way. @returns whether it has halted */
  async #halts(settler: Settler, stepEnded: boolean): Promise<boolean> {
    const { pool, lease } = this.#options;
    const { haltShare, haltAfter } = this.#now;
    if (haltShare === null || (!stepEnded && performance.now() - this.#lookedAt < LOOK_MS)) return false;
    this.#lookedAt = performance.now();
    const { settled, notTaken } = settler.written;
    const tally = {
      settled: this.#before.settled + settled,
      notTaken: this.#before.notTaken + notTaken,
      deadAgain: await readDeadAgain(pool, lease.redriveId, haltAfter),
    };
    const why = judge(haltShare, tally, stepEnded);
    if (why) await this.#halt(why);
    return why !== null;
  }

  async #halt(why: HaltReason): Promise<void> {
    const { pool, lease, logger } = this.#options;
    await endRedrive(pool, lease, { status: "halted", why });
    logger.warn({ redriveId: lease.redriveId, ...why }, "a redrive has halted itself");
    await this.#renew();
  }

  async #complete(): Promise<void> {
    const { pool, lease } = this.#options;
    if (await anythingLeft(pool, lease.redriveId)) return;
    await endRedrive(pool, lease, { status: "completed" });
  }

  /** What waiting does not mend: a right that we lack, something else under one of our names. */
  async #refused(error: unknown): Promise<boolean> {
    if (!(error instanceof SillageError && (error.code === "FORBIDDEN" || error.code === "CONFLICT")))
      return false;
    await this.#halt({ rule: "broker", count: 0, of: 0, allowed: null, detail: error.message });
    return true;
  }

  async #renew(): Promise<void> {
    const { pool, lease } = this.#options;
    try {
      this.#now = await renewRedrive(pool, lease, this.#problem);
      this.#bucket.rate = this.#now.rate;
    } catch (error) {
      if (error instanceof RedriveLost) this.#lost = true;
      throw error;
    }
  }
}
