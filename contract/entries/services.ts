/** Properties, locks, bytes, sleep and the person: services that the add-on uses beside the spreadsheet. */
import { duration, pace, type ScriptEntry } from '../scratch';
import { quoted } from '../cell-told';
import { documentStore, PREFIX } from '../tabs';
import { pack, scriptDigest, unpack } from '../../src/platform/bytes';
import { sources } from './sources';

const KEY = `${PREFIX}try`;

/** Sets a property, looks, and takes it away again whatever happens. */
function withProperty(value: string, look: () => string): string {
  documentStore().setProperty(KEY, value);
  try {
    return look();
  } finally {
    documentStore().deleteProperty(KEY);
  }
}

const readAgain = (): string | null => documentStore().getProperty(KEY);

const properties: ScriptEntry[] = [
  {
    id: 'properties.set-and-read',
    assumption: 'A property that was set is read at once, and a missing one is null',
    source: sources.properties,
    answers: [{ seen: '"\\u00e4 \\ud83d\\ude00", then null' }],
    ask() {
      const set = withProperty('\u00e4 \u{1f600}', () => quoted(String(readAgain())));
      return `${set}, then ${String(readAgain())}`;
    },
  },
  {
    id: 'properties.set-many',
    assumption: 'setProperties sets what it is given and leaves the others',
    source: sources.properties,
    answers: [{ seen: 'one two' }],
    ask() {
      const other = `${KEY}.other`;
      try {
        return withProperty('one', () => {
          documentStore().setProperties({ [other]: 'two' });
          const all = documentStore().getProperties();
          return `${all[KEY]} ${all[other]}`;
        });
      } finally {
        documentStore().deleteProperty(other);
      }
    },
  },
  {
    id: 'properties.copy',
    assumption: 'getProperties gives a copy: changing it changes nothing',
    source: sources.properties,
    answers: [{ seen: 'one' }],
    ask: () =>
      withProperty('one', () => {
        documentStore().getProperties()[KEY] = 'two';
        return String(readAgain());
      }),
  },
  {
    id: 'properties.nine-kilobytes',
    assumption: 'A property takes 9,000 bytes',
    source: sources.quotas,
    answers: [{ seen: '9000 characters' }],
    ask: () => withProperty('x'.repeat(9_000), () => `${readAgain()?.length} characters`),
  },
  {
    id: 'properties.too-long',
    assumption: 'A property of 12,000 bytes throws, or is taken; the add-on writes none',
    source: `${sources.quotas} says 9 kB; reported in 2023: far larger ones were taken`,
    answers: [{ seen: 'throws' }, { seen: '12000 characters' }],
    ask: () => withProperty('x'.repeat(12_000), () => `${readAgain()?.length} characters`),
  },
  {
    id: 'properties.stores-apart',
    assumption: 'What is set for the document is not among the properties of the person',
    source: sources.properties,
    answers: [{ seen: 'null' }],
    ask: () => withProperty('one', () => String(PropertiesService.getUserProperties().getProperty(KEY))),
  },
];

const locks: ScriptEntry[] = [
  {
    id: 'lock.document',
    assumption: 'The document lock is taken, kept when it is asked for again, and free after its release',
    source: sources.lock,
    answers: [{ seen: 'taken, taken again, held; after release not held' }],
    ask() {
      const lock = LockService.getDocumentLock();
      const first = lock.tryLock(1_000) ? 'taken' : 'refused';
      const second = LockService.getDocumentLock().tryLock(1_000) ? 'taken again' : 'refused';
      const held = lock.hasLock() ? 'held' : 'not held';
      lock.releaseLock();
      return `${first}, ${second}, ${held}; after release ${lock.hasLock() ? 'held' : 'not held'}`;
    },
  },
];

/** SHA-256 of "ä€" in UTF-8. */
const DIGEST = '2fb8a79d88df89f8370b312db3ff68fd';

/** Some 1 MB of JSON, which gzip can shorten. */
const megabyte = (): string =>
  JSON.stringify(
    Array.from(
      { length: 10_000 },
      (_, at) =>
        `https://t${at % 97}.example/?id=${at * 7919}&click={transaction_id}&payout={payout}&at=${at}`,
    ),
  );

const bytes: ScriptEntry[] = [
  {
    id: 'bytes.digest',
    assumption: 'computeDigest with UTF-8 gives the bytes of SHA-256, signed',
    source: `${sources.utilities}; that they are signed is reported`,
    answers: [{ seen: `${DIGEST}, signed` }],
    ask() {
      const raw = Utilities.computeDigest(
        Utilities.DigestAlgorithm.SHA_256,
        '\u00e4\u20ac',
        Utilities.Charset.UTF_8,
      );
      const signed = raw.some((byte) => byte < 0) && raw.every((byte) => byte <= 127);
      return `${scriptDigest.sha256('\u00e4\u20ac').slice(0, 32)}, ${signed ? 'signed' : 'unsigned'}`;
    },
  },
  {
    id: 'bytes.digest-charset',
    assumption: 'Without a charset a digest of other than ASCII may differ; the add-on always names it',
    source: sources.publicCode,
    answers: [{ seen: 'differs' }, { seen: 'the same' }],
    ask() {
      const { SHA_256 } = Utilities.DigestAlgorithm;
      const bare = Utilities.computeDigest(SHA_256, '\u00e4');
      const named = Utilities.computeDigest(SHA_256, '\u00e4', Utilities.Charset.UTF_8);
      return bare.every((byte, at) => byte === named[at]) ? 'the same' : 'differs';
    },
  },
  {
    id: 'bytes.gzip',
    assumption: 'What was packed by gzip and base64 is unpacked to the same text',
    source: sources.utilities,
    answers: [{ seen: 'the same' }],
    ask() {
      const text = JSON.stringify(['\u00e4\u20ac\u{1f600}', '\ud800', 'x'.repeat(100_000)]);
      return unpack(pack(text)) === text ? 'the same' : 'another text';
    },
  },
  {
    id: 'bytes.gzip-type',
    assumption: 'ungzip wants the content type of gzip',
    source: 'https://stackoverflow.com/questions/67684736',
    answers: [{ seen: 'throws' }, { seen: 'works without' }],
    ask() {
      const packed = Utilities.base64Decode(pack('text'));
      return Utilities.ungzip(Utilities.newBlob(packed)).getDataAsString() === 'text'
        ? 'works without'
        : 'another text';
    },
  },
  {
    id: 'bytes.gzip-pace',
    assumption: 'A megabyte is packed and unpacked well within a step of 20 s',
    source: sources.ours,
    answers: [{ seen: 'less than 5000 ms' }],
    ask() {
      const text = megabyte();
      let length = 0;
      const observed = pace(
        duration(() => {
          length = unpack(pack(text)).length;
        }),
        5_000,
      );
      return { ...observed, detail: `${observed.detail} for ${length} characters` };
    },
  },
  {
    id: 'bytes.digest-pace',
    assumption: '500 digests are computed well within a step of 20 s',
    source: sources.ours,
    answers: [{ seen: 'less than 5000 ms' }],
    ask: () =>
      pace(
        duration(() => {
          for (let at = 0; at < 500; at += 1) scriptDigest.sha256(`${at}${'x'.repeat(500)}`);
        }),
        5_000,
      ),
  },
];

const persons: ScriptEntry[] = [
  {
    id: 'person.address',
    assumption:
      'The address of the acting person is told, is empty, or asking for it throws; it is not recorded here',
    source: sources.session,
    answers: [{ seen: 'told' }, { seen: 'empty' }, { seen: 'throws' }],
    ask() {
      try {
        return Session.getActiveUser().getEmail() === '' ? 'empty' : 'told';
      } catch {
        return 'throws';
      }
    },
  },
  {
    id: 'time.sleep',
    assumption: 'Utilities.sleep waits as long as it is told',
    source: sources.utilities,
    answers: [{ seen: 'at least 1000 ms' }],
    ask() {
      const tookMs = duration(() => Utilities.sleep(1_000));
      // Timers may be a little early.
      return { seen: tookMs >= 990 ? 'at least 1000 ms' : 'less', detail: `took ${tookMs} ms` };
    },
  },
];

export const serviceEntries: readonly ScriptEntry[] = [...properties, ...locks, ...bytes, ...persons];
