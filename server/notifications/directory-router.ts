import { z } from "zod";
import { byOf } from "@/server/access/by";
import type { Principal } from "@/server/access/principal";
import { reasoned } from "@/server/operator-actions/reason";
import { procedure, router } from "@/server/trpc/trpc";
import type { WebServices } from "@/server/web-services";
import {
  getCustomer,
  listAdministrators,
  listCustomers,
  putAdministrator,
  putCustomer,
  removeAdministrator,
  removeCustomer,
} from "./directory";
import {
  administrator,
  administratorEmail,
  administratorFields,
  administratorsOutput,
  customer,
  customerId,
  customersPage,
  listCustomersInput,
  putCustomerInput,
} from "./directory-schemas";

/** How the query client asks for a page. */
const FORWARD = { direction: z.literal("forward").optional() };

/** How customers are reached where a complaint does not say it. */
export const customersRouter = router({
  list: procedure
    .input(listCustomersInput.extend(FORWARD))
    .output(customersPage)
    .query(({ input: { direction: _, ...input }, ctx }) => listCustomers(ctx.services.prisma, input)),

  one: procedure
    .input(customerId)
    .output(customer)
    .query(({ input, ctx }) => getCustomer(ctx.services.prisma, input.userId)),

  put: procedure
    .input(reasoned(putCustomerInput))
    .output(customer)
    .mutation(({ input: { userId, reason, ...fields }, ctx }) =>
      putCustomer(deedOf(ctx, reason), userId, fields),
    ),

  remove: procedure
    .input(reasoned(customerId))
    .output(z.void())
    .mutation(({ input, ctx }) => removeCustomer(deedOf(ctx, input.reason), input.userId)),
});

/** Who is told of new complaints, compensation and failures. */
export const notifiedAdministratorsRouter = router({
  list: procedure
    .output(administratorsOutput)
    .query(async ({ ctx }) => ({ items: await listAdministrators(ctx.services.prisma) })),

  put: procedure
    .input(reasoned(administratorFields))
    .output(administrator)
    .mutation(({ input: { reason, ...fields }, ctx }) => putAdministrator(deedOf(ctx, reason), fields)),

  remove: procedure
    .input(reasoned(administratorEmail))
    .output(z.void())
    .mutation(({ input, ctx }) => removeAdministrator(deedOf(ctx, input.reason), input.email)),
});

function deedOf(
  ctx: { principal: Principal; headers: Headers; services: WebServices },
  reason: string | undefined,
) {
  const { prisma, clock } = ctx.services;
  return { prisma, by: byOf(ctx, reason), now: clock() };
}
