import { userInfo } from "node:os";
import type { By } from "./action";

/** Whoever sits at this machine, while web listens on the loopback only and knows no users. */
export const LOCAL_PERSON: By = {
  actor: { kind: "local", id: null, name: "local person" },
  from: "127.0.0.1",
};

/** Whoever runs a command of ours: the user that the operating system knows. */
export function commandUser(): By {
  return { actor: { kind: "command", id: null, name: userInfo().username }, from: null };
}
