/** What is told about a push, and whose project it is, from files alone. */
import { compareFiles, strangersIn, verdictOn, type Files } from '../../scripts/deploy-files';

const files = (contents: Record<string, string>): Files =>
  new Map(Object.entries(contents).map(([name, text]) => [name, Buffer.from(text)]));

const SENT = files({
  'Code.js': 'a();\nb();\n',
  'Panel.html': '<p>ä</p>',
  'appsscript.json': '{ "a": 1, "b": [2] }',
});

test.each([
  ['a.js', 'x\ny\n', 'x\ny\n', 'same'],
  ['a.js', 'x\ny\n', 'x\r\ny', 'laid out anew'],
  ['a.js', 'x\ny\n', 'x\n\ny\n', 'different'],
  ['a.js', 'x', ' x', 'different'],
  ['a.js', '{"a":1}', '{ "a": 1 }', 'different'],
  ['appsscript.json', '{"a":1,"b":[2]}', '{\n "b": [2], "a": 1\n}', 'laid out anew'],
  ['appsscript.json', '{"a":1}', '{"a":2}', 'different'],
  ['appsscript.json', '{"a":1}', '{"a":1', 'different'],
])('%s sent as %j and there as %j is %s', (name, sent, there, arrival) => {
  expect([...compareFiles(files({ [name]: sent }), files({ [name]: there }))]).toEqual([[name, arrival]]);
});

test('all that arrived is told as such', () => {
  const { list, good, bad } = verdictOn(SENT, SENT);
  expect(good).toBe('3 files arrived, byte for byte.');
  expect(list.split('\n')).toEqual([
    '  Code.js                 10 bytes  same',
    '  Panel.html               9 bytes  same',
    '  appsscript.json         20 bytes  same',
  ]);
  expect(bad).toBeNull();
});

test('another layout is told, and is no failure', () => {
  const { good, bad } = verdictOn(SENT, files({ ...texts(SENT), 'appsscript.json': '{"a":1,"b":[2]}' }));
  expect(good).toMatch(/nothing else, in appsscript\.json\.$/);
  expect(bad).toBeNull();
});

test.each([
  ['nothing', {}, /Try again/],
  ['another text', { ...texts(SENT), 'Code.js': 'a();\n' }, /Try again/],
  ['a file too few', { 'Code.js': 'a();\nb();\n' }, /Try again/],
  ['a file too many', { ...texts(SENT), 'Old.html': 'old' }, /^Delete Old\.html in the script editor/],
  ['one too many and one too few', { 'Old.html': 'old' }, /Try again/],
])('%s at Google is a failure with what to do', (_name, there, words) => {
  expect(verdictOn(SENT, files(there)).bad).toMatch(words);
});

test.each<[string, Record<string, string>, string[]]>([
  ['a new project', { 'appsscript.json': '{}' }, []],
  [
    'a new project of the editor',
    { 'Código.js': 'function myFunction() {\n\n}\n', 'appsscript.json': '{}' },
    [],
  ],
  ['an earlier Postback Desk', { 'Code.js': '/** Postback Desk 0.0.1. */', 'Old.html': 'x' }, []],
  ['somebody’s script', { 'Code.js': 'function pay() {}', 'appsscript.json': '{}' }, ['Code.js']],
  ['somebody’s page', { 'Index.html': '<p>', 'Code.js': '' }, ['Index.html']],
])('%s: whose files a push would delete', (_name, held, strangers) => {
  expect(strangersIn(files(held))).toEqual(strangers);
});

function texts(all: Files): Record<string, string> {
  return Object.fromEntries([...all].map(([name, bytes]) => [name, bytes.toString()]));
}
