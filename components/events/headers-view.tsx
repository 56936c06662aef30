import { useTranslations } from "next-intl";
import { holdsMask, MaskedMark, MaskedValue } from "@/components/masking/masked-value";
import { VisibleText } from "@/components/ui/visible-text";
import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import { Fact, Facts } from "./facts";

/** The headers as they came, each with its AMQP type. */
export function HeadersView({ entries }: { entries: FieldEntry[] | undefined }) {
  const t = useTranslations("detail");
  if (!entries || entries.length === 0)
    return <p className="px-4 py-6 text-sm text-muted">{t("noHeaders")}</p>;
  return (
    <Facts>
      <Entries entries={entries} />
    </Facts>
  );
}

function Entries({ entries }: { entries: FieldEntry[] }) {
  return entries.map(({ name, value }, index) => (
    <Fact
      // biome-ignore lint/suspicious/noArrayIndexKey: a name may come twice, and the order is that of the wire
      key={index}
      name={<VisibleText value={name} title={false} className="font-mono text-xs" />}
      type={value.type === "masked" ? value.value : value.type}
    >
      <Value value={value} />
    </Fact>
  ));
}

function Value({ value }: { value: FieldValue }) {
  if (value.type === "table") {
    return (
      <dl className="grid w-full grid-cols-[minmax(5rem,auto)_minmax(0,1fr)] gap-x-3 border-s border-line ps-3">
        <Entries entries={value.value} />
      </dl>
    );
  }
  if (value.type === "masked") return <MaskedValue />;
  if (value.type === "array") {
    return (
      <ol className="w-full border-s border-line ps-3">
        {value.value.map((member, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: members have no other identity
          <li key={index} className="py-0.5">
            <Value value={member} />
          </li>
        ))}
      </ol>
    );
  }
  return (
    <>
      <VisibleText
        value={String(value.value)}
        title={false}
        className="font-mono text-xs [overflow-wrap:anywhere] whitespace-pre-wrap"
      />
      {holdsMask(value.value) && <MaskedMark />}
    </>
  );
}
