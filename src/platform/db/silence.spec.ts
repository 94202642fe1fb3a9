import { expect, test } from '@jest/globals';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PoolClient } from 'pg';
import { Silence } from './silence.js';

/** In a thread of its own, so that it answers while this one is busy. */
const SERVER = `
  const answer = (socket) => socket.once('data', () => setTimeout(() => socket.write('answer'), 50));
  require('node:net').createServer(answer).listen(0, '127.0.0.1', function () {
    require('node:worker_threads').parentPort.postMessage(this.address().port);
  });`;

test('a watch that ends with what was read late leaves nothing behind on the connection', async () => {
  const server = new Worker(SERVER, { eval: true });
  const [port] = (await once(server, 'message')) as [number];
  const stream = net.connect(port, '127.0.0.1');
  await once(stream, 'connect');
  try {
    const endWatch = new Silence().watch({ connection: { stream } } as unknown as PoolClient, 100);
    stream.once('data', () => endWatch(false));
    stream.write('ask');
    await sleep(1);
    await new Promise(setImmediate); // what comes next is the timers, and only then what was received
    const busyUntil = performance.now() + 300;
    while (performance.now() < busyUntil);
    await sleep(50);
    expect(stream.destroyed).toBe(false);
    expect(stream.listenerCount('timeout')).toBe(0);
  } finally {
    stream.destroy();
    await server.terminate();
  }
});
