/** Who may import what: ARCHITECTURE.md in a form that a test can check. */
export interface ImportRule {
  /** Files that the rule speaks of, by path. */
  files: RegExp;
  /** Files of those that are let off. */
  except?: RegExp;
  /** What they may not import: module names as written, with `@/` for the project's root. */
  forbidden: RegExp;
  /** Type imports vanish when the code is built; most rules let them pass. */
  alsoTypes?: boolean;
  because: string;
  instead: string;
}

const BROKER_CLIENTS = /^server\/(broker|bench|testing|demo\/(client|testing))(\/|\.ts$)/;

export const IMPORT_RULES: readonly ImportRule[] = [
  {
    files: /./,
    except: BROKER_CLIENTS,
    forbidden: /^amqplib$/,
    because: "one place knows AMQP, its frames and its failures",
    instead: "use what server/broker exports, or add to it",
  },
  {
    files: /^server\/envelopes\//,
    forbidden: /^(@\/(?!server\/envelopes\/)|node:(?!buffer$|crypto$|util\/types$|zlib$)|pg$|pino$)/,
    alsoTypes: true,
    because: "readers are pure: the same message, the same envelope",
    instead: "pass what the reader needs as an argument",
  },
  {
    files: /^components\//,
    // Files of words are lists of names and nothing else: database, API and pages share one.
    forbidden: /^@\/(server\/(?!.*\b(redrive-)?words$)|app\/)/,
    because: "a component draws what it is given, and server code must not reach the browser",
    instead: "import the type alone, and let a container in app fetch",
  },
  {
    files: /^app\//,
    forbidden: /^(pg|amqplib|@prisma\/|@\/server\/(event-store|ingest|broker|db|generated|launch)(\/|$))/,
    because: "a route composes and decides nothing",
    instead: "call a procedure or a REST handler of the slice",
  },
  {
    files: /^app\//,
    except: /^app\/_trpc\//,
    forbidden: /^@trpc\/tanstack-react-query$/,
    because:
      "what changes before a page listens is told to nobody, and each live page would have to remember it",
    instead: "use useLiveChanges, or useLiveConnection where there is a place to go on from",
  },
  {
    files: /^server\/event-store\//,
    forbidden:
      /^(next|react|@trpc|@\/(app|components|server\/(trpc|http|audit|taps|ingest|quarantine|launch|demo)))(\/|$)/,
    alsoTypes: true,
    because: "imports point inward: the store knows nothing of who asks",
    instead: "take a parameter, or move the code to the slice",
  },
  {
    files: /^server\/(?!launch|testing|bench)/,
    except: /\.spec\.ts$/,
    forbidden: /^@\/(app|components)\//,
    because: "the server does not know its pages",
    instead: "move what both need into the slice's schemas",
  },
  {
    files: /^(server|app|components)\//,
    except: /^server\/(testing|bench|launch|[a-z-]+\/testing)\/|\.spec\.tsx?$/,
    forbidden: /(^@\/server\/testing\/|^vitest$|^fast-check$|^playwright-core$)/,
    because: "what is shipped does not depend on tests",
    instead: "move it out of testing when the product needs it",
  },
];

/** One import statement. */
export interface Import {
  module: string;
  typeOnly: boolean;
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?["']([^"']+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"']+)["']/g;

/** The imports of a source text. A relative one is named from the root, as `@/…`. */
export function importsOf(source: string, path: string): Import[] {
  const found: Import[] = [];
  for (const [, type, module] of source.matchAll(STATEMENT)) {
    found.push({ module: fromRoot(module!, path), typeOnly: type !== undefined });
  }
  for (const [, module] of source.matchAll(DYNAMIC)) {
    found.push({ module: fromRoot(module!, path), typeOnly: false });
  }
  return found;
}

function fromRoot(module: string, path: string): string {
  if (!module.startsWith(".")) return module;
  const parts = path.split("/").slice(0, -1);
  for (const part of module.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return `@/${parts.join("/")}`;
}
