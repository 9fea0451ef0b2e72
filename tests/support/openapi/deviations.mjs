// Where a server that others wrote answers otherwise than GitHub's description allows. Each row is one
// deviation by name; `mend` puts it right in the recorded answer, and says whether it was there. What is
// left has to validate like any other answer, so nothing that is not listed here gets through. A row that
// no answer needs any more fails too. Requests, which are ours, are never excused.

// The key that ends `path` (a.b.c) is not there.
const missing = (path, value) => ({
    what: `no '${path}'`,
    mend(answer) {
        const keys = path.split('.');
        const last = keys.pop();
        const at = keys.reduce((object, key) => object?.[key], answer);
        if (at === null || typeof at !== 'object' || last in at) return false;
        at[last] = value;
        return true;
    },
});

const URLS = ['followers_url', 'following_url', 'gists_url', 'starred_url', 'subscriptions_url', 'organizations_url',
    'received_events_url'];
const PULL_REASON = 'it shows owners of the two repositories of a pull request in brief; we read names and commits';
// Of both sides of a pull request; `at` leads to it.
const pull = (row, at) => ['head', 'base'].flatMap((side) => ['repo.owner', 'user'].flatMap((who) => [
    ...URLS.map((key) => ({ ...row, ...missing(`${at}${side}.${who}.${key}`, 'https://api.github.com/x'), reason: PULL_REASON })),
    { ...row, ...missing(`${at}${side}.${who}.gravatar_id`, ''), reason: PULL_REASON },
]));

const repository = (row) => ({ method: 'GET', path: '/repos/{owner}/{repo}', status: 200, ...row });

export const DEVIATIONS = {
    // npm emulate 0.11.2
    emulate: [
        ...['network_count', 'subscribers_count'].map((key) => repository({
            ...missing(key, 0), reason: 'it counts neither forks of forks nor watchers; without the key we show none',
        })),
        repository({
            ...missing('owner.gravatar_id', ''),
            reason: 'it shows an organisation that owns a repository in brief; we read its login and type',
        }),
        ...URLS.map((key) => repository({
            ...missing(`owner.${key}`, 'https://api.github.com/x'),
            reason: 'it shows an organisation that owns a repository in brief; we read its login and type',
        })),
        ...pull({ method: 'POST', path: '/repos/{owner}/{repo}/pulls', status: 201 }, ''),
        ...pull({ method: 'GET', path: '/repos/{owner}/{repo}/pulls', status: 200 }, '0.'),
        ...pull({ method: 'GET', path: '/repos/{owner}/{repo}/pulls/{pull_number}', status: 200 }, ''),
    ],
};

// The rows for this answer that apply, each put right in line.answer.
export function mend(line, operation) {
    return (DEVIATIONS[line.source] ?? []).filter((row) =>
        `${row.method} ${row.path}` === operation && row.status === line.status && row.mend(line.answer));
}
