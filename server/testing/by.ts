import type { By } from "../operator-actions/action";

/** Who acts in tests where it does not matter who. */
export const TEST_BY: By = { actor: { kind: "user", id: "test", name: "a test" }, from: "192.0.2.1" };
/** The same, with the whole of the quarantine. */
export const TEST_IMPORTER = { scope: "everything", by: TEST_BY } as const;
