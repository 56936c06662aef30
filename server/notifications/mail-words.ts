import type { Language } from "@/server/complaints/event-fields";
import type { Template } from "./templates";

/** What our mails say in one language. `{name}` stands for a value. */
export interface MailWords {
  subjects: Record<Template, string>;
  sentences: Record<Template, string>;
  hello: string;
  helloName: string;
  helloAdministrators: string;
  closing: string;
  closingAdministrators: string;
  labels: {
    complaint: string;
    number: string;
    priority: string;
    category: string;
    open: string;
    detail: Partial<Record<Template, string>>;
  };
}

export const MAIL_WORDS: Record<Language, MailWords> = {
  en: {
    subjects: {
      "customer.created": "We have received your complaint: {title}",
      "customer.assigned": "Your complaint is in good hands: {title}",
      "customer.in-progress": "We are working on your complaint: {title}",
      "customer.resolved": "Your complaint is resolved: {title}",
      "customer.closed": "Your complaint is closed: {title}",
      "customer.reopened": "Your complaint is open again: {title}",
      "customer.correction": "Correction to what we told you: {title}",
      "administrators.created": "New complaint ({priority}): {title}",
      "administrators.compensation": "Compensation required: {title}",
      "administrators.compensation-failed": "Compensation failed, it needs you: {title}",
    },
    sentences: {
      "customer.created":
        "We have received your complaint and will look into it. You will hear from us at each step.",
      "customer.assigned": "Somebody now takes care of your complaint.",
      "customer.in-progress": "We have begun to work on your complaint.",
      "customer.resolved": "We have found an answer to your complaint.",
      "customer.closed": "Your complaint is closed. Thank you for telling us.",
      "customer.reopened": "We have opened your complaint again and will look into it once more.",
      "customer.correction":
        "Something that we told you about your complaint was not right. Please disregard our last messages; we are sorry for the trouble.",
      "administrators.created": "A complaint was filed.",
      "administrators.compensation": "Something about a complaint went wrong and is being put right.",
      "administrators.compensation-failed":
        "Something about a complaint could not be put right by itself. Please look at it and decide.",
    },
    hello: "Hello,",
    helloName: "Hello {name},",
    helloAdministrators: "Hello,",
    closing: "Your customer service",
    closingAdministrators: "Sillage",
    labels: {
      complaint: "Complaint",
      number: "Number",
      priority: "Priority",
      category: "Category",
      open: "Open it",
      detail: {
        "customer.assigned": "Taken care of by",
        "customer.resolved": "Answer",
        "customer.reopened": "Reason",
        "administrators.compensation": "Reason",
        "administrators.compensation-failed": "Reason",
      },
    },
  },
  fr: {
    subjects: {
      "customer.created": "Nous avons reçu votre réclamation : {title}",
      "customer.assigned": "Votre réclamation est en bonnes mains : {title}",
      "customer.in-progress": "Nous traitons votre réclamation : {title}",
      "customer.resolved": "Votre réclamation est résolue : {title}",
      "customer.closed": "Votre réclamation est close : {title}",
      "customer.reopened": "Votre réclamation est rouverte : {title}",
      "customer.correction": "Rectification de nos messages : {title}",
      "administrators.created": "Nouvelle réclamation ({priority}) : {title}",
      "administrators.compensation": "Compensation requise : {title}",
      "administrators.compensation-failed": "Échec d’une compensation, à vous d’agir : {title}",
    },
    sentences: {
      "customer.created":
        "Nous avons bien reçu votre réclamation et allons l’examiner. Nous vous tiendrons au courant à chaque étape.",
      "customer.assigned": "Une personne s’occupe désormais de votre réclamation.",
      "customer.in-progress": "Nous avons commencé à traiter votre réclamation.",
      "customer.resolved": "Nous avons trouvé une réponse à votre réclamation.",
      "customer.closed": "Votre réclamation est close. Merci de nous en avoir fait part.",
      "customer.reopened": "Nous avons rouvert votre réclamation et allons l’examiner à nouveau.",
      "customer.correction":
        "Une information que nous vous avons donnée sur votre réclamation était inexacte. Ne tenez pas compte de nos derniers messages ; veuillez nous excuser de ce désagrément.",
      "administrators.created": "Une réclamation a été déposée.",
      "administrators.compensation": "Un incident sur une réclamation est en cours de rectification.",
      "administrators.compensation-failed":
        "Un incident sur une réclamation n’a pas pu être rectifié automatiquement. Merci de l’examiner et de décider.",
    },
    hello: "Bonjour,",
    helloName: "Bonjour {name},",
    helloAdministrators: "Bonjour,",
    closing: "Votre service clients",
    closingAdministrators: "Sillage",
    labels: {
      complaint: "Réclamation",
      number: "Numéro",
      priority: "Priorité",
      category: "Catégorie",
      open: "L’ouvrir",
      detail: {
        "customer.assigned": "Suivie par",
        "customer.resolved": "Réponse",
        "customer.reopened": "Motif",
        "administrators.compensation": "Motif",
        "administrators.compensation-failed": "Motif",
      },
    },
  },
};
