import createNextIntlPlugin from "next-intl/plugin";

const withNextIntl = createNextIntlPlugin({
  requestConfig: "./app/_i18n/request.ts",
  experimental: {
    // Messages are parsed when we build: no browser has to load the parser.
    messages: { path: "./app/_messages", format: "json", locales: ["en", "fr"], precompile: true },
  },
});

/** @type {import("next").NextConfig} */
export default withNextIntl({
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm test` checks the types of everything, once; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "amqplib", "pino", "prom-client", "@prisma/client", "@prisma/adapter-pg"],
});
