import { SillageError } from "@/server/errors";
import type { Judge } from "@/server/masking/judge";
import { maskJson } from "@/server/masking/mask-json";
import { type ComplaintView, complaintView } from "./view-schemas";

/** Fields of a filter that hold what a complaint says, under the names by which rules know them. */
const FILTERED = ["userId", "assignedTo", "category"] as const;
type Filtered = Partial<Record<(typeof FILTERED)[number] | "q", string | undefined>>;

/** Somebody who reads complaints, and what of them they see. */
export class ComplaintReader {
  readonly #judge: Judge | null;
  readonly #recorded: Judge | null;

  /**
   * @param judge of the exchange on which complaints are published; null for whoever sees everything
   * @param recorded of those who see everything because they may read personal data: what the others are not shown
   */
  constructor(judge: Judge | null, recorded: Judge | null = null) {
    this.#judge = judge;
    this.#recorded = recorded;
  }

  /** Whether it is to be recorded that this reader was shown something. */
  isOnRecord(shown: unknown): boolean {
    if (!this.#recorded) return false;
    const text = JSON.stringify(shown);
    return maskJson(text, this.#recorded)?.text !== text;
  }

  /** Whether something may be hidden from this reader. */
  get masks(): boolean {
    return this.#judge !== null;
  }

  /** A text of JSON as the reader may see it. */
  json(text: string): string {
    return this.#judge ? (maskJson(text, this.#judge)?.text ?? "null") : text;
  }

  /**
   * A complaint as the reader may see it.
   * @throws SillageError FORBIDDEN where a rule masks so much that no complaint is left of it
   */
  show(view: ComplaintView): ComplaintView {
    if (!this.#judge) return view;
    const masked = JSON.parse(this.json(JSON.stringify(view)));
    // A rule may mask the customer as a whole: what stands there then is no customer.
    if (typeof masked.customer === "string") delete masked.customer;
    const shown = complaintView.safeParse(masked);
    if (shown.success) return shown.data;
    throw new SillageError(
      "FORBIDDEN",
      "The masking rules hide a part of complaints without which they cannot be shown to your role.",
    );
  }

  /** Whether a complaint, as it is shown, contains a text. */
  isFoundBy({ id, userId, title, description, category, customer }: ComplaintView, q: string): boolean {
    const wanted = q.toLowerCase();
    return [id, userId, title, description, category, customer?.name, customer?.email].some((text) =>
      text?.toLowerCase().includes(wanted),
    );
  }

  /**
   * Whoever may not see a value may not ask for it either: an answer that is empty or not says what the mask hides.
   * @throws SillageError FORBIDDEN for a filter by what the reader sees masked
   */
  guard(filter: Filtered): void {
    for (const field of [...FILTERED, "q"] as const) {
      const value = filter[field];
      if (value === undefined) continue;
      const asked = JSON.stringify({ [field]: value });
      if (this.json(asked) === asked) continue;
      const why = "this is masked for your role";
      throw new SillageError("FORBIDDEN", `You cannot search by ${field}: ${why}.`, {
        details: { fields: { [field]: `cannot be searched by: ${why}` } },
      });
    }
  }
}
