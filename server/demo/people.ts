import type { Random } from "./random";

/** A customer of the shop: personal data in the fields where a masking rule looks for it. Nobody real. */
export interface Person {
  id: string;
  name: string;
  email: string;
  phone: string;
  city: string;
  country: string;
}

// The numbers are of the ranges that the regulators keep free for fiction.
const FRANCE = { country: "FR", phone: (n: number) => `+33 6 39 98 ${digits(n)}`, domain: "example.fr" };
const BRITAIN = {
  country: "GB",
  phone: (n: number) => `+44 20 7946 0${digits(n).replace(" ", "")}`.slice(0, 16),
  domain: "example.co.uk",
};
const AMERICA = {
  country: "US",
  phone: (n: number) => `+1 202 555 01${String(n % 100).padStart(2, "0")}`,
  domain: "example.com",
};

const NAMES: readonly [string, string, typeof FRANCE][] = [
  ["Camille Fournier", "Lyon", FRANCE],
  ["Zoë Lefèvre", "Nantes", FRANCE],
  ["Anaïs Bérenger", "Montpellier", FRANCE],
  ["Théo Garnier", "Lille", FRANCE],
  ["Jérôme Maçon", "Strasbourg", FRANCE],
  ["Inès Benali", "Marseille", FRANCE],
  ["Noël Le Goff", "Brest", FRANCE],
  ["Nguyễn Thị Hạnh", "Paris", FRANCE],
  ["Łucja Wójcik", "Grenoble", FRANCE],
  ["Aurélie d’Estienne", "Bordeaux", FRANCE],
  ["Oliver Hughes", "Bristol", BRITAIN],
  ["Siobhán O’Connor", "Leeds", BRITAIN],
  ["Priya Raman", "London", BRITAIN],
  ["Callum MacLeod", "Glasgow", BRITAIN],
  ["Emily Thornton", "Bath", BRITAIN],
  ["José Núñez", "Austin", AMERICA],
  ["山田 花子", "Seattle", AMERICA],
  ["Grace Whitfield", "Portland", AMERICA],
  ["Marcus Bell", "Chicago", AMERICA],
  ["Łukasz Żak", "Boston", AMERICA],
];

/** Somebody who buys. */
export function somebody(random: Random): Person {
  const index = random.int(0, NAMES.length - 1);
  const [name, city, at] = NAMES[index]!;
  return {
    id: `C${1000 + index * 37}`,
    name,
    email: `${mailbox(name) || "hanako.yamada"}@${at.domain}`,
    phone: at.phone(1000 + index * 431),
    city,
    country: at.country,
  };
}

const AGENTS = ["agent-claire", "agent-samuel", "agent-ines", "agent-tom"] as const;

/** One of those who handle complaints. */
export function agent(random: Random): string {
  return random.pick(AGENTS);
}

/** Two pairs of digits. */
function digits(n: number): string {
  const four = String(n % 10_000).padStart(4, "0");
  return `${four.slice(0, 2)} ${four.slice(2)}`;
}

function mailbox(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[łŁ]/g, "l")
    .replace(/[^a-zA-Z ]/g, "")
    .trim()
    .toLowerCase()
    .split(" ")
    .filter(Boolean)
    .join(".");
}
