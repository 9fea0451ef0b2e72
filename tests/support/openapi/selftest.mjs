// Proves on every run that the validator can fail: each line is wrong in one way.
import zlib from 'node:zlib';
import { Messages } from '../http_messages.mjs';
import { Checker } from './check.mjs';

const label = { id: 1, node_id: 'a', url: 'http://127.0.0.1/l', name: 'bug', color: 'ff0000', default: false, description: null };
const good = {
    method: 'POST', target: '/repos/o/r/labels', path: '/repos/o/r/labels', version: '2022-11-28',
    headers: { 'user-agent': 'test', 'content-type': 'application/json' },
    body: { name: 'bug', color: 'ff0000' }, has_body: true, status: 201, answer: label, has_answer: true,
    fault: '', faulty: false,
};
const list = { ...good, method: 'GET', target: '/repos/o/r/labels?per_page=100', body: null, has_body: false, status: 200, answer: [label] };

// A whole repository but for what emulate leaves out.
const url = 'http://127.0.0.1/x';
const owner = { login: 'o', id: 1, node_id: 'a', avatar_url: url, url, html_url: url, repos_url: url, events_url: url, type: 'Organization', site_admin: false };
const texts = ['name', 'full_name', 'node_id', 'default_branch', ...['archive', 'assignees', 'blobs', 'branches', 'collaborators', 'comments',
    'commits', 'compare', 'contents', 'contributors', 'deployments', 'downloads', 'events', 'forks', 'git_commits', 'git_refs', 'git_tags',
    'hooks', 'html', 'issue_comment', 'issue_events', 'issues', 'keys', 'labels', 'languages', 'merges', 'milestones', 'notifications',
    'pulls', 'releases', 'stargazers', 'statuses', 'subscribers', 'subscription', 'tags', 'teams', 'trees', 'clone', 'git', 'ssh', 'svn']
    .map((name) => `${name}_url`), 'url'];
const numbers = ['id', 'forks', 'forks_count', 'open_issues', 'open_issues_count', 'size', 'stargazers_count', 'watchers', 'watchers_count'];
const flags = ['private', 'fork', 'has_issues', 'has_projects', 'has_wiki', 'has_pages', 'has_discussions', 'archived', 'disabled'];
const nulls = ['description', 'homepage', 'language', 'mirror_url', 'license'];
const all = (keys, value) => Object.fromEntries(keys.map((key) => [key, value]));
const repository = {
    ...list, source: 'emulate', target: '/repos/o/r', path: '/repos/o/r',
    answer: { ...all(texts, url), ...all(numbers, 1), ...all(flags, false), ...all(nulls, null), owner,
        ...all(['created_at', 'updated_at', 'pushed_at'], '2026-06-01T00:00:00Z') },
};

const wrong = {
    'unknown path': { ...list, target: '/repos/o/r/lables', path: '/repos/o/r/lables' },
    'unknown query parameter': { ...list, target: '/repos/o/r/labels?perpage=100' },
    'query parameter of a wrong type': { ...list, target: '/repos/o/r/labels?per_page=many' },
    'missing key in the body': { ...good, body: { color: 'ff0000' } },
    'wrong type in the body': { ...good, body: { name: 7 } },
    'unknown key in the body': { ...good, body: { name: 'bug', colour: 'ff0000' } },
    'missing body': { ...good, body: null, has_body: false },
    'answer without a required key': { ...good, answer: { ...label, node_id: undefined } },
    'answer with a wrong type': { ...list, answer: [{ ...label, id: '1' }] },
    'answer that is no list': { ...list, answer: label },
    'status that is not described': { ...good, status: 202 },
    'body on a 304': { ...list, status: 304 },
    'answer that never came': { ...list, status: 0, answer: null, has_answer: false },
    'answer that is not JSON': { ...list, answer: 'not JSON' },
    'page at another address': { ...list, origin: 'http://127.0.0.1:1', answer_headers: { Link: '<http://127.0.0.1:2/repos/o/r/labels?page=2>; rel="next"' } },
    'Link that is cut off': { ...list, answer_headers: { Link: '<https://api.gith' } },
    'request to emulate without User-Agent': { ...list, source: 'emulate', headers: {} },
    'deviation of emulate in another answer': { ...list, source: 'emulate', answer: [{ ...label, node_id: undefined }] },
    'deviation of emulate from a script': { ...repository, source: 'script' },
    'deviation of emulate with another one': { ...repository, answer: { ...repository.answer, id: '1' } },
    'scripted answer that is too thin': { ...list, source: 'script', answer: [{ id: 1, name: 'bug' }] },
    'scripted answer with a wrong type': { ...list, source: 'script', path: '/repositories/7/labels', answer: [{ ...label, id: '1' }] },
    'scripted request with an unknown key': { ...good, source: 'script', faulty: true, body: { name: 'bug', colour: 'ff0000' } },
    'answer without body': { ...list, answer: null, has_answer: false },
};

// What the proxy reads along: the same messages whatever the pieces in which their bytes come.
function passesStreams() {
    const packed = zlib.gzipSync('[1]');
    const stream = Buffer.concat([
        'HTTP/1.1 100 Continue\r\n\r\n',
        'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nLink: a\r\nlink: b\r\n\r\n[]',
        'HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n',
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n["\r\n4;x=y\r\n\u00e9"]\r\n0\r\nX: y\r\n\r\n',
        `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`, packed,
        'HTTP/1.1 200 OK\r\n\r\nto the end',
    ].map((part) => Buffer.from(part)));
    const read = (size) => {
        const seen = [];
        const messages = new Messages('answer', ({ start, headers, body }) => seen.push(`${start.slice(9, 12)} ${headers.link ?? ''} ${body}`));
        for (let at = 0; at < stream.length; at += size) messages.push(stream.subarray(at, at + size));
        messages.end();
        return seen.join('|');
    };
    return [1, 2, 7, stream.length].every((size) => read(size) === '200 a, b []|304  |200  ["\u00e9"]|200  [1]|200  to the end');
}

export function selfTest(description) {
    const failures = [];
    const passes = (line) => {
        const checker = new Checker(description);
        checker.line(structuredClone(line));
        return checker.report(() => {});
    };
    for (const line of [good, list, repository, { ...list, source: 'script', headers: {}, path: '/repositories/7/labels' }, { ...list, source: 'script', faulty: true, answer: null }, { ...good, status: 422, answer: { message: 'Validation Failed', documentation_url: 'x', errors: [{ code: 'custom' }] } }])
        if (!passes(line)) failures.push(`${line.method} ${line.status} is right and was refused`);
    for (const [name, line] of Object.entries(wrong))
        if (passes(line)) failures.push(`${name} was not noticed`);
    if (!passesStreams()) failures.push('messages were not read as they were sent');
    return { failures, count: Object.keys(wrong).length };
}
