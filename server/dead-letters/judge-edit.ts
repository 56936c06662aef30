import { SillageError } from "@/server/errors";
import type { Visit } from "@/server/http/door";
import type { Masker } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import { problemsOf } from "./check-content";
import { type Content, readable } from "./content";
import { changesBetween } from "./content-changes";
import { placeOf } from "./dead-letter-item";
import type { EditPreview } from "./edit-schemas";
import { type EditableLetter, editRefusal } from "./editable-letters";
import { type KnownShape, knownShape } from "./known-shape";
import type { PatchRefusal } from "./patch-refusal";
import { editedReader, type ReadEdited } from "./read-edited";

/** Types that one request learns the shape of: each takes a search. */
const MOST_SHAPES = 20;

/** What is to be said of edits before they count: whether somebody may make them, and what they do. Made for one request. */
export class EditJudge {
  readonly #visit: Visit;
  readonly #masker: Masker;
  readonly #read: ReadEdited;
  readonly #shapes = new Map<string, Promise<KnownShape>>();

  private constructor(visit: Visit, masker: Masker, read: ReadEdited) {
    this.#visit = visit;
    this.#masker = masker;
    this.#read = read;
  }

  static async of(visit: Visit): Promise<EditJudge> {
    const [masker, read] = await Promise.all([maskerOf(visit), editedReader(visit.services.storePool)]);
    return new EditJudge(visit, masker, read);
  }

  /** Why a dead letter cannot be edited now, or not by them; null where it can. Who sees masks would send masks. */
  refusalOf(letter: EditableLetter): PatchRefusal | null {
    return this.#masker.judgeOf(placeOf(letter)) ? "masked" : editRefusal(letter);
  }

  /** Whether they are shown something of it that others see masked. */
  seesMore = (letter: EditableLetter): boolean => this.#masker.seesMore(placeOf(letter));

  /** What an edit changes, and how the result differs from what is known of its type. */
  async judge(letter: EditableLetter, content: Content): Promise<EditPreview> {
    const before = readable(letter.content!);
    const after = readable(content);
    const [was, is] = [this.#read(letter, letter.content!), this.#read(letter, content)];
    const known = await this.#knownOf(letter, is.eventType);
    return {
      changes: changesBetween(before, after),
      problems: problemsOf(known, before, after),
      shape: { eventType: known.eventType, source: known.source, samples: known.samples },
      eventIdChanged: was.eventId !== null && was.eventId !== is.eventId,
    };
  }

  /** Of the type that it now says it is; where that is nothing that is known, of the type that it died as. */
  async #knownOf(letter: EditableLetter, eventType: string | null): Promise<KnownShape> {
    const known = await this.#shapeOf(letter, eventType ?? letter.eventType);
    if (known.source !== "none" || letter.eventType === null) return known;
    const before = await this.#shapeOf(letter, letter.eventType);
    return before.source === "none" ? known : before;
  }

  /** @throws SillageError UNPROCESSABLE where there are so many types that not all can be looked at */
  #shapeOf(letter: EditableLetter, eventType: string | null): Promise<KnownShape> {
    const type = { ...placeOf(letter), eventType };
    const key = JSON.stringify(type);
    const found = this.#shapes.get(key);
    if (found) return found;
    if (this.#shapes.size >= MOST_SHAPES) {
      throw new SillageError(
        "UNPROCESSABLE",
        `These are messages of more than ${MOST_SHAPES} event types. Patch fewer types at a time.`,
      );
    }
    const { services, scope } = this.#visit;
    const shape = knownShape(services.searchPool, scope, type);
    this.#shapes.set(key, shape);
    return shape;
  }
}
