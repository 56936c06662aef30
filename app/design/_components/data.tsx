"use client";

import { indexJsonNow } from "@/components/json/index-json";
import { JsonTree } from "@/components/json/json-tree";
import { VisibleText } from "@/components/ui/visible-text";
import { Section } from "./section";

const PAYLOAD = {
  orderId: "ord-7f3a",
  total: 129.9,
  paid: true,
  coupon: null,
  lines: [
    { sku: "A-1", quantity: 2 },
    { sku: "B-9", quantity: 1, note: "réclamation\u202Egnp.exe" },
  ],
  empty: {},
};

const PAYLOAD_INDEX = indexJsonNow(JSON.stringify(PAYLOAD))!;

/** How data from the broker is drawn. */
export function Data() {
  return (
    <>
      <Section name="JSON tree">
        <div className="h-64 w-full">
          <JsonTree index={PAYLOAD_INDEX} onFilter={() => {}} />
        </div>
      </Section>
      <Section name="Text from a broker">
        <VisibleText value={'<img src=x onerror="alert(1)">\u202Egnp.exe\u0000'} className="break-all" />
      </Section>
    </>
  );
}
