/**
 * Whether an event type is named in the past tense, by its words: English and French, with or without accents. Concluded from
 * endings and a list, never certain. Pure.
 */
export type Tense = "past" | "other" | "unknown";

/** Words that say nothing of what happened. */
const TRAILING = /^(event|evt|evenement|événement|message|msg|notification|v?\d+)$/;
const IRREGULAR = new Set(
  (
    "begun bought brought broken built caught chosen cut cleared done drawn driven fallen fed felt forgotten found frozen " +
    "given gone grown held hidden hit hurt kept known laid led left lent lost made meant met overdue paid put quit read " +
    "rebuilt redone redrawn rejected resent reset retaken returned rewritten rung run said seen sent set shown shut sold " +
    "spent split stolen sunk swept taken thrown told torn undone unpaid upheld withdrawn withheld won written " +
    // French, where the ending alone does not say it.
    "ouvert ouverte offert offerte mis mise pris prise repris reprise compris comprise transmis transmise remis remise " +
    "soumis soumise fait faite defait defaite dit dite ecrit ecrite inscrit inscrite produit produite reduit reduite " +
    "conclu conclue inclus incluse exclus exclue clos close perdu perdue vendu vendue rendu rendue recu recue prevu prevue " +
    "attendu attendue suspendu suspendue resolu resolue rompu rompue venu venue revenu revenue parti partie sorti sortie " +
    "fini finie choisi choisie rempli remplie averti avertie expire expiree echoue echouee cree creee paye payee annule " +
    "annulee valide validee refuse refusee livre livree expedie expediee confirme confirmee traite traitee envoye envoyee " +
    "commence commencee termine terminee rembourse remboursee reserve reservee modifie modifiee supprime supprimee ajoute " +
    "ajoutee assigne assignee affecte affectee ferme fermee rejete rejetee demande demandee genere generee facture facturee"
  ).split(" "),
);
/** Words that end as participles do and are none. */
const NONE = new Set(
  (
    "need feed seed speed breed bed red shed embed weed deed greed indeed proceed succeed exceed feed id " +
    "employee fee refugee committee coffee degree guarantee tree three free agree see entree payee licensee " +
    "unite qualite quantite entite cite societe activite priorite identite"
  ).split(" "),
);

/** The words of a type in lower case: `OrderPlaced`, `order.placed`, `ORDER_PLACED`, `order-placed.v2`. */
export function wordsOf(type: string): string[] {
  return type
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** Judges a name: by its last word, or another one before an adverb (`order.placed.partially`). */
export function tenseOf(type: string): Tense {
  const words = wordsOf(type);
  while (words.length > 1 && TRAILING.test(words.at(-1)!)) words.pop();
  if (words.length === 0 || words.every((word) => !/\p{L}/u.test(word))) return "unknown";
  // No script but this one is known.
  if (!/^[\p{Script=Latin}\p{M}\p{N}]+$/u.test(words.join(""))) return "unknown";
  while (words.length > 1 && /(ly|ment)$/.test(words.at(-1)!)) words.pop();
  return isParticiple(words.at(-1)!) ? "past" : "other";
}

function isParticiple(word: string): boolean {
  const plain = word.normalize("NFD").replace(/\p{M}/gu, "").replace(/s$/, "");
  if (IRREGULAR.has(plain) || IRREGULAR.has(word)) return true;
  if (NONE.has(plain) && !/é/.test(word.normalize("NFC"))) return false;
  const accented = word.normalize("NFC");
  if (/(é|ée|és|ées)$/.test(accented)) return !/(ité|iété)s?$/.test(accented);
  if (/[^aeiou]ed$|[aeiou]ed$/.test(plain) && plain.length > 3) return true;
  return /[^e]ees?$/.test(plain) && plain.length > 4;
}
