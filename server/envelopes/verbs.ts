/*
 * How a type's words tell an event ("it happened") from a command ("do it"), in English and French.
 * Words come in lower case and without accents. Heuristics: what they say is marked as inferred.
 */
const words = (list: string) => new Set(list.trim().split(/\s+/));

const IRREGULAR_PAST = words(`
  begun bought broken built caught chosen done drawn driven found frozen given gone held kept known left lost made met
  overdue paid sent shown sold spent stolen taken thrown understood withdrawn won written
`);

/** English words in -ed that are no participle. */
const NOT_PAST = words("bed bleed breed embed feed hundred need red seed shed sled speed wed weed");

/** Masculine forms; the feminine and plural ones follow. The nouns of a shop (facture, commande) are left out. */
const FRENCH_PAST = words(`
  accepte active affecte ajoute annule archive assigne autorise bloque calcule cloture confirme cree debite debloque
  demarre desactive echoue effectue emis encaisse enregistre envoye epuise expedie expire ferme finalise genere initie
  lance livre mis modifie notifie ouvert passe paye perdu pris publie recu refuse rejete rembourse remis rendu reserve
  resolu retourne signale signe soumis supprime termine traite valide verifie verse
`);

/** English nouns in -ee or -ees, which the French feminine participle (`creee`, `validees`) looks like. */
const NOT_FRENCH_PAST = words(
  "attendee coffee committee degree employee fee guarantee payee referee tree trustee warrantee",
);

/** Words that end a type and tell a state: `PaymentComplete`, `stock.available`. */
const STATES = words("available complete disponible done failure offline online ready success unavailable");

const IMPERATIVES = words(`
  activate add adjust allocate apply approve archive assign attach authorise authorize book cancel capture change check
  close collect complete compute confirm create deactivate deliver delete deploy disable dispatch enable execute expire
  export fulfil fulfill generate import initiate install invoke issue mark merge move notify open pause pay perform
  place prepare process publish reassign register reject release remove renew replace request reserve reset resolve
  resume retry revoke run schedule send set ship start stop submit suspend sync terminate unassign update upload validate
  verify withdraw
  activer affecter ajouter annuler assigner autoriser calculer cloturer confirmer creer debiter demander demarrer
  effectuer envoyer expedier facturer fermer generer lancer livrer modifier notifier ouvrir passer payer preparer publier
  refuser rejeter rembourser reserver supprimer terminer traiter valider verifier
`);

const CREATIONS = words(`
  added created generated initiated opened placed registered submitted
  ajoute ajoutee cree creee crees creees emis emise enregistre enregistree ouvert ouverte passe passee
`);

/** Whether the word says that something happened: `created`, `paid`, `creee`, `recu`. */
export function isPast(word: string): boolean {
  if (IRREGULAR_PAST.has(word) || FRENCH_PAST.has(word)) return true;
  if (word.length > 3 && word.endsWith("ed")) return !NOT_PAST.has(word);
  const one = word.endsWith("s") ? word.slice(0, -1) : word;
  if (word.length > 4 && one.endsWith("ee")) return !NOT_FRENCH_PAST.has(one);
  return FRENCH_PAST.has(one) || (one.endsWith("e") && FRENCH_PAST.has(one.slice(0, -1)));
}

/** Whether the word asks for something: `create`, `ship`, `reserver`. */
export function isImperative(word: string): boolean {
  return IMPERATIVES.has(word);
}

/** Whether the word, at the end of a type, tells a state that was reached. */
export function isState(word: string): boolean {
  return STATES.has(word);
}

/** Whether the word says that the thing began to exist: then its `createdAt` is the time of the event. */
export function isCreation(word: string): boolean {
  return CREATIONS.has(word);
}
