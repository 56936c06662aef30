import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin("./app/_i18n/request.ts");

/** @type {import("next").NextConfig} */
export default withNextIntl({
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types of everything, once; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "amqplib", "pino", "prom-client", "@prisma/client", "@prisma/adapter-pg"],
});
