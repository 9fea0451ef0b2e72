// usage: node validate.mjs [FOLDER [SOURCE…]]     without a folder: the self test alone
// exit 0: everything fits; 1: something does not; 2: nothing was read of a source that has to be there
// Reads the *.jsonl files that sandboxes, scripted sendings and the proxy before emulate wrote, and holds
// every request and answer against GitHub's published OpenAPI description (npm @octokit/openapi).
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { Checker } from './check.mjs';
import { loadDescription } from './schema.mjs';
import { selfTest } from './selftest.mjs';

const description = loadDescription();
const { failures, count } = selfTest(description);
if (failures.length) {
    for (const failure of failures) console.log(`self test: ${failure}`);
    process.exit(1);
}
console.log(`openapi: self test: ${count} wrong lines, all noticed`);

const [folder, ...sources] = process.argv.slice(2);
if (!folder) process.exit(0);

const checker = new Checker(description);
for (const name of fs.readdirSync(folder).filter((one) => one.endsWith('.jsonl')).sort()) {
    const lines = readline.createInterface({ input: fs.createReadStream(path.join(folder, name)), crlfDelay: Infinity });
    let broken = false;
    for await (const text of lines) {
        // Only the last line may be cut off, by the end of a process that was killed.
        if (broken) checker.unreadable(name);
        let line = null;
        try {
            line = JSON.parse(text);
            broken = false;
        } catch {
            broken = true;
            continue;
        }
        checker.line(line);
    }
}
checker.checkDeviations();
const fine = checker.report((text) => console.log(text));
const absent = sources.filter((source) => !checker.sources.has(source));
if (absent.length) console.log(`openapi: nothing was recorded of: ${absent.join(', ')}`);
process.exit(absent.length || !checker.counts.requests ? 2 : fine ? 0 : 1);
