/** Verifying a snapshot: whether it is as it was taken, and if not, which rows are not (A3). */
import { useRef } from 'preact/hooks';
import type { Args, Value } from '../bridge';
import { usePanel } from '../context';
import { count, moment } from '../format';
import { Help } from '../parts/help';
import { Fold } from '../parts/fold';
import { LongList } from '../parts/long-list';
import { pageOf } from '../parts/page';
import { Button, Data, Field, Form, Heading, Note } from '../parts/parts';
import { Refused } from '../parts/refused';
import { useSteps } from '../use-action';
import { Digest } from './digest';
import { Sharing } from './sharing';
import type { Snapshot } from './snapshot-words';
import { StepsAtWork } from './steps-at-work';

type Request = Args<'verifySnapshotStep'>[0];
type Result = NonNullable<Value<'verifySnapshotStep'>['result']>;

export function VerifySnapshot({ snapshot }: { readonly snapshot: Snapshot }) {
  const { bridge } = usePanel();
  const next = useRef<Request>({ sheetId: snapshot.sheetId });
  const steps = useSteps<Value<'verifySnapshotStep'>>(async () => {
    const step = await bridge.call('verifySnapshotStep', next.current);
    if (step.goOn !== undefined) next.current = { ...next.current, goOn: step.goOn };
    return step;
  });
  const verify = (form: HTMLFormElement): void => {
    const pasted = String(new FormData(form).get('pasted'));
    next.current = { sheetId: snapshot.sheetId, pasted };
    steps.start(() => Promise.resolve(null));
  };
  if (steps.busy)
    return (
      <StepsAtWork title="Verifying the snapshot" guide="verify" progress={steps.progress} canCancel={false}>
        Nothing is changed; leaving this view ends it.
      </StepsAtWork>
    );
  const result = steps.last?.result;
  if (result) return <Verdict snapshot={snapshot} result={result} />;
  return (
    <>
      <Heading>Verify a snapshot</Heading>
      <Help guide="verify">
        Reads the snapshot of {moment(snapshot.takenAt)} again and says whether it is as it was taken.
      </Help>
      <Form onSubmit={verify}>
        <Field
          label="Digest that you kept (optional)"
          help="With it you need not trust what stands in this spreadsheet."
          control={(attributes) => <input {...attributes} name="pasted" autocomplete="off" maxLength={200} />}
        />
        <Button blue>Verify</Button>
      </Form>
      <Refused error={steps.error} />
    </>
  );
}

function Verdict({ snapshot, result }: { readonly snapshot: Snapshot; readonly result: Result }) {
  const { go } = usePanel();
  const { counts, changed, added, removed, elsewhere, columnsMoved, strays, certain, digest } = result;
  const isGood = result.intact && result.isPasted !== false;
  return (
    <>
      <Heading>{isGood ? 'As it was taken' : 'Not as it was taken'}</Heading>
      <Help guide="verify">
        {count(result.rows, 'row')} of “{snapshot.name}” were read.
      </Help>
      {result.isPasted !== null && (
        <Note bad={!result.isPasted}>
          {result.isPasted
            ? 'The digest that you pasted is that of the tab.'
            : 'The digest that you pasted is not that of the tab: one of the two was changed, or it belongs to another snapshot.'}
        </Note>
      )}
      <Rows what="changed" ids={changed} total={counts.changed} />
      <Rows what="added" ids={added} total={counts.added} />
      <Rows what="removed" ids={removed} total={counts.removed} />
      {elsewhere && (
        <Note bad>Something else was changed: the head, a header, or rows that cannot be named.</Note>
      )}
      {strays > 0 && (
        <Note bad>{count(strays, 'cell')} hold a formula, or something where a snapshot has nothing.</Note>
      )}
      {columnsMoved && <Note>Its columns stand in another order, which does no harm.</Note>}
      {!certain && (
        <Note>
          Its row digests are not kept here any more: rows that were changed together with theirs cannot be
          named.
        </Note>
      )}
      <Digest value={digest} />
      {isGood && <Sharing {...snapshot} />}
      <Button blue onClick={() => go('snapshots')}>
        Back to the snapshots
      </Button>
    </>
  );
}

interface RowsProps {
  readonly what: string;
  /** The first of them. */
  readonly ids: readonly string[];
  readonly total: number;
}

function Rows({ what, ids, total }: RowsProps) {
  if (total === 0) return null;
  const page = pageOf(ids, 0, ids.length);
  return (
    <Fold summary={`${count(total, 'row')} ${what}`}>
      {() => (
        <>
          <LongList<string>
            what={['row', 'rows']}
            first={page}
            load={() => Promise.resolve(page)}
            draw={(id) => (
              <>
                #<Data>{id}</Data>
              </>
            )}
          />
          {total > ids.length && <p class="gray">The first {count(ids.length, 'row')} are named.</p>}
        </>
      )}
    </Fold>
  );
}
