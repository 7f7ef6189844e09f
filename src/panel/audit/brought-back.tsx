/** What was brought back as changes of the sheet, what was left and why, and the way on to reviewing it (U2, U3). */
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { count } from '../format';
import { Fold } from '../parts/fold';
import type { GuideSection } from '../parts/guide-sections';
import { Help } from '../parts/help';
import { LongList } from '../parts/long-list';
import { pageOf } from '../parts/page';
import { Button, Buttons, Heading, Note } from '../parts/parts';

export type BroughtBack = NonNullable<Value<'undoStep'>['result']>;
type Example = BroughtBack['examples'][number];
type Why = Example['why'];

const WHY: { readonly [W in Why]: string } = {
  'changed-since': 'changed in Everflow since, or not as pulled here',
  'edited-since': 'made by the push and edited since',
  unsent: 'changed in the sheet and not sent yet',
  'too-long': 'too long for a cell',
  'not-told': 'not told by the snapshot in full',
  gone: 'gone from Everflow',
  'no-row': 'without a row in the Postbacks tab',
  doubled: 'with an id that stands twice',
  'no-answer': 'not answered by Everflow',
};

interface Props {
  readonly result: BroughtBack;
  readonly guide: GuideSection;
  /** What the button for another one says, and what it does. */
  readonly another: readonly [string, () => void];
}

export function BroughtBackView({ result, guide, another: [anotherText, onAnother] }: Props) {
  const { go } = usePanel();
  const { rows, cells, switchedOff, same, left, examples } = result;
  const page = pageOf(examples, 0, examples.length);
  const whys = Object.entries(left) as [Why, number][];
  return (
    <>
      <Heading>{rows > 0 ? `${count(rows, 'row')} brought back` : 'Nothing was brought back'}</Heading>
      <Help guide={guide}>
        {rows > 0
          ? `${count(cells, 'cell')} are changes of the sheet now; nothing is sent before you have reviewed and pushed them.`
          : 'The Postbacks tab is as it was; nothing was sent.'}
      </Help>
      <ul>
        {switchedOff > 0 && (
          <li>
            {count(switchedOff, 'postback')} that the push made are to be switched off, since Everflow’s API
            cannot delete
          </li>
        )}
        {same > 0 && <li>{count(same, 'row')} had these values already</li>}
      </ul>
      {whys.length > 0 && (
        <Note title="Left as they are">
          <ul>
            {whys.map(([why, times]) => (
              <li key={why}>
                {count(times, 'field or row', 'fields or rows')} {WHY[why]}
              </li>
            ))}
          </ul>
          <Fold summary="Which ones">
            {() => (
              <LongList<Example>
                what={['place', 'places']}
                first={page}
                load={() => Promise.resolve(page)}
                draw={({ id, header, why }) => (
                  <>
                    <strong>#{id}</strong>
                    {header && `, ${header}`}: {WHY[why]}
                  </>
                )}
              />
            )}
          </Fold>
        </Note>
      )}
      <Buttons>
        {rows > 0 && (
          <Button blue onClick={() => go('push')}>
            Review {count(rows, 'change')}
          </Button>
        )}
        <Button blue={rows === 0} onClick={onAnother}>
          {anotherText}
        </Button>
      </Buttons>
    </>
  );
}
