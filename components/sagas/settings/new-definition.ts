/** What the editor begins with: an order, to be written over. */
export const NEW_DEFINITION = `{
  "name": "my-order",
  "title": "My order",
  "starts": [{ "type": "OrderPlaced" }],
  "steps": [
    { "type": "PaymentTaken", "after": "OrderPlaced", "or": ["PaymentDeclined"], "within": "30s", "from": "payments" },
    { "type": "OrderShipped", "after": "PaymentTaken", "within": "2d" }
  ],
  "ends": {
    "completed": ["OrderShipped"],
    "failed": ["PaymentDeclined"],
    "compensated": ["OrderCancelled"]
  },
  "compensations": [{ "type": "PaymentRefunded", "undoes": "PaymentTaken" }]
}
`;
