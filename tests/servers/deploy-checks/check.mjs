// Answers questions about files of deploy/, one JSON object a line: { "ask": "compose" | "kubernetes" | "hcl", "text": … } is answered by
// { "problems": [ … ] }, and for "hcl" also by { "document": … }. It ends when its input does.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parse } from '@cdktf/hcl2json';
import { Ajv2019 } from 'ajv/dist/2019.js';

const read = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false, formats: { ports: true, expose: true, duration: true, subnet_ip_address: true } });

// The schema names its parts by "id", as drafts before 6 did; nothing refers to these names.
const { $schema, ...composeSchema } = JSON.parse(JSON.stringify(read('node_modules/compose.schema.json'), (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value)));
// Since then the specification has given a project its name.
composeSchema.properties.name ??= { type: 'string', pattern: '^[a-z0-9][a-z0-9_-]*$' };
const isCompose = ajv.compile(composeSchema);

const kubernetes = read('kubernetes.schema.json');
ajv.addSchema({ $id: 'kubernetes', definitions: kubernetes.definitions });
const kinds = Object.fromEntries(Object.entries(kubernetes.kinds).map(([kind, { $ref }]) => [kind, ajv.compile({ $ref: `kubernetes${$ref}` })]));

const said = (validate, document) =>
  validate(document) ? [] : validate.errors.map((e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`);

const answers = {
  compose: async (text) => ({ problems: said(isCompose, JSON.parse(text)) }),
  kubernetes: async (text) => {
    const document = JSON.parse(text);
    const kind = `${document?.apiVersion}/${document?.kind}`;
    return { problems: kinds[kind] ? said(kinds[kind], document) : [`${kind} is no kind that kubernetes.schema.json knows`] };
  },
  hcl: async (text) => {
    try {
      return { problems: [], document: await parse('file.tf', text) };
    } catch (e) {
      return { problems: [String(e.message ?? e)] };
    }
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { ask, text } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await answers[ask](text))}\n`);
}
