import { z } from "zod";
import { clientAddress } from "@/server/http/gateway";
import { reasoned } from "@/server/operator-actions/reason";
import { procedure, publicProcedure, router } from "@/server/trpc/trpc";
import type { WebServices } from "@/server/web-services";
import { listSessions, listTokens, listUsers } from "./access-queries";
import * as shape from "./access-schemas";
import { publicOrigin } from "./auth-options";
import { byOf } from "./by";
import { type LiveSession, liveSession } from "./identify";
import { issueToken, revokeToken } from "./manage-tokens";
import {
  changeGrants,
  type Deed,
  dismissUser,
  endSessionsOf,
  inviteUser,
  type PasswordLink,
  renewPasswordLink,
  resetSecondFactor,
} from "./manage-users";
import { describeMe, endOtherSessions, endOwnSession, noAccount, rename } from "./own-account";
import type { Principal } from "./principal";
import { acceptWelcome } from "./welcome";
import { findWelcomeLink, welcomePath } from "./welcome-links";

interface Asked {
  principal: Principal;
  headers: Headers;
  services: WebServices;
}

const deed = (ctx: Asked, reason?: string): Deed => ({
  prisma: ctx.services.prisma,
  by: byOf(ctx, reason),
  now: ctx.services.clock(),
});

/** The session that asks, for what only a person with an account can do. */
async function ownSession({ headers, services }: Asked): Promise<LiveSession> {
  const session = await liveSession(headers, services);
  if (!session) throw noAccount();
  return session;
}

const shownLink = ({ services }: Asked, { userId, secret, expiresAt }: PasswordLink) => ({
  userId,
  url: `${publicOrigin(services.env)}${welcomePath(secret)}`,
  expiresAt: expiresAt.toISOString(),
});

/** Who may come in: one's own account, people and their roles, tokens for programs. What sets a cookie is in auth-rest.ts. */
export const accessRouter = router({
  /** Who asks; null for nobody. */
  me: publicProcedure
    .output(shape.me)
    .query(({ ctx }) => (ctx.principal ? describeMe(ctx.services, ctx.principal) : null)),

  signInWays: publicProcedure
    .output(shape.signInWays)
    .query(({ ctx: { services } }) => ({ oidc: services.env.oidc !== undefined })),

  /** What a link is for; null when it does not work. */
  welcome: publicProcedure
    .input(shape.welcomeInput)
    .output(shape.welcomeOutput)
    .query(async ({ input, ctx: { services } }) => {
      const link = await findWelcomeLink(services.prisma, input.token, services.clock());
      return link && { user: link.user, expiresAt: link.expiresAt.toISOString() };
    }),

  acceptWelcome: publicProcedure
    .input(shape.acceptWelcomeInput)
    .output(shape.acceptWelcomeOutput)
    .mutation(({ input, ctx: { services, headers } }) =>
      acceptWelcome(services.prisma, input, { from: clientAddress(headers), now: services.clock() }),
    ),

  rename: procedure.input(shape.renameInput).mutation(async ({ input, ctx }) => {
    const { user } = await ownSession(ctx);
    await rename(deed(ctx), user.id, input.name);
  }),

  sessions: procedure.output(shape.sessionList).query(async ({ ctx }) => {
    const session = await ownSession(ctx);
    const { prisma, clock } = ctx.services;
    return listSessions(prisma, { userId: session.user.id, current: session.id, now: clock() });
  }),

  endSession: procedure.input(shape.sessionInput).mutation(async ({ input, ctx }) => {
    const { user } = await ownSession(ctx);
    await endOwnSession(deed(ctx), user.id, input.id);
  }),

  endOtherSessions: procedure.output(z.object({ ended: z.number() })).mutation(async ({ ctx }) => {
    const session = await ownSession(ctx);
    return endOtherSessions(deed(ctx), session.user.id, session.id);
  }),

  users: procedure
    .output(shape.userList)
    .query(({ ctx: { services } }) => listUsers(services.prisma, services.clock())),

  createUser: procedure
    .input(shape.createUserInput)
    .output(shape.linkOutput)
    .mutation(async ({ input, ctx }) => shownLink(ctx, await inviteUser(deed(ctx), input))),

  newPasswordLink: procedure
    .input(shape.userInput)
    .output(shape.linkOutput)
    .mutation(async ({ input, ctx }) => shownLink(ctx, await renewPasswordLink(deed(ctx), input.userId))),

  setGrants: procedure
    .input(shape.setGrantsInput)
    .mutation(({ input, ctx }) => changeGrants(deed(ctx), input)),

  endSessionsOf: procedure
    .input(reasoned(shape.userInput))
    .output(z.object({ ended: z.number() }))
    .mutation(({ input, ctx }) => endSessionsOf(deed(ctx, input.reason), input.userId)),

  resetSecondFactor: procedure
    .input(reasoned(shape.userInput))
    .mutation(({ input, ctx }) => resetSecondFactor(deed(ctx, input.reason), input.userId)),

  removeUser: procedure
    .input(reasoned(shape.userInput))
    .mutation(({ input, ctx }) => dismissUser(deed(ctx, input.reason), input.userId)),

  tokens: procedure
    .output(shape.tokenList)
    .query(({ ctx: { services } }) => listTokens(services.prisma, services.clock())),

  createToken: procedure
    .input(shape.createTokenInput)
    .output(shape.createTokenOutput)
    .mutation(({ input, ctx }) => issueToken(deed(ctx), input)),

  revokeToken: procedure
    .input(reasoned(shape.tokenInput))
    .mutation(({ input, ctx }) => revokeToken(deed(ctx, input.reason), input.id)),
});
