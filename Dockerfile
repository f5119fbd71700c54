# The bot as a container: built in one stage, run from another that holds no compiler, as a user without rights, on a
# read-only root. How to run it: docs/operations.md.
#
# Checked without a container engine: the commands of every RUN, and the files of every COPY, carried out by hand in an
# empty folder (with Node 20), the bot started there with the CMD by a user who may write to the data folder only, asked by
# the HEALTHCHECK alive and dead, and stopped by SIGTERM.
# test/package/dockerfile.test.ts checks that what is copied and called exists.
# Not checked: pulling the base image, the build in an engine, the health check's timing, volumes and users of an engine.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

FROM node:22-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data PORT=3978
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
COPY cards ./cards
COPY src/task/sa09-nemkonto.json ./src/task/sa09-nemkonto.json
# The only place the bot writes to. Owned by its user before it becomes a volume, so that a new volume is too.
RUN mkdir /data && chown node:node /data && chmod 700 /data
VOLUME /data
USER node
EXPOSE 3978
# /health says that the process lives; whether it can take turns is /ready's matter and the load balancer's.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# No npm in between: SIGTERM reaches the bot, which finishes the answers in hand within about five seconds.
CMD ["node", "dist/main.js"]
