import { type ParseError, parse, printParseErrorCode } from "jsonc-parser";
import { type SagaDefinition, sagaDefinition } from "./definition";
import type { DefinitionProblem } from "./definition-schemas";

/** A typed definition, or what is wrong with it and where. Pure. */
export type ReadDefinition =
  | { definition: SagaDefinition; problems: [] }
  | { definition: null; problems: DefinitionProblem[] };

/** Problems that are told at once. */
const MOST_PROBLEMS = 50;

export function readDefinition(text: string): ReadDefinition {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true });
  if (errors[0]) {
    const line = text.slice(0, errors[0].offset).split("\n").length;
    const said = `is no JSON at line ${line}: ${printParseErrorCode(errors[0].error)}`;
    return { definition: null, problems: [{ path: "", said }] };
  }
  const { data, error } = sagaDefinition.safeParse(value);
  if (data) return { definition: data, problems: [] };
  const problems = error.issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => ({
    path: path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    said: message,
  }));
  return { definition: null, problems };
}
