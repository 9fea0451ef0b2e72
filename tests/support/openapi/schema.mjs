// GitHub's OpenAPI 3.0 description as JSON Schema for ajv: one description per API version, only the
// parts that are asked for.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../node/package.json', import.meta.url));
const Ajv = require('ajv').default ?? require('ajv');
const addFormats = require('ajv-formats').default ?? require('ajv-formats');

export const OLD_VERSION = '2022-11-28';

export function loadDescription() {
    const file = require.resolve('@octokit/openapi').replace(/index\.js$/, 'generated/api.github.com.json');
    return JSON.parse(fs.readFileSync(file, 'utf8'));
}

function mergePatch(target, patch) {
    if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
    const result = target !== null && typeof target === 'object' && !Array.isArray(target) ? { ...target } : {};
    for (const [key, value] of Object.entries(patch)) {
        if (value === null) delete result[key];
        else result[key] = mergePatch(result[key], value);
    }
    return result;
}

function jsonPatch(target, operations) {
    const result = structuredClone(target);
    for (const { op, path, value } of operations) {
        const keys = path.split('/').slice(1).map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~'));
        const last = keys.pop();
        let at = result;
        for (const key of keys) at = at?.[key];
        if (at === undefined) continue;
        if (op === 'remove') {
            if (Array.isArray(at)) at.splice(Number(last), 1);
            else delete at[last];
        } else if (Array.isArray(at) && op === 'add') {
            at.splice(last === '-' ? at.length : Number(last), 0, value);
        } else {
            at[last] = value;
        }
    }
    return result;
}

// The description says what each later version changed, as patches beside the schema.
export function atVersion(node, version) {
    let result = node;
    for (const change of node?.['x-github-breaking-changes'] ?? []) {
        if (change.version > version) continue;
        result = Array.isArray(change.patch) ? jsonPatch(result, change.patch) : mergePatch(result, change.patch);
    }
    return result;
}

const DROPPED = new Set(['nullable', 'example', 'examples', 'discriminator', 'xml', 'externalDocs', 'deprecated',
    'readOnly', 'writeOnly', 'x-github-breaking-changes']);

export class Description {
    constructor(description, version) {
        this.description = description;
        this.version = version;
        this.ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true });
        addFormats(this.ajv);
        this.known = new Set();
        this.compiled = new Map();
    }

    // OpenAPI 3.0 → JSON Schema; notes every component that is referred to.
    convert(schema, needed) {
        if (Array.isArray(schema)) return schema.map((one) => this.convert(one, needed));
        if (schema === null || typeof schema !== 'object') return schema;
        if (schema.$ref) {
            const name = schema.$ref.split('/').pop();
            needed.add(name);
            const reference = { $ref: `component:${name}` };
            return schema.nullable ? { anyOf: [reference, { type: 'null' }] } : reference;
        }
        const result = {};
        for (const [key, value] of Object.entries(schema)) {
            if (DROPPED.has(key)) continue;
            if (key === 'properties') {
                result.properties = Object.fromEntries(
                    Object.entries(value).map(([name, one]) => [name, this.convert(one, needed)]));
            } else if (['items', 'additionalProperties', 'not', 'allOf', 'anyOf', 'oneOf'].includes(key)) {
                result[key] = this.convert(value, needed);
            } else {
                result[key] = value;
            }
        }
        if (!schema.nullable) return result;
        if (result.enum) result.enum = [...new Set([...result.enum, null])];
        if (typeof result.type === 'string' && !result.allOf && !result.oneOf && !result.anyOf) {
            result.type = [result.type, 'null'];
            return result;
        }
        return { anyOf: [result, { type: 'null' }] };
    }

    addComponents(needed) {
        for (const name of needed) {
            if (this.known.has(name)) continue;
            this.known.add(name);
            const further = new Set();
            const source = this.description.components.schemas[name];
            if (!source) throw new Error(`the description has no schema '${name}'`);
            const schema = this.convert(atVersion(source, this.version), further);
            this.ajv.addSchema({ ...schema, $id: `component:${name}` });
            this.addComponents(further);
        }
    }

    validator(key, schema) {
        if (!this.compiled.has(key)) {
            const needed = new Set();
            const converted = this.convert(schema, needed);
            this.addComponents(needed);
            this.compiled.set(key, this.ajv.compile(converted));
        }
        return this.compiled.get(key);
    }

    // null, or what is wrong.
    check(key, schema, value) {
        const validate = this.validator(key, schema);
        if (validate(value)) return null;
        return validate.errors.slice(0, 3).map((one) => `${one.instancePath || '/'} ${one.message}`).join('; ');
    }

    resolve(node) {
        if (!node?.$ref) return node;
        return node.$ref.split('/').slice(1).reduce((at, key) => at[key], this.description);
    }
}
