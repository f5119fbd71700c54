// The least a bot can do: node:http in, one request to the connector out, an empty answer.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true });

http
  .createServer((request, response) => {
    if (request.url === '/health') return response.end('ok');
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      const { serviceUrl, conversation, id, recipient, from, text: said } = JSON.parse(text);
      const url = new URL(`v3/conversations/${encodeURIComponent(conversation.id)}/activities/${id}`, serviceUrl);
      const reply = {
        type: 'message',
        text: `Echo: ${said}`,
        from: recipient,
        recipient: from,
        conversation,
        replyToId: id,
      };
      const body = JSON.stringify(reply);
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
      http
        .request(url, { method: 'POST', agent, headers }, (answer) => {
          answer.resume();
          answer.on('end', () => response.end());
        })
        .end(body);
    });
    return undefined;
  })
  .listen(Number(process.env.PORT), '127.0.0.1');
