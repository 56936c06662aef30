import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import complaints from "@/app/_messages/en/complaints.json";
import { LagLine } from "@/components/complaints/lag-line";

const drawn = (lag: Parameters<typeof LagLine>[0]["lag"]) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={{ complaints }} timeZone="UTC">
      <LagLine lag={lag} />
    </NextIntlClientProvider>,
  );

describe("what a list says of its read model", () => {
  it("is nothing while it has everything, or will have it before anybody has read so", () => {
    for (const lag of [
      undefined,
      { behind: 0, lagSeconds: 0, rebuilding: false },
      { behind: 3, lagSeconds: 0.4, rebuilding: false },
    ])
      expect(drawn(lag)).not.toContain("behind");
  });

  it("is how many events it lacks", () => {
    expect(drawn({ behind: 1, lagSeconds: 5, rebuilding: false })).toContain("1 event behind");
    expect(drawn({ behind: 40, lagSeconds: 5, rebuilding: true })).toContain("40 events behind");
  });

  it("is that it is being built anew", () => {
    expect(drawn({ behind: 0, lagSeconds: 0, rebuilding: true })).toContain("being rebuilt");
  });
});
