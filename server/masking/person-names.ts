import { singular } from "@/server/envelopes/words";
import { defaultsFor } from "./default-rules";
import type { FieldName } from "./field-names";

/**
 * `name` alone says nothing: people have one, and so have products and queues. What stands around it decides: first the
 * field that holds the object, then its other fields. Where nothing speaks for a thing it is taken for a person's.
 */

export const isBareName = ({ joined }: FieldName): boolean => BARE.has(joined);

const BARE = new Set(["name", "nom", "displayname"]);

const words = (list: string) => new Set(list.split(/\s+/));

const PEOPLE =
  words(`person people customer client user contact buyer seller payer payee recipient addressee employee
  agent driver patient passenger guest member subscriber owner author sender traveller traveler student teacher holder
  beneficiary applicant candidate tenant visitor consumer shopper personne acheteur vendeur destinataire expediteur
  salarie conducteur utilisateur membre proprietaire assure adherent`);

const THINGS =
  words(`product item line article category exchange queue event file company shop store warehouse country
  city region state currency service role group team tag plan package parcel carrier campaign template step task job
  workflow process topic channel device app application host server database table column field metric status type kind
  producer source aggregate entity schema brand model sku parameter param header property config setting plugin module
  feature bucket folder directory document image attachment option variant unit tax fee discount coupon promotion
  project board list index key attribute function method class language locale timezone bank store supplier
  vhost policy binding node cluster instance container pod deployment produit ligne categorie evenement fichier
  entreprise magasin entrepot pays ville devise transporteur marque modele fournisseur`);

/** Fields that only a thing has. */
const OF_THINGS =
  words(`sku price unitprice quantity qty gtin ean isbn upc stock weight dimensions durable autodelete
  path mimetype contenttype url href cron schema prix quantite barcode version`);

export type Evidence = "person" | "thing" | null;

/** What the name of a field says about the object that stands under it. */
export function evidenceOfHolder({ words: [...all] }: FieldName): Evidence {
  const last = all.at(-1);
  if (last === undefined) return null;
  const noun = singular(last);
  return PEOPLE.has(noun) ? "person" : THINGS.has(noun) ? "thing" : null;
}

/** What a field says about the object that it is a field of. */
export function evidenceOfField(name: FieldName): Evidence {
  const { words: all, joined } = name;
  if (OF_THINGS.has(joined)) return "thing";
  if (all.length === 2 && all[1] === "id") {
    if (PEOPLE.has(all[0]!)) return "person";
    if (THINGS.has(all[0]!)) return "thing";
  }
  const found = defaultsFor(name);
  return found.some((id) => id === "email" || id === "phone" || id === "person" || id === "birth")
    ? "person"
    : null;
}
