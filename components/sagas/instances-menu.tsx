import { ChevronDown } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem } from "@/components/ui/menu";
import type { SagaDetail } from "@/server/sagas/saga-schemas";

/** Which instance this is of those that one id did, and the way to the others. */
export default function InstancesMenu({
  instances,
  current,
}: {
  instances: SagaDetail["instances"];
  /** Id of the saga that is shown. */
  current: string;
}) {
  const t = useTranslations("saga");
  const format = useFormatter();
  const place = instances.findIndex(({ id }) => id === current) + 1;
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet">
          {t("instance", { place, count: instances.length })}
          <ChevronDown aria-hidden className="size-4" />
        </Button>
      }
    >
      {instances.map(({ id, startedAt, status }) => (
        <MenuItem key={id} href={`/sagas/${id}`} hint={t(`status.${status}`)} disabled={id === current}>
          {format.dateTime(new Date(startedAt / 1_000), { dateStyle: "medium", timeStyle: "medium" })}
        </MenuItem>
      ))}
    </Menu>
  );
}
