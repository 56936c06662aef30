import { NextIntlClientProvider } from "next-intl";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import type { RedrivePreview, RedriveTarget } from "@/server/redrive/redrive-schemas";
import { PlanPreview } from "./plan-preview";

const target: RedriveTarget = {
  kind: "queue",
  name: "orders.work",
  messages: 3,
  exists: true,
  consumers: 1,
  consumedBy: [],
  ready: 0,
  unroutable: 0,
  rejectsWhenFull: false,
  queues: [],
};
const preview: RedrivePreview = {
  total: 3,
  oldestDiedAt: null,
  targets: [target],
  targetless: 0,
  unroutable: 0,
  handledElsewhere: 0,
  handledAsked: 3,
  redrivenBefore: 0,
  inDoubtBefore: 0,
  leftOut: { observed: 0, redriven: 0, discarded: 0, gone: 0, claimed: [] },
  arrivedSince: 0,
  problem: null,
};

const GOOD = "nothing speaks against it";
const messages = { redrives: { preview: { nothingAgainst: GOOD, deserted: "{count} would wait" } } };
const otherTexts = () => {};

/** What a person reads of a preview. */
const shown = (changed: Partial<RedriveTarget>) =>
  renderToString(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC" onError={otherTexts}>
      <PlanPreview preview={{ ...preview, targets: [{ ...target, ...changed }] }} now={0} />
    </NextIntlClientProvider>,
  ).replaceAll(/<[^>]*>/g, " ");

describe("the preview of a plan", () => {
  it("says that nothing speaks against it where somebody listens", () => {
    expect(shown({})).toContain(GOOD);
  });

  it("warns where the messages would wait, since nobody listens", () => {
    const text = shown({ consumers: 0 });
    expect(text).toContain("3 would wait");
    expect(text).not.toContain(GOOD);
  });

  it("says nothing of consumers where they are not known, and of a queue that is not there only that", () => {
    expect(shown({ consumers: null, exists: null })).toContain(GOOD);
    expect(shown({ consumers: 0, exists: false })).not.toContain("would wait");
  });
});
