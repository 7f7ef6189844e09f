/** Value -> cell and cell -> value. */
import fc from 'fast-check';
import {
  CANNOT_SHOW,
  ERROR_VALUES,
  keepLineEnds,
  MARKERS,
  MAX_CELL_CHARACTERS,
  NOT_LOADED,
  parseCell,
  sameCell,
  sameValue,
  toCell,
  TOO_LONG,
  type CellResult,
} from '../../../src/core/cells';
import { columnOf, EDITABLE_COLUMNS, type ColumnKey } from '../../../src/core/columns';
import { formatPairs } from '../../../src/core/pairs';
import { anyPostback, cellNumber, pairList, typedText } from './generators';
import { holds } from './laws';

const parse = (column: ColumnKey, value: unknown, display = String(value)): CellResult =>
  parseCell(columnOf(column), { value, display: () => display });
/** The value read, or the name of the fault. */
const read = (column: ColumnKey, value: unknown, display?: string): unknown => {
  const result = parse(column, value, display);
  return result.ok ? result.value : `✖ ${result.fault}`;
};
const fixOf = (result: CellResult): unknown => (result.ok ? 'no fault' : result.fix);

describe('ids and delay', () => {
  test.each([
    // R44
    [0, 0],
    ['', 0],
    [300_000, 300_000],
    [' 5000 ', 5000],
    // one digit below, at and above what a cell keeps
    [99_999_999_999_999, 99_999_999_999_999],
    [999_999_999_999_999, 999_999_999_999_999],
    [1_000_000_000_000_000, '✖ too-many-digits'],
    ['999999999999999', 999_999_999_999_999],
    ['1000000000000000', '✖ too-many-digits'],
    ['5000', 5000],
    ['007', 7],
    ['\u00a05000', 5000],
    // R45; the upper limit of the delay is a check of its own
    [300_001, 300_001],
    [-1, '✖ not-whole'],
    [1.5, '✖ not-whole'],
    ['30s', '✖ not-whole'],
    ['501.0', '✖ not-whole'],
    ['5,000', '✖ thousands'],
    ["5'000", '✖ thousands'],
    ['5 000', '✖ thousands'],
    ['50,00', '✖ not-whole'],
    ['5,0000', '✖ not-whole'],
    [new Date(1899, 11, 30, 0, 5), '✖ date'],
    [true, '✖ boolean'],
    [false, '✖ boolean'],
    ['-1', '✖ not-whole'],
    ['1e3', '✖ not-whole'],
    ['0x10', '✖ not-whole'],
    ['Acme', '✖ not-whole'],
    ['٥', '✖ not-whole'],
    ['#N/A', '✖ error-value'],
    [NOT_LOADED, '✖ marker'],
  ])('[C5] R44, R45: the delay cell %p reads as %p', (cell, expected) => {
    expect(read('delay', cell)).toEqual(expected);
  });

  test('[C5] R45: 5,000 has a fix, and a number that a cell cannot keep has none', () => {
    expect(fixOf(parse('delay', '5,000'))).toBe(5000);
    expect(fixOf(parse('delay', '999,999,999,999,999'))).toBe(999_999_999_999_999);
    expect(fixOf(parse('delay', '1,000,000,000,000,000'))).toBeUndefined();
    expect(fixOf(parse('delay', '30s'))).toBeUndefined();
  });

  test('[C5] minus zero is zero', () => {
    expect(Object.is(read('delay', -0), 0)).toBe(true);
  });

  test('[C8] whole numbers of up to 15 digits come back, as number and as text', () => {
    holds(cellNumber, (number) => {
      expect(read('offerId', number)).toBe(number);
      expect(read('offerId', String(number))).toBe(number);
    });
  });

  test('[C5] nothing that is not plain digits is ever a number', () => {
    holds(
      fc.string({ unit: fc.constantFrom(...Array.from("0159.,- eE+%s:/x'")) }),
      (text, tally) => {
        const value = read('offerId', text);
        if (/^\d{1,15}$/.test(text.trim())) tally.count('digits');
        else if (text.trim() !== '') tally.count('other');
        if (text.trim() !== '' && !/^\d{1,15}$/.test(text.trim())) expect(String(value)).toMatch(/^✖/);
      },
      { digits: 5, other: 100 },
    );
  });
});

describe('text columns', () => {
  const march = new Date(2026, 2, 1);

  test.each([
    ['', ''],
    [' kept as it is ', ' kept as it is '],
    [501, '501'],
    [0, '0'],
    // R58
    ['1234567890123456', '1234567890123456'],
  ])('[C5] the cell %p reads as the text %j', (cell, expected) => {
    expect(read('fbPixel', cell)).toBe(expected);
  });

  test('[C5] a number in plain digits is sent as text with a warning', () => {
    expect(parse('fbPixel', 999_999_999_999_999)).toEqual({
      ok: true,
      value: '999999999999999',
      warning: 'number-read-as-text',
    });
    expect(parse('fbPixel', '999999999999999')).toEqual({ ok: true, value: '999999999999999' });
  });

  test.each<[string, unknown, string, string]>([
    ['R57: a date', march, '2026-03-01', '✖ date'],
    ['R58: a number of 16 digits', 1_234_567_890_123_456, '1234567890123456', '✖ number-as-text'],
    ['a logical value', true, 'TRUE', '✖ boolean'],
    ['a percentage', 0.5, '50%', '✖ number-as-text'],
    ['a currency', 5, '$5.00', '✖ number-as-text'],
    ['an exponent', 1e5, '1.00E+05', '✖ number-as-text'],
    ['a fraction', 1.5, '1.5', '✖ number-as-text'],
    ['thousands', 5000, '5,000', '✖ number-as-text'],
    ['leading zeros', 7, '007', '✖ number-as-text'],
    ['a negative number', -5, '-5', '✖ number-as-text'],
  ])('[C5] %s is an error', (_, cell, display, expected) => {
    expect(read('description', cell, display)).toBe(expected);
  });

  test('[C5] R57: the message shows what the cell became and how to enter it as text', () => {
    const result = parse('description', march, '2026-03-01');
    expect(result.ok ? '' : result.message).toMatch(/2026-03-01.*plain text/s);
  });

  test.each(ERROR_VALUES)('[C5] R55: the error value %s is an error in every column', (value) => {
    for (const column of EDITABLE_COLUMNS) expect(read(column.key, value)).toBe('✖ error-value');
  });

  test.each(MARKERS)('[T3] R60: the stand-in %s is an error in every column', (marker) => {
    for (const column of EDITABLE_COLUMNS) expect(read(column.key, marker)).toBe('✖ marker');
  });

  test('[T1] any text that is typed reads as it is, in every byte', () => {
    holds(typedText, (text) => {
      expect(read('description', text)).toBe(text);
      expect(read('url', text)).toBe(text);
    });
  });
});

describe('closed lists and pairs', () => {
  test.each(['', ' ', '\u00a0'])(
    '[C5] the blank %j is an error in a closed list that names what is allowed',
    (cell) => {
      const result = parse('status', cell);
      expect(result.ok ? '' : result.fault).toBe('blank');
      expect(result.ok ? '' : result.message).toMatch(/active, inactive/);
    },
  );

  test('[C5] a number in a closed list or in lines is an error even if shown in plain digits', () => {
    expect(read('status', 1)).toBe('✖ number-as-text');
    expect(read('fbUserData', 1)).toBe('✖ number-as-text');
  });

  test('[V3] a word outside the list is read as typed, for the checks to judge', () => {
    expect(read('status', ' Active ')).toBe(' Active ');
  });

  test('[C7] lines read as their canonical text, and what is no line is an error', () => {
    expect(read('fbUserData', 'a=1\r\n\r\n b=2')).toBe('a=1\nb=2');
    expect(read('fbUserData', 'email')).toBe('✖ pairs');
    holds(pairList, (list) => {
      expect(read('fbCustomData', formatPairs(list))).toBe(formatPairs(list));
    });
  });
});

describe('values in cells', () => {
  test.each([
    [MAX_CELL_CHARACTERS - 1, false],
    [MAX_CELL_CHARACTERS, false],
    [MAX_CELL_CHARACTERS + 1, true],
  ])('[T3] a text of %i characters is replaced by a stand-in: %p', (length, tooLong) => {
    const text = 'x'.repeat(length);
    expect(toCell(columnOf('html'), text)).toBe(tooLong ? TOO_LONG : text);
  });

  test.each<[ColumnKey, number, string | number]>([
    ['offerId', 0, 0],
    ['fbBusiness', 0, ''],
    ['offerId', 999_999_999_999_999, 999_999_999_999_999],
    ['offerId', 1_000_000_000_000_000, '1000000000000000'],
    ['offerId', Number.MAX_SAFE_INTEGER, '9007199254740991'],
    ['delay', -1, -1],
  ])('[C8] %s %p is the cell %p', (column, value, cell) => {
    expect(toCell(columnOf(column), value)).toBe(cell);
  });

  test('[P5] what was not told shows as not loaded, never as empty', () => {
    for (const column of EDITABLE_COLUMNS) expect(toCell(column, undefined)).toBe(NOT_LOADED);
  });

  test('[T1] a shown cell parses to the same value, is a stand-in or is refused: never another value', () => {
    holds(
      anyPostback,
      (postback, tally) => {
        for (const column of EDITABLE_COLUMNS) {
          const value = postback.fields[column.field!];
          const shown = toCell(column, value);
          expect(sameCell(shown, shown)).toBe(true);
          const parsed = parseCell(column, { value: shown, display: () => String(shown) });
          if (parsed.ok) expect(sameValue(column.field!, parsed.value, value)).toBe(true);
          tally.count(parsed.ok ? 'same value' : parsed.fault);
        }
      },
      { 'same value': 1000, marker: 20, blank: 20, 'too-many-digits': 20, 'not-whole': 20 },
    );
  });

  test('[C8] what a person may type, once it is the value, parses to itself', () => {
    holds(fc.tuple(cellNumber, typedText), ([number, text]) => {
      expect(read('offerId', toCell(columnOf('offerId'), number))).toBe(number);
      expect(read('html', toCell(columnOf('html'), text))).toBe(text);
    });
  });

  test.each<[string | number, unknown, boolean]>([
    [5, 5, true],
    [5, '5', false],
    [0, '', false],
    [0, false, false],
    ['', '', true],
    ['', 0, false],
    ['5', 5, false],
    ['TRUE', true, false],
    ['a', 'a ', false],
  ])('[D1] the shown %p and the cell %p are the same cell: %p', (shown, cell, same) => {
    expect(sameCell(shown, cell)).toBe(same);
  });
});

describe('the same value', () => {
  test('[V3] event is another spelling of post_conversion, in the type only', () => {
    expect(sameValue('pixel_type', 'event', 'post_conversion')).toBe(true);
    expect(sameValue('pixel_type', 'event', 'conversion')).toBe(false);
    expect(sameValue('pixel_type', 'Event', 'post_conversion')).toBe(false);
    expect(sameValue('description', 'event', 'post_conversion')).toBe(false);
  });

  test('[D1] absent is the zero value, and 0 is not the empty text', () => {
    expect(sameValue('delay_ms', undefined, 0)).toBe(true);
    expect(sameValue('description', undefined, '')).toBe(true);
    expect(sameValue('description', undefined, undefined)).toBe(true);
    expect(sameValue('delay_ms', undefined, 1)).toBe(false);
    expect(sameValue('description', '', 0)).toBe(false);
  });
});

describe('line ends', () => {
  test.each([
    ['all CR LF: the edit takes them over', 'a\r\nb\r\nc', 'a\nb\nX', 'a\r\nb\r\nX'],
    ['all LF: nothing changes', 'a\nb', 'a\nX', 'a\nX'],
    ['mixed: the edit stands as typed', 'a\r\nb\nc', 'a\nX', 'a\nX'],
    ['LF first, then CR LF: mixed too', '\na\r\nb', 'a\nX', 'a\nX'],
    ['the platform keeps CR LF: nothing is doubled', 'a\r\nb', 'a\r\nX\n', 'a\r\nX\n'],
    ['none on the server', 'a', 'a\nb', 'a\nb'],
    ['none in the edit', 'a\r\nb', 'X', 'X'],
  ])('[T1] %s', (_, server, edited, expected) => {
    expect(keepLineEnds('html_code', edited, server)).toBe(expected);
  });

  test('[T1] editing back to what was shown gives the bytes of the server', () => {
    holds(fc.array(fc.stringMatching(/^[^\r\n]{0,5}$/), { minLength: 2 }), (lines) => {
      const server = lines.join('\r\n');
      expect(keepLineEnds('html_code', lines.join('\n'), server)).toBe(server);
    });
  });

  test('[T1] numbers and what was not told stay as they are', () => {
    expect(keepLineEnds('delay_ms', 5, 'a\r\n')).toBe(5);
    expect(keepLineEnds('html_code', 'a\nb', undefined)).toBe('a\nb');
  });
});

test('[T3] the stand-ins are three different texts', () => {
  expect(new Set([TOO_LONG, NOT_LOADED, CANNOT_SHOW])).toEqual(new Set(MARKERS));
  expect(new Set(MARKERS).size).toBe(3);
});
