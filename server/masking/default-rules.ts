import { type FieldName, type NamePattern, readNamePattern } from "./field-names";
import type { Shape } from "./text-shapes";

/**
 * What is masked everywhere unless somebody switches it off: names under which programs write personal data and secrets,
 * in English and French, and the shapes by which some of it is found in any text. Rules of one's own win over these.
 */
export const DEFAULTS = [
  "email",
  "phone",
  "person",
  "address",
  "birth",
  "identity",
  "card",
  "bank",
  "password",
  "token",
  "secret",
  "authorization",
] as const;
export type MaskingDefault = (typeof DEFAULTS)[number];

interface DefaultRule {
  /** Patterns, separated by commas; see field-names.ts. */
  names: string;
  /** Names that one of the patterns matches and that hold something else. */
  except?: string;
  shapes?: readonly Shape[];
}

/** Texts for people list some of these names; the page of the rules shows them as they stand here. */
export const DEFAULT_RULES: Record<MaskingDefault, DefaultRule> = {
  email: {
    names: `*email, *e mail, mail, *email address, *mail address, *courriel, *adresse mail, *adresse email, mail to,
      *email to, *email from`,
    shapes: ["email"],
  },
  phone: {
    names: `*phone, *telephone, tel, *tel number, *phone number, *phone no, *telephone number, *mobile, *mobile number,
      *cellphone, *cell number, *msisdn, *fax, *fax number, *numero telephone, *numero de telephone, *tel portable,
      *telephone portable, *whatsapp`,
  },
  person: {
    names: `*first name, *firstname, *last name, *lastname, *given name, *family name, *middle name, *maiden name,
      *birth name, *full name, *fullname, *surname, *nick name, *nickname, *user name, *username, *customer name,
      *client name, *contact name, *person name, *recipient name, *sender name, *buyer name, *payer name, *payee name,
      *employee name, *agent name, *driver name, *patient name, *passenger name, *guest name, *member name,
      *owner name, *author name, *billing name, *shipping name, *delivery name, *beneficiary name, *signatory,
      *signer name, *holder name, *addressee, *addressee name, *recipient, *destinataire, *prenom, *nom complet,
      *nom famille, *nom de famille, *nom client, *nom du client, *nom naissance, *nom utilisateur, *nom usage`,
  },
  address: {
    names: `*address, *adresse, *address line, *street, *street name, *street address, *house number, *house no,
      *rue, *postal code, *postcode, *post code, *zip, *zip code, *zipcode, *code postal`,
    except: `*ip address, *mac address, *email address, *mail address, *web address, *url address, *host address,
      *server address, *node address, *memory address, *base address, *queue address, *exchange address,
      *endpoint address, *broker address, *network address, *bind address, *listen address, *local address,
      *socket address, *reply to address, *reply address, *response address, *fault address, *source address,
      *input address, *originating address, *initiator address, *callback address, *failed address,
      *contract address, *wallet address`,
  },
  birth: {
    names: `*birth date, *birthdate, *date of birth, *dob, *birthday, *date naissance, *date de naissance, *birth place,
      *place of birth, *lieu naissance, *lieu de naissance`,
  },
  identity: {
    names: `*ssn, *social security number, *social security no, *national id, *national id number, *passport,
      *passport number, *passport no, *identity number, *identity card, *id card number, *driving licence,
      *driving license, *driver license, *driver licence, *licence plate, *license plate, *nir, *numero securite sociale,
      *tax id, *personal number`,
  },
  card: {
    names: `*card number, *cardnumber, *card no, *pan, *cc number, *credit card, *debit card, *bank card,
      *cvv, *cvc, *cvv2, *card code, *card security code, *card holder, *cardholder, *card expiry, *card expiration,
      *numero carte, *numero de carte, *carte bancaire, *carte credit`,
    shapes: ["card"],
  },
  bank: {
    names: `*iban, *account number, *bank account, *bank account number, *sort code, *account holder, *rib,
      *numero compte, *numero de compte`,
    shapes: ["iban"],
  },
  password: {
    names: `*password, *passwd, *pwd, *pass phrase, *passphrase, *passcode, *password hash, *hashed password,
      *password salt, *mot de passe, *mot passe, *mdp, *pin, *pin code, *otp, *otp code, *one time code, *totp,
      *verification code, *recovery code, *security answer`,
  },
  token: {
    names: `*token, *access key, *access key id, *api key, *apikey, *jwt, *bearer, *session id, *session key,
      *session secret, *id token hint`,
    except: `*page token, *next token, *previous token, *continuation token, *sync token, *cursor token,
      *cancellation token, *delivery token, *resume token`,
    shapes: ["token"],
  },
  secret: {
    names: `*secret, *secret key, *client secret, *private key, *signing key, *encryption key, *credential,
      *connection string, *webhook secret, *seed phrase, *mnemonic`,
    shapes: ["credentials"],
  },
  authorization: {
    names: "*authorization, authorisation, *auth header, *cookie, *set cookie, *auth, *proxy authorization",
    except: "*payment authorization, *card authorization",
  },
};

/** A field of such a name says whether something is so; it holds nothing about anybody. */
const SAYS_WHETHER = new Set(["is", "has", "can", "should", "est", "allow", "enable"]);

/** Patterns by their letters: those that stand for a whole name, and those that a name may end with. */
interface Names {
  whole: Map<string, MaskingDefault[]>;
  ending: Map<string, MaskingDefault[]>;
}

const NAMES = read(({ names }) => names);
const EXCEPTIONS = read(({ except = "" }) => except);

/** The defaults that name a field, by its loose name. Costs one look-up a word, however many names there are. */
export function defaultsFor(name: FieldName): MaskingDefault[] {
  const [first] = name.words;
  if (first === undefined || (name.words.length > 1 && SAYS_WHETHER.has(first))) return [];
  const found = matching(NAMES, name);
  if (found.length === 0) return found;
  const except = matching(EXCEPTIONS, name);
  return found.filter((id) => !except.includes(id));
}

function matching({ whole, ending }: Names, { joined, starts }: FieldName): MaskingDefault[] {
  const found = [...(whole.get(joined) ?? [])];
  for (const start of starts) found.push(...(ending.get(joined.slice(start)) ?? []));
  return found;
}

function read(listOf: (rule: DefaultRule) => string): Names {
  const names: Names = { whole: new Map(), ending: new Map() };
  for (const id of DEFAULTS) {
    for (const { before, joined } of patterns(listOf(DEFAULT_RULES[id]))) {
      const map = before ? names.ending : names.whole;
      map.set(joined, [...(map.get(joined) ?? []), id]);
    }
  }
  return names;
}

function patterns(list: string): NamePattern[] {
  return list
    .split(",")
    .map((name) => name.trim().replace(/\s+/g, " "))
    .filter((name) => name !== "")
    .map((name) => readNamePattern(name)!);
}
