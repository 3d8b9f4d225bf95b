/** The floor: what any client has to do with these frames, and nothing more. */
import { WebSocket } from 'ws';

type Row = Readonly<Record<string, unknown>>;

/** Resolves when the sender says that it is done. Keeps rows by key as the partial names them. */
export function runFloor(url: string): Promise<number> {
  const tables = new Map<string, { keys: readonly string[]; rows: Map<string, Row> }>();
  const trades: Row[] = [];
  let frames = 0;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    socket.on('error', reject);
    socket.on('open', () => socket.send('{"op":"subscribe","args":["orderBookL2"]}'));
    socket.on('message', (data) => {
      frames++;
      const message = JSON.parse(data.toString());
      if (message.info === 'end') {
        socket.close();
        resolve(frames);
      }
      if (message.table === 'trade') {
        for (const row of message.data) trades.push(row);
        if (trades.length > 1000) trades.splice(0, trades.length - 500);
      } else if (message.table !== undefined) {
        let table = tables.get(message.table);
        if (table === undefined) {
          table = { keys: message.keys, rows: new Map() };
          tables.set(message.table, table);
        }
        const { keys, rows } = table;
        for (const row of message.data) {
          const key = keys.map((name) => row[name]).join('|');
          if (message.action === 'delete') rows.delete(key);
          else if (message.action === 'update') rows.set(key, { ...rows.get(key), ...row });
          else rows.set(key, row);
        }
      }
    });
  });
}
