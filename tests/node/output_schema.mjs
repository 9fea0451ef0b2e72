// node tests/node/output_schema.mjs FOLDER: holds every file of FOLDER, one --json output each, against
// docs/schema/output.schema.json. Prints what does not fit and a closing line; exit 1 unless all fit.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);
const schema = JSON.parse(readFileSync(join(root, "docs/schema/output.schema.json"), "utf8"));
const validate = ajv.compile(schema);
const folder = process.argv[2];
let outputs = 0;
let failed = 0;

for (const name of readdirSync(folder).filter((file) => file.endsWith(".json")).sort()) {
  outputs++;
  let problem;
  try {
    const value = JSON.parse(readFileSync(join(folder, name), "utf8"));
    if (!validate(value)) problem = ajv.errorsText(validate.errors.slice(0, 5), { separator: "\n  " });
  } catch (error) {
    problem = error.message;
  }
  if (problem === undefined) continue;
  failed++;
  console.log(`${name}:\n  ${problem}`);
}
console.log(`output schema: ${outputs} outputs, ${failed} failed`);
process.exit(failed > 0 || outputs === 0 ? 1 : 0);
