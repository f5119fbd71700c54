// A bare Teams AI bot, as Microsoft's samples write one, in ECMAScript modules like the bot beside it: Node takes longer
// to import the SDKs than to require them. It answers each message with one reply.
import { Application, TeamsAdapter } from '@microsoft/teams-ai';
import { MemoryStorage } from 'botbuilder';
import express from 'express';

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
