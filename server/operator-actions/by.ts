import { userInfo } from "node:os";
import type { By } from "./action";

/** Whoever runs a command of ours: the user that the operating system knows. */
export function commandUser(): By {
  return { actor: { kind: "command", id: null, name: userInfo().username }, from: null };
}
