import type { Pool } from "pg";
import type { Judge } from "./judge";
import { modelVersions } from "./models-store";
import { judgeAnew, PAGE, pageOf, type Seen } from "./rejudge";
import { FORMS } from "./saga";

/** Pages of a turn: what else there is to do about sagas does not wait for a million that have ended. */
const MOST_PAGES = 5;

/** How far a start type has been gone through for a version of its model. */
interface Walked {
  generation: number;
  version: number;
  /** Forms that are done. */
  forms: number;
  after: Seen | null;
}

/**
 * Judges instances anew that ended by what another model said: where something mostly comes now after what was an end, they
 * have not ended. Those with a definition end by that alone, and open ones are not its matter. It goes on from turn to turn;
 * a process that begins anew goes through them again, and touches only those that differ.
 */
export class EndedRejudge {
  readonly #walked = new Map<string, Walked>();
  readonly #pages: number;

  /** @param pages that are looked at in a turn */
  constructor(pages = MOST_PAGES) {
    this.#pages = pages;
  }

  /** @returns whether there is more to do */
  async turn(pool: Pool, generation: number, judge: Judge, signal?: AbortSignal): Promise<boolean> {
    let left = this.#pages;
    for (const { vhost, startType, version } of await modelVersions(pool)) {
      const walked = this.#walkedOf(JSON.stringify([vhost, startType]), generation, version);
      while (walked.forms < FORMS.length) {
        if (signal?.aborted || left-- <= 0) return true;
        const form = FORMS[walked.forms]!;
        const page = await pageOf(pool, generation, { form, type: startType }, walked.after);
        const differ = page.filter((seen) => seen.vhost === vhost && endedOtherwise(seen, version));
        await judgeAnew(pool, generation, differ, judge);
        const done = page.length < PAGE;
        walked.after = done ? null : page.at(-1)!;
        if (done) walked.forms++;
      }
    }
    return false;
  }

  #walkedOf(name: string, generation: number, version: number): Walked {
    let walked = this.#walked.get(name);
    if (walked?.generation !== generation || walked.version !== version) {
      walked = { generation, version, forms: 0, after: null };
      this.#walked.set(name, walked);
    }
    return walked;
  }
}

const endedOtherwise = ({ status, definition, modelVersion }: Seen, version: number): boolean =>
  status !== "RUNNING" && status !== "COMPENSATING" && definition === null && modelVersion !== version;
