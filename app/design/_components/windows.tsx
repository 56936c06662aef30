"use client";

import { Copy, Download, Settings, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { Menu, MenuCheck, MenuChoice, MenuHeading, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Popover } from "@/components/ui/popover";
import { useToast } from "@/components/ui/toast";
import { Section } from "./section";

const SHAPES = ["modal", "wide", "start", "end", "bottom"] as const;

/** What opens over the page. */
export function Windows() {
  const toast = useToast();
  const [size, setSize] = useState(true);
  const [density, setDensity] = useState<"dense" | "roomy">("dense");
  return (
    <>
      <Section name="Dialogs">
        {SHAPES.map((shape) => (
          <Dialog
            key={shape}
            shape={shape}
            title={`A dialog: ${shape}`}
            description="What it is for, in a sentence."
            trigger={<Button>Open {shape}</Button>}
            footer={<Button look="primary">Do it</Button>}
          >
            <p className="text-sm">Focus stays inside; Esc closes and brings it back.</p>
          </Dialog>
        ))}
        <ConfirmDialog
          trigger={<Button>Confirm</Button>}
          title="Import 12 messages again?"
          consequences={["12 messages are read once more.", "Those that fail stay in quarantine."]}
          confirmLabel="Import 12 messages"
          onConfirm={() => toast("12 messages imported")}
        />
        <ConfirmDialog
          trigger={<Button look="bad">Confirm, and fail</Button>}
          title="Stop observing “orders”?"
          tone="bad"
          consequences={["Its bindings to sillage.tap are removed.", "Messages from now on are not stored."]}
          confirmLabel="Stop observing"
          onConfirm={() => Promise.reject(new Error("The broker refused: ACCESS_REFUSED."))}
        />
      </Section>
      <Section name="Popover, menu, tooltip, toast">
        <Popover label="A popover" trigger={<Button>Popover</Button>}>
          <p className="max-w-60 text-sm">Something small beside its button.</p>
        </Popover>
        <Menu trigger={<Button>Menu</Button>}>
          <MenuItem icon={Copy} hint={<Kbd keys="c" />}>
            Copy
          </MenuItem>
          <MenuItem icon={Download} disabled>
            Download
          </MenuItem>
          <MenuItem icon={Settings} href="/events">
            A link
          </MenuItem>
          <MenuSeparator />
          <MenuHeading>Columns</MenuHeading>
          <MenuCheck checked={size} onChange={setSize}>
            Size
          </MenuCheck>
          <MenuChoice
            label="Density"
            value={density}
            options={[
              { value: "dense", label: "Dense" },
              { value: "roomy", label: "Roomy" },
            ]}
            onChange={setDensity}
          />
          <MenuSeparator />
          <MenuItem icon={Trash2} tone="bad">
            Delete
          </MenuItem>
        </Menu>
        {(["good", "note", "bad"] as const).map((tone) => (
          <Button key={tone} onClick={() => toast(`A ${tone} toast`, { tone, detail: "With a detail." })}>
            Toast: {tone}
          </Button>
        ))}
      </Section>
    </>
  );
}
