import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';

/** How a pooler treats its clients. */
export interface Pooling {
  /** `transaction`: another session for each; `session`: one as long as a client stays. */
  readonly mode: 'transaction' | 'session';
  /** What becomes of the startup parameter `options`. */
  readonly options: 'refused' | 'dropped';
  /** Which of the free sessions is next. */
  readonly order: 'last' | 'first';
}

interface Session {
  readonly stream: Socket;
  heard: (data: Buffer) => void;
}

const SSL_REQUEST = 80_877_103;

/** A message of the protocol (PostgreSQL's documentation, 54.7): type, length, body. */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
const strings = (...texts: string[]) => Buffer.from(texts.map((text) => `${text}\0`).join(''));
const HELLO = Buffer.concat([
  message('R', Buffer.alloc(4)), message('S', strings('server_version', '18.0')),
  message('S', strings('client_encoding', 'UTF8')), message('S', strings('TimeZone', 'UTC')),
  message('Z', Buffer.from('I')),
]);

/**
 * A pooler as PgBouncer is one, before a real PostgreSQL: it lets everybody in, and lends its own
 * sessions out.
 *
 * @param urlOf where a user's sessions on a database are opened.
 */
export async function startPooler(
  pooling: Pooling, urlOf: (user: string, database: string) => string,
): Promise<{ port: number; close: () => Promise<void> }> {
  const pools = new Map<string, Session[]>();
  const all: pg.Client[] = [];
  const sockets = new Set<Socket>();

  async function take(user: string, database: string): Promise<Session> {
    const free = pools.get(`${user} ${database}`) ?? [];
    pools.set(`${user} ${database}`, free);
    const session = pooling.order === 'last' ? free.pop() : free.shift();
    if (session) return session;
    const client = new pg.Client({ connectionString: urlOf(user, database) });
    client.on('error', () => undefined);
    await client.connect();
    all.push(client);
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    stream.removeAllListeners('data');
    const opened: Session = { stream, heard: () => undefined };
    stream.on('data', (data: Buffer) => { opened.heard(data); });
    return opened;
  }

  function serve(socket: Socket): void {
    let user = '';
    let database = '';
    let session: Promise<Session> | undefined;
    const giveBack = async () => {
      const lent = await session;
      session = undefined;
      if (lent) pools.get(`${user} ${database}`)?.push(lent);
    };
    const lend = async () => {
      const lent = await take(user, database);
      let rest: Buffer = Buffer.alloc(0);
      lent.heard = (data) => {
        rest = Buffer.concat([rest, data]);
        let isFree = false;
        while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
          const length = rest.readInt32BE(1) + 1;
          // ReadyForQuery outside of a transaction.
          isFree = rest[0] === 0x5a && rest[5] === 0x49;
          rest = rest.subarray(length);
        }
        if (isFree && rest.length === 0 && pooling.mode === 'transaction') void giveBack();
        socket.write(data);
      };
      return lent;
    };
    const begin = (data: Buffer): void => {
      if (data.readInt32BE(4) === SSL_REQUEST) {
        socket.write('N');
        socket.once('data', begin);
        return;
      }
      const words = data.subarray(8).toString().split('\0');
      const given = (name: string) => words[words.indexOf(name) + 1] ?? '';
      user = given('user');
      database = given('database');
      if (words.includes('options') && pooling.options === 'refused') {
        const text = 'unsupported startup parameter in options: search_path';
        socket.end(message('E', strings('SFATAL', 'VFATAL', 'C08P01', `M${text}`, '')));
        return;
      }
      socket.write(HELLO);
      socket.on('data', (sent: Buffer) => {
        session ??= lend();
        void session.then(({ stream }) => stream.write(sent));
      });
    };
    socket.once('data', begin);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    sockets.add(socket);
  }

  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      for (const client of all) {
        (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
      }
      server.close();
      await once(server, 'close');
    },
  };
}
