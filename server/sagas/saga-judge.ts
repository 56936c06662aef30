import type { ClientBase } from "pg";
import { type DefinitionInForce, definitionFor } from "./definition";
import { definitionsInForce } from "./definitions-store";
import type { Judge } from "./judge";
import { judgeSaga, type Patience } from "./judge-saga";
import { type ModelName, readModels } from "./models-store";
import { patienceNow } from "./patience";
import type { SagaInstance, Verdict } from "./saga";
import { LearnedSituations } from "./saga-model";

/** What is known is asked for again after this time; the rejudging job goes through all once more, later than that (saga-jobs.ts). */
const FRESH_MS = 3_000;
/** Start types that are remembered: whoever invents names must not fill the memory. */
const MOST_REMEMBERED = 2_000;

interface Remembered {
  /** 0: there is none. */
  version: number;
  situations: LearnedSituations | null;
  askedAt: number;
}

interface Options {
  /** Milliseconds for which what is known stays fresh. */
  freshMs?: number;
  /** Milliseconds of any steady clock. */
  now?: () => number;
  /** Is told of what was judged. */
  onJudged?: (instances: readonly SagaInstance[], verdicts: readonly Verdict[]) => void;
}

/** Judges sagas by the definitions and models that are kept. */
export class SagaJudge implements Judge {
  readonly #freshMs: number;
  readonly #now: () => number;
  readonly #onJudged: Options["onJudged"];
  #rules: { definitions: DefinitionInForce[]; patience: Patience; askedAt: number } | null = null;
  readonly #models = new Map<string, Remembered>();

  constructor({ freshMs = FRESH_MS, now = () => performance.now(), onJudged }: Options = {}) {
    this.#freshMs = freshMs;
    this.#now = now;
    this.#onJudged = onJudged;
  }

  async judge(client: ClientBase, instances: readonly SagaInstance[]): Promise<Verdict[]> {
    if (instances.length === 0) return [];
    const { definitions, patience } = await this.#rulesNow(client);
    await this.#refreshModels(client, instances);
    const verdicts = instances.map((instance) => {
      const { vhost, type, exchange } = instance.steps[0]!;
      const remembered = this.#models.get(nameOf({ vhost: instance.key.vhost, startType: type }));
      const situations = remembered?.situations;
      return judgeSaga(instance, {
        definition: definitionFor(definitions, { type, exchange, vhost }),
        model: remembered && situations ? { version: remembered.version, situations } : null,
        patience,
      });
    });
    this.#onJudged?.(instances, verdicts);
    return verdicts;
  }

  async #rulesNow(client: ClientBase): Promise<{ definitions: DefinitionInForce[]; patience: Patience }> {
    if (!this.#rules || this.#now() - this.#rules.askedAt >= this.#freshMs) {
      this.#rules = {
        askedAt: this.#now(),
        definitions: await definitionsInForce(client),
        patience: await patienceNow(client),
      };
    }
    return this.#rules;
  }

  async #refreshModels(client: ClientBase, instances: readonly SagaInstance[]): Promise<void> {
    if (this.#models.size > MOST_REMEMBERED) this.#models.clear();
    const now = this.#now();
    const wanted = new Map<string, ModelName & { version: number }>();
    for (const { key, steps } of instances) {
      const name = { vhost: key.vhost, startType: steps[0]!.type };
      const remembered = this.#models.get(nameOf(name));
      if (remembered && now - remembered.askedAt < this.#freshMs) continue;
      wanted.set(nameOf(name), { ...name, version: remembered?.version ?? 0 });
    }
    if (wanted.size === 0) return;
    const found = new Map(
      (await readModels(client, [...wanted.values()])).map((model) => [nameOf(model), model]),
    );
    for (const name of wanted.keys()) {
      const model = found.get(name);
      const before = this.#models.get(name);
      this.#models.set(name, {
        askedAt: now,
        version: model?.version ?? 0,
        situations: model ? (model.model ? new LearnedSituations(model.model) : before!.situations) : null,
      });
    }
  }
}

const nameOf = ({ vhost, startType }: ModelName): string => JSON.stringify([vhost, startType]);
