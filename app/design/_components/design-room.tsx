"use client";

import { Controls } from "./controls";
import { Data } from "./data";
import { Sagas } from "./sagas";
import { States } from "./states";
import { Tokens } from "./tokens";
import { Views } from "./views";
import { Windows } from "./windows";

/** The page of all components. Its own words are for developers, in English; those of the components are translated. */
export function DesignRoom() {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-6xl grid-cols-1 gap-4 p-4 lg:grid-cols-2">
        <h1 className="text-lg font-semibold lg:col-span-2">Design</h1>
        <Tokens />
        <Controls />
        <Windows />
        <States />
        <Data />
        <Views />
        <Sagas />
      </div>
    </div>
  );
}
