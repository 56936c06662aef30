import { inject } from "vitest";
import { readTestEnv } from "../server/env";
import type { AppForTests } from "./global-setup";

/**
 * The application that this file has to itself: each worker of vitest has one, with a database and a virtual host of its
 * own, and gives it to one file after the other.
 */
export function theApp(): AppForTests {
  return inject("apps")[readTestEnv().worker - 1]!;
}
