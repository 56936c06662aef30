import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { safeNext } from "@/server/http/safe-next";
import { getQueryClient, trpc } from "../_trpc/server";
import { SignIn } from "./_components/sign-in";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

/** What the identity provider's answer led to, as far as a person can do something about it. */
function refusalOf(error: string | undefined): "noRole" | "notLinked" | "provider" | null {
  if (error === undefined) return null;
  if (error === "no_role") return "noRole";
  return error === "account_not_linked" ? "notLinked" : "provider";
}

/** The way in. `next` is the page that somebody wanted to see. */
export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const asked = await searchParams;
  const next = safeNext(one(asked.next));
  const [me, ways] = await Promise.all([
    getQueryClient().fetchQuery(trpc.access.me.queryOptions()),
    getQueryClient().fetchQuery(trpc.access.signInWays.queryOptions()),
  ]);
  if (me?.account) redirect(next);
  return <SignIn next={next} oidc={ways.oidc} refusal={refusalOf(one(asked.error))} />;
}
