// Holds recorded requests and answers against the description.
import { DEVIATIONS, mend } from './deviations.mjs';
import { atVersion, Description, loadDescription, OLD_VERSION } from './schema.mjs';

// What GitHub takes or sends although the description does not say so; each with its reason.
const EXTRA_QUERY = {
    // Cursors are handed out in `next` links of the issue list; the description still says `page`.
    'GET /repos/{owner}/{repo}/issues': ['after', 'before'],
};
// `PATCH {"due_on": null}` clears a date although the schema says string.
const NULL_ALLOWED = { 'PATCH /repos/{owner}/{repo}/milestones/{milestone_number}': ['due_on'] };
// Requests with a body that no operation describes.
const EMPTY_ALLOWED = new Set(['PUT', 'DELETE']);

const STATUS_SCHEMA = { 422: 'validation-error' };

// Addresses of the numbered kind, where renamed repositories and later pages live, are described by name.
const NUMBERED = /^\/repositories\/\d+(?=\/|$)/;
const NAMED = '/repos/by/number';

// What is wrong with a Link header, or null. Pages stay at the address that was asked.
function checkLink(text, origin) {
    for (const part of text.split(/,\s*(?=<)/)) {
        const found = /^<(https?:\/\/[^>\s]+)>((?:; *\w+="[^"]*")+)$/.exec(part);
        const rel = found && /; *rel="(\w+)"/.exec(found[2])?.[1];
        if (!rel) return `Link is not well formed: ${part}`;
        if (rel !== 'deprecation' && origin && !found[1].startsWith(`${origin}/`)) return `Link to another address: ${part}`;
    }
    return null;
}

export class Checker {
    constructor(description = loadDescription()) {
        this.description = description;
        this.versions = new Map();
        this.routes = [];
        for (const [path, item] of Object.entries(description.paths)) {
            const names = [];
            const pattern = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, (_, name) => {
                names.push(name);
                return '([^/]+)';
            });
            this.routes.push({ path, item, names, regex: new RegExp(`^${pattern}$`), literal: names.length });
        }
        this.routes.sort((a, b) => a.literal - b.literal);
        this.counts = { requests: 0, answers: 0, faulty: 0, wrong: 0, unvalidated: 0, failed: 0 };
        this.sources = new Map();
        this.deviations = new Map();
        this.problems = new Map();
    }

    at(version) {
        const known = version === '2026-03-10' ? version : OLD_VERSION;
        if (!this.versions.has(known)) this.versions.set(known, new Description(this.description, known));
        return this.versions.get(known);
    }

    find(method, path) {
        for (const route of this.routes) {
            const match = route.regex.exec(path);
            const operation = match && route.item[method.toLowerCase()];
            if (operation) return { route, operation, values: match.slice(1).map(decodeURIComponent) };
        }
        return null;
    }

    fail(line, what, reason) {
        this.counts.failed++;
        const key = `${what}: ${line.source ?? 'sandbox'}: ${line.method} ${line.path} ${line.status}: ${reason}`;
        this.problems.set(key, (this.problems.get(key) ?? 0) + 1);
    }

    checkParameters(found, line, description) {
        const parameters = [...(found.route.item.parameters ?? []), ...(found.operation.parameters ?? [])]
            .map((one) => description.resolve(one));
        const query = new URLSearchParams(line.target.split('?')[1] ?? '');
        const name = `${line.method} ${found.route.path}`;
        const problems = [];
        const check = (parameter, text, where) => {
            const schema = parameter.schema ?? {};
            const number = schema.type === 'integer' || schema.type === 'number';
            const value = number && /^-?\d+$/.test(text) ? Number(text)
                : schema.type === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text;
            const wrong = description.check(`${name} ${where} ${parameter.name}`, schema, value);
            if (wrong) problems.push(`${where} parameter '${parameter.name}' = '${text}' ${wrong}`);
        };
        for (const [key, text] of query) {
            const parameter = parameters.find((one) => one.in === 'query' && one.name === key);
            if (parameter) check(parameter, text, 'query');
            else if (!(EXTRA_QUERY[name] ?? []).includes(key)) problems.push(`unknown query parameter '${key}'`);
        }
        found.route.names.forEach((key, index) => {
            const parameter = parameters.find((one) => one.in === 'path' && one.name === key);
            if (parameter) check(parameter, found.values[index], 'path');
        });
        return problems;
    }

    checkBody(found, line, description) {
        const name = `${line.method} ${found.route.path}`;
        const operation = atVersion(found.operation, description.version);
        const content = description.resolve(operation.requestBody)?.content?.['application/json'];
        if (!line.has_body) return operation.requestBody?.required ? ['the body is missing'] : [];
        if (!/^application\/json(;|$)/.test(line.headers['content-type'] ?? ''))
            return ['Content-Type is not application/json'];
        if (!content) return EMPTY_ALLOWED.has(line.method) ? [] : ['no body is described'];
        const body = { ...line.body };
        for (const key of NULL_ALLOWED[name] ?? []) if (body[key] === null) delete body[key];
        const wrong = description.check(`${name} body`, content.schema, body);
        const problems = wrong ? [`body ${wrong}`] : [];
        const schemas = [content.schema, ...(content.schema.oneOf ?? []), ...(content.schema.anyOf ?? [])];
        const known = new Set(schemas.flatMap((one) => Object.keys(description.resolve(one).properties ?? {})));
        for (const key of Object.keys(body)) if (!known.has(key)) problems.push(`unknown key '${key}' in the body`);
        return problems;
    }

    checkRequest(found, line, description) {
        if (!found) return ['no such operation'];
        const problems = [...this.checkParameters(found, line, description), ...this.checkBody(found, line, description)];
        // A scripted sending takes the place of libcurl, which is what adds this header.
        if (!line.headers['user-agent'] && line.source !== 'script') problems.push('no User-Agent');
        return problems;
    }

    // The schema of the answer: false = no body belongs there; undefined = not described.
    answerSchema(found, line, description) {
        const name = found ? `${line.method} ${found.route.path}` : 'any';
        const response = found && description.resolve(atVersion(found.operation, description.version).responses[line.status]);
        if (response?.content) {
            const media = response.content['application/json'] ?? Object.values(response.content)[0];
            return { key: `${name} ${line.status}`, schema: media.schema };
        }
        if (line.status === 204 || line.status === 304) return false;
        // Errors that any operation can give (401, 403, 400, 404, 422, redirects) have common bodies.
        if (line.status >= 300) {
            const schema = STATUS_SCHEMA[line.status] ?? 'basic-error';
            return { key: `common ${schema}`, schema: { $ref: `#/components/schemas/${schema}` } };
        }
        return undefined;
    }

    checkAnswer(found, line, description) {
        const described = this.answerSchema(found, line, description);
        if (described === undefined) {
            this.counts.unvalidated++;
            this.fail(line, 'answer', 'this status is not described');
            return;
        }
        this.counts.answers++;
        const link = line.answer_headers?.Link;
        const bad = link === undefined ? null : checkLink(link, line.origin);
        if (bad) this.fail(line, 'answer', bad);
        if (described === false) {
            if (line.has_answer) this.fail(line, 'answer', 'a body where none belongs');
            return;
        }
        if (!line.has_answer) {
            this.fail(line, 'answer', 'the body is missing');
            return;
        }
        for (const row of mend(line, found && `${line.method} ${found.route.path}`))
            this.deviations.set(row, (this.deviations.get(row) ?? 0) + 1);
        const wrong = description.check(described.key, described.schema, line.answer);
        if (wrong) this.fail(line, 'answer', wrong);
    }

    line(line) {
        const description = this.at(line.version);
        const found = this.find(line.method, line.path.replace(NUMBERED, NAMED));
        const source = line.source ?? 'sandbox';
        this.sources.set(source, (this.sources.get(source) ?? 0) + 1);
        this.counts.requests++;
        if (line.wrong) this.counts.wrong++;
        else for (const problem of this.checkRequest(found, line, description)) this.fail(line, 'request', problem);
        if (line.faulty) this.counts.faulty++;
        else this.checkAnswer(found, line, description);
    }

    // A line that cannot be read is traffic that nobody looked at.
    unreadable(name) {
        this.counts.unvalidated++;
        this.fail({ method: '', path: name, status: '' }, 'record', 'a line is not JSON');
    }

    // Every row of the table of deviations has to be needed by the traffic of its source.
    checkDeviations() {
        for (const source of this.sources.keys())
            for (const row of DEVIATIONS[source] ?? [])
                if (!this.deviations.has(row))
                    this.fail({ ...row, source }, 'deviation', `'${row.what}' is not needed any more`);
    }

    report(print) {
        const shown = [...this.problems].slice(0, 60);
        for (const [problem, times] of shown) print(times > 1 ? `${problem} (${times} times)` : problem);
        if (this.problems.size > shown.length) print(`and ${this.problems.size - shown.length} more kinds of problems`);
        const { requests, answers, faulty, wrong, unvalidated, failed } = this.counts;
        const listed = [...this.deviations.values()].reduce((sum, times) => sum + times, 0);
        print(`openapi: recorded from ${[...this.sources].sort().map(([source, lines]) => `${source}: ${lines}`).join(', ')}`);
        print(`openapi: ${faulty} answers faulty by plan, ${wrong} requests wrong on purpose`);
        print(`openapi: ${listed} times a known deviation of a server that others wrote (${this.deviations.size} kinds)`);
        print(`openapi: ${requests} requests, ${answers} answers validated, ${unvalidated} unvalidated, ${failed} failed`);
        return failed === 0 && unvalidated === 0;
    }
}
