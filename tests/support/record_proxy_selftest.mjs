// usage: node record_proxy_selftest.mjs     exit 0: the proxy recorded each conversation as it was
// A server that answers by the head of a request, before its body came, is what a refused route does. What
// a fast machine never shows is made to happen here: the body is sent after the answer has arrived.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const HEAD = 'POST /a HTTP/1.1\r\nhost: h\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n';
const BODY = '{"a": 1}';
const ANSWER = 'HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';

// send: 'head' waits for the answer between head and body; 'cut' never sends the body. The server answers
// what it is told to, to the first bytes that it sees. lines: [method, status, faulty] in the record;
// mayMiss: whether the body comes through before the connection is gone is a matter of luck.
const conversations = [
    { name: 'body after the answer', send: 'head', answer: ANSWER, lines: [['POST', 404, false]] },
    { name: 'body after the answer, then closed', send: 'head', answer: ANSWER, close: true, mayMiss: true, lines: [['POST', 404, false]] },
    { name: 'body never sent', send: 'cut', answer: ANSWER, lines: [] },
    { name: 'answer cut off', send: 'whole', answer: ANSWER.slice(0, -1), close: true, lines: [['POST', 0, true]] },
    { name: 'no answer', send: 'whole', answer: '', close: true, lines: [['POST', 0, true]] },
    { name: 'silence given up', send: 'none', answer: ANSWER.replace('404', '408'), lines: [] },
    { name: 'answer to nothing', send: 'none', answer: ANSWER, lines: [['GET', 0, false]] },
];

async function hold({ send, answer, close, mayMiss, lines }) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'record-proxy-'));
    const server = net.createServer((socket) => {
        socket.on('error', () => {});
        const say = () => (close ? socket.end(answer) : socket.write(answer));
        if (send === 'none') say();
        else socket.once('data', say);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = spawn(process.execPath, [path.join(path.dirname(process.argv[1]), 'record_proxy.mjs'),
        'self', String(server.address().port)], {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, ROADMAP_SANDBOX_RECORD: folder },
    });
    const port = Number(String((await once(proxy.stdout, 'data'))[0]).match(/port (\d+)/)[1]);
    const client = net.connect(port, '127.0.0.1');
    client.on('error', () => {});
    if (send === 'whole') client.write(HEAD + BODY);
    else if (send !== 'none') client.write(HEAD);
    if (answer || close) await Promise.race([once(client, 'data'), once(client, 'end'), once(client, 'close')]);
    client.resume();
    client.end(send === 'head' ? BODY : undefined);
    if (!client.closed) await once(client, 'close');
    proxy.kill();
    await once(proxy, 'exit');
    server.close();
    const text = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), 'utf8')).join('');
    fs.rmSync(folder, { recursive: true });
    const seen = text.split('\n').filter(Boolean).map((line) => JSON.parse(line)).map((line) => [line.method, line.status, line.faulty]);
    if (mayMiss && !seen.length) return '';
    return JSON.stringify(seen) === JSON.stringify(lines) ? '' : `recorded ${JSON.stringify(seen)}`;
}

let failed = 0;
for (const conversation of conversations) {
    const wrong = await hold(conversation);
    if (wrong) console.log(`record_proxy: ${conversation.name}: ${wrong}`), failed++;
}
console.log(`record_proxy: self test: ${conversations.length} conversations, ${failed} failed`);
process.exit(failed ? 1 : 0);
