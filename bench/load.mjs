// Sends requests over kept connections and tells how long they took: a process of its own, so that the server has its thread for itself.
import http from 'node:http';
import { text } from 'node:stream/consumers';

const { port, connections, seconds, token, rooms, from: firstHour, hours } = JSON.parse(await text(process.stdin));
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const latencies = [];
const statuses = {};
let next = 0;
const ask = () =>
  new Promise((resolve, reject) => {
    const n = next++;
    const [{ offeringId, id: resourceId }, hour] = [rooms[n % rooms.length], Math.floor(n / rooms.length)];
    const from = new Date(firstHour + (Math.floor(hour / hours) * 24 + (hour % hours)) * 3_600_000).toISOString();
    const payload = JSON.stringify({ offeringId, resourceId, from, minutes: 60 });
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      'idempotency-key': `${offeringId}-${n}`,
    };
    const start = performance.now();
    const request = http.request({ agent, port, host: '127.0.0.1', method: 'POST', path: '/api/bookings', headers }, (response) => {
      response.resume().on('end', () => {
        latencies.push(performance.now() - start);
        statuses[response.statusCode] = (statuses[response.statusCode] ?? 0) + 1;
        resolve();
      });
    });
    request.on('error', reject).end(payload);
  });
const end = performance.now() + seconds * 1000;
await Promise.all(
  Array.from({ length: connections }, async () => {
    while (performance.now() < end) await ask();
  }),
);
process.stdout.write(JSON.stringify({ latencies, statuses }));
