# One image for every process of Plan Charge; the command says which. Debian, not Alpine: Temporal's native core needs glibc.
ARG NODE_IMAGE=node:20.20.2-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY workflows workflows
COPY activities activities
COPY temporal-config temporal-config
COPY migrations migrations
# Compiles, and bundles the workflows once so that a worker starts without webpack.
RUN npm run build

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package that production needs has an install script that matters (the embedded PostgreSQL is a development package).
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts

FROM ${NODE_IMAGE} AS runtime
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV NODE_ENV=production
# glibc keeps a heap for each of the many threads of Temporal's core otherwise.
ENV MALLOC_ARENA_MAX=2
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json NOTICE ./
# A new volume mounted here belongs to who owns the folder.
RUN install --directory --owner=node --group=node /var/lib/plan-charge/files
USER node
EXPOSE 8000 8001
# Started with an init (`init: true` in docker-compose.yml, `docker run --init`), so that signals arrive and children are reaped.
CMD ["node", "--enable-source-maps", "dist/src/main-api.js"]
