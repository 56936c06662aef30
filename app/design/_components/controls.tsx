"use client";

import { Bell, Download, Moon, Search, Sun, Trash2 } from "lucide-react";
import { useState } from "react";
import { RangePicker } from "@/components/range/range-picker";
import type { TimeRange } from "@/components/range/time-range";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Kbd } from "@/components/ui/kbd";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Tabs } from "@/components/ui/tabs";
import { Section } from "./section";

const LOOKS = ["primary", "plain", "quiet", "bad"] as const;
const CHOICES = [
  { value: "one", label: "One" },
  { value: "two", label: "Two" },
  { value: "three", label: "Three" },
] as const;

/** What is pressed, chosen and typed into. */
export function Controls() {
  const [checked, setChecked] = useState(true);
  const [choice, setChoice] = useState<"one" | "two" | "three">("one");
  const [theme, setTheme] = useState<"light" | "dark">("light");
  const [tab, setTab] = useState<"payload" | "headers">("payload");
  const [range, setRange] = useState<TimeRange>({ preset: "24h", from: null, to: null });
  return (
    <>
      <Section name="Buttons">
        {LOOKS.map((look) => (
          <Button key={look} look={look}>
            {look}
          </Button>
        ))}
        {LOOKS.map((look) => (
          <Button key={look} look={look} disabled>
            {look}, disabled
          </Button>
        ))}
        <Button>
          <Download aria-hidden className="size-4" />
          With an icon
        </Button>
        <Button look="quiet" aria-label="Delete" className="px-0">
          <Trash2 aria-hidden className="size-4" />
        </Button>
        <CopyButton text="copied from the design page" label="Copy a text" />
        <CopyButton text="copied from the design page" label="Copy another text">
          Copy
        </CopyButton>
        <Kbd keys="g e" />
      </Section>
      <Section name="Fields">
        <input className="field" aria-label="Text" placeholder="Placeholder" />
        <input className="field" aria-label="Filled" defaultValue="Filled" />
        <input className="field" aria-label="Wrong" defaultValue="Wrong" aria-invalid />
        <input className="field" aria-label="Disabled" defaultValue="Disabled" disabled />
        <span className="relative">
          <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2 size-4 text-muted" />
          <input type="search" className="field ps-8.5" aria-label="Search" placeholder="Search" />
        </span>
        <Select label="Select" value={choice} options={CHOICES} onChange={setChoice} />
        <Select label="Disabled select" value={choice} options={CHOICES} onChange={setChoice} disabled />
      </Section>
      <Section name="Choices">
        <Checkbox checked={checked} onChange={setChecked} label="Checkbox" />
        <Checkbox checked="some" onChange={setChecked} label="Some" />
        <Checkbox checked={false} onChange={setChecked} label="Disabled" disabled />
        <Switch checked={checked} onChange={setChecked} label="Switch" hint="Takes effect at once." />
        <Switch checked={false} onChange={setChecked} label="Disabled" disabled />
        <Segmented label="Segmented" value={choice} options={CHOICES} onChange={setChoice} />
        <Segmented
          label="With icons"
          value={theme}
          options={[
            { value: "light", label: "Light", icon: Sun },
            { value: "dark", label: "Dark", icon: Moon },
          ]}
          onChange={setTheme}
        />
      </Section>
      <Section name="Tabs">
        <Tabs
          label="Tabs"
          className="w-full"
          value={tab}
          onChange={setTab}
          tabs={[
            { id: "payload", label: "Payload" },
            { id: "headers", label: "Headers", icon: Bell, count: 3 },
          ]}
        >
          <p className="p-3 text-sm">The panel of “{tab}”.</p>
        </Tabs>
      </Section>
      <Section name="Time range">
        <RangePicker range={range} onChange={setRange} />
        <code className="text-xs text-muted">{JSON.stringify(range)}</code>
      </Section>
    </>
  );
}
