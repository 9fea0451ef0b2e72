// usage: node columns.mjs COLUMNS <TEXT     exit 1, and the lines, when any is wider
// Widths as Unicode's East Asian Width and emoji say, counted apart from src/base.
const limit = Number(process.argv[2]);
let text = '';
for await (const bytes of process.stdin.setEncoding('utf8')) text += bytes;

const wide = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const none = /[\p{Mn}\p{Me}\p{Cf}]/u;
const width = (line) => [...line].reduce((sum, one) => sum + (none.test(one) ? 0 : wide.test(one) ? 2 : 1), 0);

// What is one word cannot be broken: an address, a path, a command to copy.
const wider = text.split('\n').filter((line) => width(line) > limit && /\S\s+\S/.test(line.trim()));
for (const line of wider) console.log(`${width(line)}: ${line}`);
process.exit(wider.length ? 1 : 0);
