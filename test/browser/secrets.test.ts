/** What must never be seen, and what must be seen as it is: keys, and hostile texts, in a real browser [S2][T2][X1]. */
import { KEY_VALUES } from '../../local/everflow';
import { Visitor } from '../../local/browser/visitor';

/** The workbench hands out another one: whoever knows this one has it from the person who types it. */
const CANARY = KEY_VALUES.colleague;

let visitor: Visitor;
afterEach(() => visitor.leave());

test('[S2] a key that was typed is in no page, no storage, no cell and no answer', async () => {
  visitor = await Visitor.arrive({ postbacks: 60 });
  const { page } = visitor;
  const seen: string[] = [];
  page.on('response', (response) => {
    void response
      .text()
      .then((text) => seen.push(`${response.url()} ${text}`))
      .catch(() => undefined);
  });
  await visitor.menu('Open panel');
  await visitor.panel.getByLabel('API key').fill(CANARY);
  await visitor.press('Test connection');
  await visitor.sees('This key belongs to');
  await visitor.press('Pull postbacks');
  await visitor.sees('Read integration details');
  await visitor.press('Pull postbacks');
  await visitor.sees('Pulled 60 postbacks');
  const [row] = visitor.plainRows(1);
  await visitor.type('Description', row!, 'changed');
  await visitor.menu('Review and push');
  await visitor.acceptWarnings();
  await visitor.press('Push 1 change');
  await visitor.sees('Updated: 1');
  await visitor.strip('Revoke the key');
  await visitor.menu('Open panel');
  await visitor.press('Settings');
  await visitor.settled();

  const places = await Promise.all(
    page.frames().map((frame) =>
      frame.evaluate<string>(
        `document.documentElement.outerHTML + JSON.stringify([...Array.from(document.querySelectorAll('input'), (one) => one.value),
          { ...localStorage }, { ...sessionStorage }, document.cookie, location.href, document.title])`,
      ),
    ),
  );
  expect(places.length).toBeGreaterThan(1);
  const cells = visitor.running.workbench.practice.workbook.sheets.flatMap((sheet) => sheet.texts().flat());
  const logs = visitor.running.workbench.practice.google.log.map(({ text }) => text);
  expect(seen.length).toBeGreaterThan(20);
  for (const text of [...places, ...seen, ...cells, ...logs]) expect(text.includes(CANARY)).toBe(false);
  // The last four characters are what a person knows it by.
  expect(await visitor.panel.locator('body').innerText()).toContain(CANARY.slice(-4));
});

test('[T2][X1] hostile texts are shown as text, in the sheet, the panel and the wide window', async () => {
  visitor = await Visitor.arrive({ postbacks: 60 });
  await visitor.connectAndPull();
  const hostile = [
    '<img src=x onerror="window.hit=1">',
    '<script>window.hit=1</script>',
    '=HYPERLINK("https://evil.example","x")',
    '"><svg onload=window.hit=1>',
    "';window.hit=1;//",
    '\u202Egnp.exe',
    '{{constructor.constructor("window.hit=1")()}}',
  ];
  const first = await visitor.startOfPlainBlock(hostile.length);
  const ids = hostile.map((_, at) => Number(visitor.text('Postback ID', first + at)));
  for (const [at, text] of hostile.entries())
    await visitor.running.workbench.practice.everflow.control.change(ids[at]!, { description: text });
  await visitor.menu('Pull postbacks');
  await visitor.sees('Read integration details');
  await visitor.press('Pull postbacks');
  await visitor.sees(/^Pulled/);
  await visitor.settled();
  for (const [at, text] of hostile.entries()) {
    expect(visitor.text('Description', first + at)).toBe(text);
    expect(await visitor.shown('Description', first + at)).toBe(text);
  }
  // What changed on Everflow tells them, and so does a preview of edits that hold them.
  await visitor.panel.getByText(/^Every change, old → new/).click();
  await visitor.sees(hostile[0]!);
  const url = (text: string): string => `https://h.example/?q=${text}&t={transaction_id}`;
  await visitor.paste(
    'HTML code',
    first,
    hostile.map((text) => [text.startsWith('=') ? `'${text}` : text]),
  );
  await visitor.paste('URL', first, [[url('<b>bold</b>')]]);
  await visitor.menu('Check edits');
  await visitor.settled();
  await visitor.menu('Review and push');
  await visitor.settled();
  await visitor.panel.getByText(/^Every change, old → new/).click();
  await visitor.press('Show in a wide window');
  await visitor.page.locator('iframe').nth(1).waitFor();
  await visitor.settled();
  const wide = visitor.page.frames().at(-1)!;
  await wide.getByText('<b>bold</b>').first().waitFor();
  for (const frame of visitor.page.frames()) {
    expect(await frame.evaluate('window.hit')).toBeUndefined();
    expect(await frame.evaluate("document.querySelectorAll('img[src=x], svg[onload], b').length")).toBe(0);
  }
  expect(visitor.troubles).toEqual([]);
});
