import { describe, expect, it } from "vitest";
import { history } from "@/server/demo/history";
import { defaultsFor } from "./default-rules";
import { looseNameOf } from "./field-names";
import { maskJson } from "./mask-json";
import { defaultJudge } from "./testing/rules";

const found = (key: string) => defaultsFor(looseNameOf(key));

describe("the default rules", () => {
  it.each([
    [
      "email",
      "email Email e-mail eMail E_MAIL emails customerEmail customer_email emailAddress user.email courriel mail adresse_mail",
    ],
    [
      "phone",
      "phone phoneNumber phone_number mobile Telephone téléphone contact-phone phone2 tel msisdn numeroTelephone fax",
    ],
    [
      "person",
      "firstName first_name lastname Surname fullName customerName userName username prénom nom_complet addressee recipient recipientName contactName passengerName nomClient",
    ],
    [
      "address",
      "address Address shippingAddress billing_address addressLine1 address_line_2 addresses street postalCode zip adresse codePostal deliveryAddress",
    ],
    ["birth", "birthDate dateOfBirth dob date_naissance"],
    ["identity", "ssn passportNumber socialSecurityNumber nationalId"],
    ["card", "cardNumber card_number pan cvv cvc cardHolder creditCard numeroCarte"],
    ["bank", "iban IBAN accountNumber bankAccount"],
    ["password", "password Password userPassword passwd pwd motDePasse passwordHash pin otp"],
    ["token", "token accessToken refresh_token apiKey api-key x-api-key jwt sessionId id_token"],
    ["secret", "secret clientSecret privateKey credentials connectionString"],
    ["authorization", "authorization Authorization proxy-authorization cookie Set-Cookie x-authorization"],
  ])("name %s fields in every spelling", (id, keys) => {
    for (const key of keys.split(" ")) expect([key, found(key)]).toEqual([key, expect.arrayContaining([id])]);
  });

  it("leave alone what only sounds like it", () => {
    const keys =
      `eventName exchangeName queueName productName fileName hostname typeName className serviceName
      ipAddress macAddress replyToAddress sourceAddress emailSent emailTemplate isEmail hasAddress hasPhone addressId
      recipientId recipientCount phoneVerified tokenType tokenExpiresAt nextPageToken continuationToken secretary
      passwordChangedAt cardType cardId panel span company author authorId streetwise microphone mailQueue
      description title status orderId customerId userId correlationId messageId deliveryTag contentType routingKey
      exchange queue headers expiration priority timestamp type id amount total currency city country pinned spin
      accountId bankId authenticated authorizationId paymentAuthorization cookiesAccepted contract identity mobileApp
      nominal nomenclature username_hint birthdayCampaignId`.split(/\s+/);
    expect(keys.filter((key) => found(key).length > 0)).toEqual([]);
  });

  it("mask in the demo's five systems what is personal, and nothing else", () => {
    const judge = defaultJudge();
    const masked = new Set<string>();
    const people = new Set<string>();
    const leaks: string[] = [];
    for (const delivery of history(Date.UTC(2026, 5, 1), "/")) {
      const text = delivery.body.toString();
      const result = maskJson(text, judge);
      if (!result) continue;
      collect(JSON.parse(text), JSON.parse(result.text), "", masked, people);
      if (/@example|\+33 |\+44 |\+1 202/.test(result.text)) leaks.push(result.text);
    }
    expect(leaks).toEqual([]);
    expect([...masked].sort()).toEqual(
      `.Contact.Email .Contact.Name .Contact.Phone .Email .Name .address .cardHolder .client.email .client.nom
       .client.telephone .customer.email .customer.name .customer.phone .email .eventData.customer.email
       .eventData.customer.name .eventData.customer.phone .eventData.error .eventData.recipient .payload.address
       .payload.customer.email .payload.customer.name .payload.customer.phone .payload.email`.split(/\s+/),
    );
  });

  it("mask the bodies of the systems that Sillage was first made for", () => {
    const bodies = [
      { eventType: "COMPLAINT_CREATED", eventData: { userId: "user-7", title: "Late", priority: "HIGH" } },
      {
        type: "order.created",
        payload: { orderId: "o-1", userId: "u-1", items: [{ productId: "p-1" }], total: 12 },
      },
      {
        type: "order.created",
        OrderID: "o",
        CustomerID: "c",
        Items: [{ ProductID: "p", Quantity: 1, Price: 2 }],
      },
      { order_id: 7, livraison_id: "L7", transporteur: "DPD", numero_suivi: "FR934613750", montant: 12.5 },
      {
        level: "info",
        message: "Event processed successfully",
        service: "complaint-service",
        eventName: "x",
      },
    ];
    for (const body of bodies) {
      const text = JSON.stringify(body);
      expect(maskJson(text, defaultJudge())).toEqual({ text, count: 0 });
    }
  });
});

/** Paths, without places in arrays, of what differs. */
function collect(from: unknown, to: unknown, path: string, masked: Set<string>, seen: Set<string>): void {
  if (typeof to === "object" && to !== null) {
    for (const [key, value] of Object.entries(to)) {
      const step = Array.isArray(to) ? path : `${path}.${key}`;
      collect((from as Record<string, unknown>)[key], value, step, masked, seen);
    }
  } else if (from !== to) masked.add(path);
}
