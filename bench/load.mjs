// Sends requests over kept connections and tells how long they took: a process of its own, so that the server has its thread for
// itself, and plain sockets, so that it takes little of the machine they share.
import net from 'node:net';
import { text } from 'node:stream/consumers';

const { port, connections, seconds, tokens, rooms, from: firstHour, hours } = JSON.parse(await text(process.stdin));
const latencies = [];
const statuses = {};
let next = 0;

function request() {
  const n = next++;
  const [{ offeringId, id: resourceId }, hour] = [rooms[n % rooms.length], Math.floor(n / rooms.length)];
  const from = new Date(firstHour + (Math.floor(hour / hours) * 24 + (hour % hours)) * 3_600_000).toISOString();
  const body = JSON.stringify({ offeringId, resourceId, from, minutes: 60 });
  return `POST /api/bookings HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${tokens[n % tokens.length]}\r\ncontent-type: application/json\r\nidempotency-key: ${offeringId}-${firstHour}-${n}\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

/** Where an answer with a content-length ends, or 0 while some of it is missing. */
function endOf(answer) {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return 0;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head));
  if (!length) throw new Error(`an answer without a length: ${answer.slice(0, head)}`);
  const end = head + 4 + Number(length[1]);
  return answer.length >= end ? end : 0;
}

const end = performance.now() + seconds * 1000;
const run = () =>
  new Promise((resolve, reject) => {
    let [answer, start] = ['', 0];
    const socket = net.connect(port, '127.0.0.1').setNoDelay().setEncoding('latin1');
    const ask = () => {
      if (performance.now() >= end) return resolve(socket.destroy());
      start = performance.now();
      socket.write(request());
    };
    socket.on('connect', ask).on('error', reject);
    socket.on('data', (part) => {
      answer += part;
      if (endOf(answer) === 0) return;
      latencies.push(performance.now() - start);
      const status = answer.slice(9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      answer = '';
      ask();
    });
  });
await Promise.all(Array.from({ length: connections }, run));
process.stdout.write(JSON.stringify({ latencies, statuses, cpu: process.cpuUsage() }));
