/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["pg", "amqplib", "pino", "prom-client", "@prisma/client", "@prisma/adapter-pg"],
};
