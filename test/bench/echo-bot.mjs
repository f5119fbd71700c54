// The yardstick: a bare botbuilder bot, as Microsoft's samples write one. It answers each message with one reply.
import { createRequire } from 'node:module';
import express from 'express';

const require = createRequire(import.meta.url);
const { CloudAdapter, ConfigurationBotFrameworkAuthentication } = require('botbuilder');

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const app = express();
app.use(express.json());
app.post('/api/messages', (request, response) =>
  adapter.process(request, response, async (context) => {
    if (context.activity.type === 'message') await context.sendActivity(`Echo: ${context.activity.text}`);
  }),
);
app.get('/health', (_request, response) => response.json({ status: 'ok' }));
app.listen(Number(process.env.PORT), '127.0.0.1');
