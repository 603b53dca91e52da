import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { categoriesSchema } from '../src-main/terminal/catalogue/catalogue.ts';
import { assessed } from '../src-server/sandbox/assessed.ts';
import { handlers } from '../src-server/sandbox/business/handlers.ts';
import { schemes } from '../src-server/sandbox/collection.ts';
import { type Item, itemSchema } from '../src-shared/service/item.ts';
import { parseYaml } from '../src-shared/yaml-file.ts';
import { projectDirectory } from './host.ts';

/**
 * `npm run items`: every item of config/services with its state; exits 1 when one is broken, unfinished, or asks for
 * something that no register answers. `npm run items -- new CODE [--kind query] [--profile P2]` drafts a file that is
 * complete but for the words marked TODO.
 */

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    kind: { type: 'string', default: 'query' },
    profile: { type: 'string', default: 'P2' },
    category: { type: 'string', default: 'serviceHall' },
    config: { type: 'string', default: join(projectDirectory, 'config') },
  },
});
const folder = join(values.config, 'services');

function list(): void {
  const codes = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => basename(name, '.yaml'))
    .sort();
  const categories = parseYaml(
    readFileSync(join(values.config, 'categories.yaml'), 'utf8'),
    'categories.yaml',
    categoriesSchema(codes),
  );
  if (!categories.ok) {
    console.error(categories.error.map(({ message }) => message).join('\n'));
    process.exit(1);
  }
  const categoryIds = categories.value.categories.map(({ id }) => id);
  const counts = { items: codes.length, good: 0, broken: 0 };
  const kinds: Record<string, number> = {};
  for (const code of codes) {
    const file = `services/${code}.yaml`;
    const content = readFileSync(join(folder, `${code}.yaml`), 'utf8');
    const parsed = parseYaml(content, file, itemSchema({ code, categoryIds }));
    const problems = parsed.ok
      ? [...unfinished(content, file), ...unanswered(parsed.value)]
      : parsed.error.map(({ message }) => message);
    if (problems.length === 0) counts.good += 1;
    else counts.broken += 1;
    if (parsed.ok) kinds[parsed.value.record.kind] = (kinds[parsed.value.record.kind] ?? 0) + 1;
    console.log(parsed.ok ? lineOf(parsed.value, problems.length === 0) : `FAIL ${code}`);
    for (const problem of problems) console.log(`       ${problem}`);
  }
  console.log(JSON.stringify({ ...counts, kinds }));
  process.exitCode = counts.broken === 0 ? 0 : 1;
}

function lineOf({ code, name, record, identityProfile, modules, steps }: Item, good: boolean): string {
  const needs = modules.required.join(' ') || 'nothing';
  return `${good ? 'ok  ' : 'FAIL'} ${code}  ${record.kind.padEnd(11)} ${identityProfile}  ${String(steps.length).padStart(2)} steps  needs ${needs}  ${name.zh}`;
}

function unfinished(content: string, file: string): string[] {
  return content
    .split('\n')
    .flatMap((line, index) =>
      line.includes('TODO') ? [`${file}:${index + 1} expected words in place of TODO`] : [],
    );
}

/** What the steps ask, and no register of the sandbox answers. */
function unanswered({ code, steps }: Item): string[] {
  const handler = handlers[code];
  const missing: string[] = [];
  const needs = (what: string, there: boolean) => {
    if (!there) missing.push(`${code}: no register answers ${what}`);
  };
  for (const step of steps)
    switch (step.kind) {
      case 'query':
        needs('its query', handler?.query !== undefined);
        break;
      case 'submit':
        needs('what it hands in', handler?.submit !== undefined);
        break;
      case 'print':
        if (step.document === 'service') needs('its document', handler?.document !== undefined);
        break;
      case 'bills':
        needs('its bills', code in schemes || code in assessed);
        break;
      case 'form':
        if (step.fields.some((field) => 'options' in field && field.options === 'fromCentre'))
          needs('its options', handler?.options !== undefined);
        break;
    }
  return missing;
}

const parts: Readonly<Record<string, string>> = {
  query: '  - kind: query\n',
  print: '  - kind: preview\n  - kind: confirm\n  - kind: print\n    document: service\n',
  pay: '  - kind: bills\n  - kind: pay\n    methods: [cash, code]\n    mostCash: 5000\n',
};
const handIn = '  - kind: submit\n    statement: { zh: TODO, en: TODO }\n';
const identification: Readonly<Record<string, string>> = {
  P0: '',
  P1: '  - kind: identify\n    documents: [identityCard, electronicCode, socialSecurityCard]\n',
  P2: '  - kind: identify\n    documents: [identityCard, electronicCode, socialSecurityCard]\n  - kind: verify\n    methods: [sms, face, staff]\n',
  L1: '  - kind: identify\n    documents: [identityCard, electronicCode, socialSecurityCard]\n  - kind: verify\n    methods: [sms, face, staff]\n  - kind: company\n',
};

function draft(code: string | undefined): void {
  const { kind, profile, category } = values;
  const known = identification[profile];
  if (code === undefined || !/^[A-Z]{3}-[A-Z]{3}-\d{3}$/.test(code) || known === undefined)
    fail(
      `expected: npm run items -- new TAX-QRY-009 [--kind ${Object.keys(parts).join('|')}|declare ...] [--profile ${Object.keys(identification).join('|')}]`,
    );
  const path = join(folder, `${code}.yaml`);
  if (existsSync(path)) fail(`${path} is there already`);
  const consent =
    profile === 'P0'
      ? ''
      : '  - kind: consent\n    handler: { zh: TODO, en: TODO }\n    data: { zh: TODO, en: TODO }\n    purpose: { zh: TODO, en: TODO }\n';
  const modules = [
    ...(profile === 'P0' ? [] : ['identityCardReader']),
    ...(kind === 'print' ? ['documentPrinter'] : []),
  ];
  const content = `# TODO: what it is, in a line
code: ${code}
name: { zh: TODO, en: TODO }
aliases: [TODO]
everydayWords: [TODO]
summary: { zh: TODO, en: TODO }
categoryId: ${category}
modules:
  required: [${modules.join(', ')}]
  optional: [receiptPrinter]
identityProfile: ${profile}
record:
  kind: ${kind}
  applicant: ${profile === 'L1' ? 'company' : 'person'}
  authority: { zh: TODO, en: TODO }
  promisedWorkdays: 0
  legalBasis: [TODO]
  externalCodes: []

steps:
  - kind: notice
    who: { zh: TODO, en: TODO }
    need: [{ zh: TODO, en: TODO }]
    get: { zh: TODO, en: TODO }
    duration: { zh: TODO, en: TODO }
    cost: { zh: 免费, en: Free of charge }
    more: [{ zh: TODO, en: TODO }]
${consent}${known}${parts[kind] ?? handIn}  - kind: receipt
  - kind: rate
  - kind: take
`;
  const parsed = parseYaml(content, `services/${code}.yaml`, itemSchema({ code, categoryIds: undefined }));
  if (!parsed.ok) fail(parsed.error.map(({ message }) => message).join('\n'));
  writeFileSync(path, content, { flag: 'wx' });
  console.log(`${path}: fill in every TODO, answer it in src-server/sandbox/business, then npm run items`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

if (positionals[0] === 'new') draft(positionals[1]);
else list();
