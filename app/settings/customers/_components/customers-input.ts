/** The first question of the page of customers. */
export const CUSTOMERS_INPUT = { limit: 50 };
