// A bare Teams AI bot, as Microsoft's samples write one. It answers each message with one reply.
import { createRequire } from 'node:module';
import express from 'express';

const require = createRequire(import.meta.url);
const { MemoryStorage } = require('botbuilder');
const { Application, TeamsAdapter } = require('@microsoft/teams-ai');

const adapter = new TeamsAdapter();
const bot = new Application({ storage: new MemoryStorage(), adapter, startTypingTimer: false });
bot.activity('message', async (context) => {
  await context.sendActivity(`Echo: ${context.activity.text}`);
});
const app = express();
app.use(express.json());
app.post('/api/messages', (request, response) =>
  adapter.process(request, response, async (context) => {
    await bot.run(context);
  }),
);
app.get('/health', (_request, response) => response.json({ status: 'ok' }));
app.listen(Number(process.env.PORT), '127.0.0.1');
