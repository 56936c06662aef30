import { remember } from "./remember";
import { pascalCase, singular, wordsOf } from "./words";

/*
 * Decision: a noun in this dictionary is written in English in every stream id, whatever language the producer
 * speaks. So `commandes.creee` with an `order_id` and `order.created` with an `orderId` are one stream, `Order-…`,
 * and the noun of a French type meets the English name of its id. A noun that is not listed keeps its own name:
 * two streams are joined only by an entry that somebody wrote here, never by a guess at their likeness.
 */
const ENGLISH_OF: ReadonlyMap<string, string> = new Map(
  Object.entries({
    abonnement: "subscription",
    acheteur: "buyer",
    adresse: "address",
    avis: "review",
    categorie: "category",
    client: "customer",
    cliente: "customer",
    colis: "parcel",
    commande: "order",
    compte: "account",
    contrat: "contract",
    devis: "quote",
    employe: "employee",
    entrepot: "warehouse",
    envoi: "shipment",
    expedition: "shipment",
    facture: "invoice",
    fournisseur: "supplier",
    inventaire: "inventory",
    livraison: "delivery",
    magasin: "store",
    paiement: "payment",
    panier: "cart",
    plainte: "complaint",
    produit: "product",
    profil: "profile",
    reclamation: "complaint",
    remboursement: "refund",
    shipping: "shipment",
    transporteur: "carrier",
    utilisateur: "user",
    vendeur: "seller",
    virement: "transfer",
  }),
);

const ENGLISH = new Set([
  ...ENGLISH_OF.values(),
  ..."complaint item notification reservation stock ticket transaction user".split(" "),
]);

/** Types that share an id: the event of a delivery may name only its shipment. The stream is then the one of the id. */
export const AKIN: ReadonlyMap<string, string> = new Map([
  ["Delivery", "Shipment"],
  ["Shipment", "Delivery"],
]);

/** Nouns that are a part of something: what happens to an order's item happens to the order. */
export const PARTS = new Set(
  "item items line lines detail details status state address quantity price compensation ligne lignes statut".split(
    " ",
  ),
);

/** Whether the word, in singular or plural, is a business noun that the dictionary knows. */
export function isKnownNoun(word: string): boolean {
  return (
    ENGLISH_OF.has(word) || ENGLISH.has(word) || ENGLISH_OF.has(singular(word)) || ENGLISH.has(singular(word))
  );
}

/** The type that the words name: PascalCase, singular, in English where the dictionary knows the noun. Null for no words. */
export function typeNameOf(words: readonly string[]): string | null {
  const last = words.at(-1);
  if (last === undefined) return null;
  const one = ENGLISH_OF.has(last) ? last : singular(last);
  // Only a noun that stands alone is translated: in a compound, the order of words differs between the languages.
  if (words.length === 1) return pascalCase([ENGLISH_OF.get(one) ?? one]);
  return pascalCase([...words.slice(0, -1), one]);
}

/** An aggregate type that the producer named, in our spelling, and whether the dictionary changed its word. */
export const declaredType = remember(2_000, (name): { type: string | null; translated: boolean } => {
  const words = wordsOf(name);
  const word = words.length === 1 ? (words[0] as string) : "";
  return { type: typeNameOf(words), translated: ENGLISH_OF.has(word) || ENGLISH_OF.has(singular(word)) };
});
