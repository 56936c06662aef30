import type { FlowchartWords } from "./topology-flowchart";

/** What diagrams say in words of our own, and how they write numbers. Pure, so that a server and a page say the same. */
export interface DiagramWords {
  /** Between thousands, and before decimals. A plain space where there is one: Mermaid spells others out. */
  thousands: string;
  decimal: string;
  /** Before a percent sign. */
  beforePercent: string;
  /** Unit. */
  day: string;
  /** A service that nobody named. */
  unknownService: string;
  /** Services that are drawn as one: `12 more services`. */
  moreServices(count: string): string;
  begins: string;
  ends: string;
  /** What becomes of an event later, after its type. */
  deadLettered(queue: string): string;
  death: string;
  retry: string;
  redrive: string;
  replay: string;
  compensation: string;
  inferred: string;
  waitsFor(type: string): string;
  usually(duration: string): string;
  /** Arrows that are dotted. */
  dotted: string;
  part(part: string, parts: string): string;
  times(count: string): string;
  hiddenSteps(count: string): string;
  outsideScope(count: string): string;
  leftOutTypes(count: string): string;
  leftOutWays(count: string): string;
  leftOutServices(count: string): string;
  more(count: string): string;
  events(count: string): string;
  deadRate(rate: string): string;
  /** Events that the reader may not see. */
  outside: string;
  /** What was looked at, where that was not all. */
  newestOnly(count: string): string;
  nothing: string;
}

export const DIAGRAM_LANGUAGES = ["en", "fr"] as const;
export type DiagramLanguage = (typeof DIAGRAM_LANGUAGES)[number];

export const DIAGRAM_WORDS: Record<DiagramLanguage, DiagramWords> = {
  en: {
    thousands: ",",
    decimal: ".",
    beforePercent: "",
    day: "d",
    unknownService: "unknown service",
    moreServices: (count) => `${count} more services`,
    begins: "begins",
    ends: "ends",
    deadLettered: (queue) => `dead-lettered in ${queue}`,
    death: "dead-lettered",
    retry: "tried again",
    redrive: "redriven",
    replay: "replayed",
    compensation: "compensation",
    inferred: "inferred",
    waitsFor: (type) => `waits for ${type}`,
    usually: (duration) => `usually after ${duration}`,
    dotted: "dotted: concluded from the order, no causation says so",
    part: (part, parts) => `part ${part} of ${parts}`,
    times: (count) => `${count} times`,
    hiddenSteps: (count) => `${count} more events are not drawn`,
    outsideScope: (count) => `${count} events lie outside of what you may see`,
    leftOutTypes: (count) => `${count} rarer event types`,
    leftOutWays: (count) => `${count} rarer ways`,
    leftOutServices: (count) => `${count} quieter services`,
    more: (count) => `+ ${count} more`,
    events: (count) => `${count} events`,
    deadRate: (rate) => `${rate} dead`,
    outside: "outside of what you may see",
    newestOnly: (count) => `only the newest ${count} events were counted`,
    nothing: "nothing to draw",
  },
  fr: {
    thousands: " ",
    decimal: ",",
    beforePercent: " ",
    day: "j",
    unknownService: "service inconnu",
    moreServices: (count) => `${count} autres services`,
    begins: "début",
    ends: "fin",
    deadLettered: (queue) => `lettre morte dans ${queue}`,
    death: "lettre morte",
    retry: "réessayé",
    redrive: "renvoyé",
    replay: "rejoué",
    compensation: "compensation",
    inferred: "déduit",
    waitsFor: (type) => `attend ${type}`,
    usually: (duration) => `d'habitude après ${duration}`,
    dotted: "pointillés : déduit de l'ordre, aucune causalité ne le dit",
    part: (part, parts) => `partie ${part} sur ${parts}`,
    times: (count) => `${count} fois`,
    hiddenSteps: (count) => `${count} autres événements ne sont pas dessinés`,
    outsideScope: (count) => `${count} événements sont hors de ce que vous pouvez voir`,
    leftOutTypes: (count) => `${count} types d'événements plus rares`,
    leftOutWays: (count) => `${count} chemins plus rares`,
    leftOutServices: (count) => `${count} services plus discrets`,
    more: (count) => `+ ${count} autres`,
    events: (count) => `${count} événements`,
    deadRate: (rate) => `${rate} de lettres mortes`,
    outside: "hors de ce que vous pouvez voir",
    newestOnly: (count) => `seuls les ${count} derniers événements sont comptés`,
    nothing: "rien à dessiner",
  },
};

/** The words of a topology. */
export const TOPOLOGY_WORDS: Record<DiagramLanguage, FlowchartWords> = {
  en: {
    defaultExchange: "default exchange",
    alternate: "alternate",
    deadLetter: "dead letters",
    queues: "queues",
    more: "more",
    leftOut: "more exchanges and queues",
  },
  fr: {
    defaultExchange: "échange par défaut",
    alternate: "repli",
    deadLetter: "lettres mortes",
    queues: "files",
    more: "de plus",
    leftOut: "autres échanges et files",
  },
};

/** The words of a reader's language; English for any other. */
export function diagramWords(language: string): DiagramWords {
  return DIAGRAM_WORDS[language === "fr" ? "fr" : "en"];
}
