// YAML as plans mean it: only true, false, null, ~, plain decimal numbers without leading zeros and
// without exponent are not texts (src/doc/doc.h).
import { parse } from "yaml";

const plain = (test, resolve) => ({ default: true, tag: "tag:yaml.org,2002:x", test, resolve });

export function parsePlan(text) {
  return parse(text, {
    schema: "failsafe",
    merge: true,
    stringKeys: true,
    customTags: [
      plain(/^(?:~|[Nn]ull|NULL)?$/, () => null),
      plain(/^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/, (value) => /^[Tt]/.test(value)),
      plain(/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/, (value) => Number(value)),
    ],
  });
}
