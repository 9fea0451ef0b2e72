// Holds docs/schema/spec.schema.json against the fixtures of the spec reader: it accepts every good
// one and rejects every bad one whose code is structural and expressible in JSON Schema. Which codes
// those are stands in the table of src/spec/codes.c, which fixture has which code in expected.tsv.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import { parsePlan } from "./spec_yaml.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const text = (path) => readFileSync(join(root, path), "utf8");
const schema = JSON.parse(text("docs/schema/spec.schema.json"));
const validate = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false }).compile(schema);

const read = (path) => {
  const bytes = text(path).replace(/^\uFEFF/, "");
  return path.endsWith(".json") ? JSON.parse(bytes) : parsePlan(bytes);
};

const codes = new Map();
for (const [, code, inSchema] of text("src/spec/codes.c").matchAll(/\{"([EW]\d{4})", [EW], (true|false),/g))
  codes.set(code, inSchema === "true");

const failures = [];
let accepted = 0;
let rejected = 0;
let apart = 0;

const good = readdirSync(join(root, "tests/fixtures/specs/good"), { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `tests/fixtures/specs/good/${entry.name}`);
for (const path of [...good, "roadmap/database.json", "roadmap/roadmap.yaml"]) {
  if (validate(read(path))) accepted++;
  else failures.push(`${path} is refused: ${JSON.stringify(validate.errors.slice(0, 3))}`);
}

for (const line of text("tests/fixtures/specs/bad/expected.tsv").split("\n")) {
  if (!line || line.startsWith("#")) continue;
  const [file, code] = line.split("\t");
  if (!codes.has(code)) {
    failures.push(`${file}: the code ${code} is not in the table`);
  } else if (!codes.get(code)) {
    apart++;
  } else if (validate(read(`tests/fixtures/specs/bad/${file}`))) {
    failures.push(`${file} is accepted, and has ${code}`);
  } else {
    rejected++;
  }
}

if (codes.size < 40) failures.push(`only ${codes.size} codes found in src/spec/codes.c`);
if (rejected < 60) failures.push(`only ${rejected} structural fixtures`);
for (const failure of failures) console.error(failure);
console.log(`schema: ${accepted} accepted, ${rejected} rejected, ${apart} beyond JSON Schema, ${failures.length} wrong`);
process.exit(failures.length ? 1 : 0);
