import { errorText, SillageError } from "@/server/errors";

/** What a failed connection means, in words and with a code: amqplib says "Expected ConnectionOpenOk" and the like. */
export function connectionProblem(error: unknown, vhost: string): SillageError {
  const text = errorText(error);
  if (text.includes("ConnectionOpenOk")) {
    return new SillageError(
      "FORBIDDEN",
      `The broker lets us in, but not into the virtual host ${JSON.stringify(vhost)}: it does not exist, or our user has no permissions there.`,
      { cause: error, details: { refused: "vhost" } },
    );
  }
  if (text.includes("ACCESS_REFUSED") || text.includes("ACCESS-REFUSED")) {
    return new SillageError("FORBIDDEN", "The broker refuses our user or its password.", {
      cause: error,
      details: { refused: "login" },
    });
  }
  return new SillageError("UNAVAILABLE", `The broker cannot be reached: ${text}`, { cause: error });
}
