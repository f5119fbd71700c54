import { connect, type Socket } from 'node:net';

/** What came back for one request. */
export interface Heard {
  readonly status: number;
  readonly body: string;
}

/**
 * A connection on which many requests are sent in one go, without waiting for the answers in between. That costs a
 * fraction of what a request of node:http does: in a run of a hundred thousand the sender must not be what takes the time.
 */
export class Wire {
  private socket: Socket | undefined;
  private text = '';
  private waiting: ((heard: Heard | undefined) => void)[] = [];

  constructor(private readonly port: number) {}

  /** Posts bodies to the bot; resolves with an answer for each, undefined where the connection ended without one. */
  post(bodies: readonly string[]): Promise<(Heard | undefined)[]> {
    const socket = this.socket ?? this.open();
    const heard = bodies.map(() => new Promise<Heard | undefined>((resolve) => this.waiting.push(resolve)));
    socket.write(
      bodies
        .map((body) => {
          const length = Buffer.byteLength(body);
          return `POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
        })
        .join(''),
    );
    return Promise.all(heard);
  }

  close(): void {
    this.socket?.destroy();
  }

  private open(): Socket {
    const socket = connect(this.port, '127.0.0.1').setNoDelay(true).setEncoding('latin1');
    socket.on('data', (part: string) => {
      this.text += part;
      this.read();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.socket = undefined;
      this.text = '';
      for (const resolve of this.waiting.splice(0)) resolve(undefined);
    });
    this.socket = socket;
    return socket;
  }

  /** Takes every whole answer out of what has come. The bot says how long each of its answers is. */
  private read(): void {
    for (let end = this.text.indexOf('\r\n\r\n'); end >= 0; end = this.text.indexOf('\r\n\r\n')) {
      const head = this.text.slice(0, end);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) return void this.socket?.destroy();
      const whole = end + 4 + length;
      if (this.text.length < whole) return;
      const heard = { status: Number(head.slice(9, 12)), body: this.text.slice(end + 4, whole) };
      this.text = this.text.slice(whole);
      this.waiting.shift()?.(heard);
    }
  }
}
