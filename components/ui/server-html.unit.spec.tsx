import { NextIntlClientProvider } from "next-intl";
import { renderToString } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { ConfirmDialog } from "./confirm-dialog";
import { CopyButton } from "./copy-button";
import { Dialog } from "./dialog";
import { Menu, MenuItem } from "./menu";
import { Popover } from "./popover";
import { Segmented } from "./segmented";
import { Select } from "./select";
import { Switch } from "./switch";
import { Tabs } from "./tabs";
import { ToastProvider } from "./toast";

const nothing = () => {};
const options = [
  { value: "a", label: "A" },
  { value: "b", label: "B" },
] as const;

const COMPONENTS = {
  button: <Button>Go</Button>,
  checkbox: <Checkbox checked="some" onChange={nothing} label="All" />,
  confirm: (
    <ConfirmDialog
      trigger={<Button />}
      title="?"
      consequences={["a"]}
      confirmLabel="Do"
      onConfirm={nothing}
    />
  ),
  "open confirm": <ConfirmDialog open title="?" consequences={["a"]} confirmLabel="Do" onConfirm={nothing} />,
  copy: <CopyButton text="x" label="Copy" />,
  dialog: (
    <Dialog trigger={<Button />} title="t">
      x
    </Dialog>
  ),
  "open sheet": (
    <Dialog open shape="end" title="t">
      x
    </Dialog>
  ),
  menu: (
    <Menu trigger={<Button>m</Button>}>
      <MenuItem>i</MenuItem>
    </Menu>
  ),
  popover: (
    <Popover trigger={<Button>p</Button>} label="p">
      x
    </Popover>
  ),
  segmented: <Segmented label="s" value="a" options={options} onChange={nothing} />,
  select: <Select label="s" value="a" options={options} onChange={nothing} />,
  switch: <Switch checked onChange={nothing} label="s" />,
  tabs: (
    <Tabs
      label="t"
      value="a"
      onChange={nothing}
      tabs={[
        { id: "a", label: "A" },
        { id: "b", label: "B" },
      ]}
    >
      x
    </Tabs>
  ),
  toasts: <ToastProvider>x</ToastProvider>,
};

describe("the server's HTML", () => {
  it.each(Object.entries(COMPONENTS))(
    "of %s passes a policy without inline styles and scripts",
    (_, element) => {
      const html = renderToString(
        <NextIntlClientProvider locale="en" messages={{}} timeZone="UTC" onError={nothing}>
          {element}
        </NextIntlClientProvider>,
      );
      expect(html).not.toMatch(/ style=|<style|<script/);
    },
  );
});
