// HTTP/1.1 messages out of a stream of bytes: heads, bodies by length, in chunks or up to the end of the
// connection, unpacked. Interim answers (1xx) are passed over.
import zlib from 'node:zlib';

const END_OF_HEAD = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');
const UNPACK = { gzip: zlib.gunzipSync, deflate: zlib.inflateSync, br: zlib.brotliDecompressSync };

function readHead(text) {
    const [start, ...rest] = text.split('\r\n');
    const headers = {};
    for (const line of rest) {
        const colon = line.indexOf(':');
        if (colon < 1) throw new Error(`no header: '${line}'`);
        const name = line.slice(0, colon).toLowerCase();
        const value = line.slice(colon + 1).trim();
        headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
    }
    return { start, headers };
}

export class Messages {
    // kind: 'request' or 'answer'; take(message) with { start, headers, body }; method() names the
    // method that the next answer belongs to.
    constructor(kind, take, method = () => '') {
        Object.assign(this, { kind, take, method, bytes: Buffer.alloc(0), head: null });
    }

    push(bytes) {
        this.bytes = Buffer.concat([this.bytes, bytes]);
        while (this.step());
    }

    // The connection is over: a body without a length is whole now.
    end() {
        if (this.head && this.length() === null) this.finish(this.bytes, this.bytes.length);
        const whole = !this.head && !this.bytes.length;
        this.head = null;
        this.bytes = Buffer.alloc(0);
        if (!whole) throw new Error(`${this.kind} cut off`);
    }

    step() {
        if (!this.head) {
            const at = this.bytes.indexOf(END_OF_HEAD);
            if (at < 0) return false;
            this.head = readHead(this.bytes.subarray(0, at).toString('latin1'));
            this.bytes = this.bytes.subarray(at + END_OF_HEAD.length);
            if (this.kind === 'answer' && / 1\d\d( |$)/.test(this.head.start)) {
                this.head = null;
                return true;
            }
        }
        const length = this.length();
        if (length === 'chunked') return this.chunks();
        if (length === null || this.bytes.length < length) return false;
        return this.finish(this.bytes.subarray(0, length), length);
    }

    // Bytes of the body; 'chunked'; null = up to the end of the connection.
    length() {
        const { start, headers } = this.head;
        if (this.kind === 'answer' && (this.method() === 'HEAD' || / (204|304)( |$)/.test(start))) return 0;
        if (/chunked/i.test(headers['transfer-encoding'] ?? '')) return 'chunked';
        if (headers['content-length'] !== undefined) return Number(headers['content-length']);
        return this.kind === 'request' ? 0 : null;
    }

    chunks() {
        const parts = [];
        for (let at = 0;;) {
            const line = this.bytes.indexOf(LINE_END, at);
            if (line < 0) return false;
            const size = parseInt(this.bytes.subarray(at, line).toString('latin1'), 16);
            if (!(size >= 0)) throw new Error('no size of a chunk');
            at = line + 2;
            if (size === 0) {
                // Trailers, up to an empty line.
                const end = this.bytes.subarray(line).indexOf(END_OF_HEAD);
                return end < 0 ? false : this.finish(Buffer.concat(parts), line + end + END_OF_HEAD.length);
            }
            if (this.bytes.length < at + size + 2) return false;
            parts.push(this.bytes.subarray(at, at + size));
            at += size + 2;
        }
    }

    finish(body, used) {
        const { start, headers } = this.head;
        const unpack = UNPACK[headers['content-encoding']];
        this.head = null;
        this.bytes = this.bytes.subarray(used);
        this.take({ start, headers, body: unpack && body.length ? unpack(body) : Buffer.from(body) });
        return true;
    }
}
