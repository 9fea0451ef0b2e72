// usage: node record_proxy.mjs SOURCE UPSTREAM-PORT     prints 'record_proxy: port N', then serves
// Hands every byte on as it came, both ways, between a client and a server of loopback, and writes what
// passed to $ROADMAP_SANDBOX_RECORD for the validator, in the format of src/sandbox/record.c. It reads
// along on a copy, so neither side can tell it from no proxy. Without the variable nothing is written.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Messages } from './http_messages.mjs';

const [source, upstream] = process.argv.slice(2);
const folder = process.env.ROADMAP_SANDBOX_RECORD;
const file = folder && path.join(folder, `${source}-${process.pid}-${Date.now()}.jsonl`);
let origin = '';

function json(message) {
    if (!message.body.length) return null;
    try {
        return JSON.parse(message.body.toString('utf8'));
    } catch {
        return 'not JSON';
    }
}

const REQUEST_HEADERS = ['user-agent', 'accept', 'content-type', 'x-github-api-version', 'if-none-match'];
const ANSWER_HEADERS = { 'content-type': 'Content-Type', link: 'Link', location: 'Location', etag: 'ETag' };

// Headers that hold secrets are not among those that are written.
function record(request, answer, faulty = false) {
    if (!file) return;
    const [method, target] = request.start.split(' ');
    const pick = (headers, names) => Object.fromEntries(
        Object.entries(names).filter(([key]) => headers[key] !== undefined).map(([key, name]) => [name, headers[key]]));
    const line = {
        source, origin, method, target, path: target.split('?')[0],
        headers: pick(request.headers, Object.fromEntries(REQUEST_HEADERS.map((name) => [name, name]))),
        body: json(request), has_body: request.body.length > 0,
        status: answer ? Number(answer.start.split(' ')[1]) : 0,
        version: request.headers['x-github-api-version'] ?? '',
        fault: '', faulty, wrong: false,
        answer_headers: answer ? pick(answer.headers, ANSWER_HEADERS) : {},
        answer: answer ? json(answer) : null, has_answer: Boolean(answer?.body.length),
    };
    fs.appendFileSync(file, `${JSON.stringify(line)}\n`);
}

// What was not understood stands in the record as an answer that no description allows.
function garbled(error) {
    process.stderr.write(`record_proxy: ${error.message}\n`);
    record({ start: 'GET /not-understood HTTP/1.1', headers: {}, body: Buffer.alloc(0) }, null);
}

function tunnel(client) {
    const server = net.connect({ host: '127.0.0.1', port: Number(upstream), noDelay: true, allowHalfOpen: true });
    const open = [];
    // Answers to a head alone: a server need not wait for the body of a request that it refuses.
    const early = [];
    let over = false;
    const take = (answer) => {
        if (open.length) record(open.shift(), answer);
        else if (requests.head) early.push(answer);
        // A server that gives up a silent connection says so unasked; that answers nothing of ours.
        else if (!/ 408( |$)/.test(answer.start)) throw new Error(`an answer to nothing: ${answer.start}`);
    };
    const asked = () => open[0] ?? requests.head;
    const answers = new Messages('answer', take, () => asked()?.start.split(' ')[0]);
    const requests = new Messages('request', (request) => {
        if (early.length) record(request, early.shift());
        else open.push(request);
    });
    const read = (step) => {
        try {
            step();
        } catch (error) {
            garbled(error);
        }
    };
    // The server may close in the middle of an answer, as when it never reads the body of a request to a
    // route that it does not have: then its answer is faulty, and so is none at all.
    const settle = () => {
        try {
            answers.end();
        } catch {
            // Recorded below, as the answer of the request that is still open.
        }
        for (const request of open.splice(0)) record(request, null, true);
    };
    const end = () => {
        client.destroySoon();
        server.destroySoon();
        if (over) return;
        over = true;
        settle();
    };
    const pass = (from, to, messages) => {
        from.on('data', (bytes) => {
            read(() => messages.push(bytes));
            if (!to.write(bytes)) from.pause();
        });
        to.on('drain', () => from.resume());
        from.on('end', () => {
            // Written down before the other side can see it, as everything is.
            if (messages === answers) settle();
            // Who has the answer need not send the rest of the question.
            else if (!early.length) read(() => messages.end());
            to.end();
        });
        from.on('error', end);
        from.on('close', end);
    };
    client.setNoDelay(true);
    pass(client, server, requests);
    pass(server, client, answers);
}

const listener = net.createServer({ allowHalfOpen: true }, tunnel);
listener.listen(0, '127.0.0.1', () => {
    origin = `http://127.0.0.1:${listener.address().port}`;
    process.stdout.write(`record_proxy: port ${listener.address().port}\n`);
});
