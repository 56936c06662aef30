import { describe, expect, it } from "vitest";
import {
  assignInput,
  closeInput,
  commentInput,
  compensationInput,
  createInput,
  priorityInput,
  processInput,
  reopenInput,
} from "@/server/complaints/command-inputs";
import { allowedCommands, type PersonsCommand } from "@/server/complaints/complaint-commands";
import { STATUSES } from "@/server/complaints/event-fields";
import { seeded } from "../random";
import { complain, GONE, nextStep } from "./desk-plan";
import { demoMailTrouble } from "./mail-troubles";

const INPUTS = {
  assign: ["assign", assignInput],
  reassign: ["reassign", assignInput],
  process: ["process", processInput],
  close: ["close", closeInput],
  comments: ["comment", commentInput],
  reopen: ["reopen", reopenInput],
  priority: ["changePriority", priorityInput],
  compensations: ["requireCompensation", compensationInput],
} as const satisfies Record<string, readonly [PersonsCommand, object]>;

describe("the people of the desk", () => {
  it("ask only for what the service allows, and do everything that it offers", () => {
    const random = seeded("all steps");
    const asked = new Set<string>();
    for (let i = 0; i < 2_000; i++) {
      const status = STATUSES[i % STATUSES.length]!;
      const step = nextStep({ id: "c-1", status, priority: "LOW" }, random);
      if (step === null) continue;
      const verb = step.path.split("/").at(-1) as keyof typeof INPUTS;
      const [command, input] = INPUTS[verb];
      expect(allowedCommands(status)).toContain(command);
      expect(input.safeParse(step.body).success).toBe(true);
      asked.add(verb);
    }
    expect([...asked].sort()).toEqual(Object.keys(INPUTS).sort());
  });

  it("file complaints that can be taken, some of customers whom no mail reaches", () => {
    const random = seeded("complaints");
    const filed = Array.from({ length: 300 }, () => complain(random).body);
    for (const body of filed) expect(createInput.safeParse(body).error).toBeUndefined();
    const gone = filed.filter((body) => JSON.stringify(body).includes(GONE));
    expect(gone.length).toBeGreaterThan(5);
    expect(gone.length).toBeLessThan(60);
  });
});

describe("the demo's mail server", () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000);
  it("does not know some people, and takes nothing for a part of every ten minutes", () => {
    expect(demoMailTrouble(`zoe@${GONE}`, at(300))).toMatchObject({ code: 550 });
    expect(demoMailTrouble("zoe@example.fr", at(19))).toMatchObject({ code: 451 });
    expect(demoMailTrouble("zoe@example.fr", at(21))).toBeNull();
    expect(demoMailTrouble("zoe@example.fr", at(601))).toMatchObject({ code: 451 });
  });
});
