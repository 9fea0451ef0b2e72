// Proves on every run that the validator can fail: each line is wrong in one way.
import { Checker } from './check.mjs';

const label = { id: 1, node_id: 'a', url: 'http://127.0.0.1/l', name: 'bug', color: 'ff0000', default: false, description: null };
const good = {
    method: 'POST', target: '/repos/o/r/labels', path: '/repos/o/r/labels', version: '2022-11-28',
    headers: { 'user-agent': 'test', 'content-type': 'application/json' },
    body: { name: 'bug', color: 'ff0000' }, has_body: true, status: 201, answer: label, has_answer: true,
    fault: '', faulty: false,
};
const list = { ...good, method: 'GET', target: '/repos/o/r/labels?per_page=100', body: null, has_body: false, status: 200, answer: [label] };

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
    'answer without body': { ...list, answer: null, has_answer: false },
};

export function selfTest(description) {
    const failures = [];
    const passes = (line) => {
        const checker = new Checker(description);
        checker.line(structuredClone(line));
        return checker.report(() => {});
    };
    for (const line of [good, list, { ...good, status: 422, answer: { message: 'Validation Failed', documentation_url: 'x', errors: [{ code: 'custom' }] } }])
        if (!passes(line)) failures.push(`${line.method} ${line.status} is right and was refused`);
    for (const [name, line] of Object.entries(wrong))
        if (passes(line)) failures.push(`${name} was not noticed`);
    return { failures, count: Object.keys(wrong).length };
}
