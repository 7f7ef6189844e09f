/** The lists behind a finding or a bar: its groups, its postbacks, all values of a count. From each there is a way to the rows (H3). */
import { useState } from 'preact/hooks';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { count, number } from '../format';
import { Help } from '../parts/help';
import { LongList } from '../parts/long-list';
import { pageOf } from '../parts/page';
import { Button, Buttons, Data, Heading, Live } from '../parts/parts';
import { Refused } from '../parts/refused';
import { useAction } from '../use-action';
import { OneBar, type Bar } from './bars';

type Finding = Value<'health'>['findings'][number]['list'];
type Counted = Value<'health'>['counts'][number]['list'];
type Group = Value<'healthGroups'>['lines'][number];
type Line = Value<'healthRows'>['lines'][number];

/** Where people are within Health. */
export interface Place {
  readonly what: 'groups' | 'rows' | 'counts';
  readonly list: Finding | Counted;
  /** Which group, or which value of a count; '' for a finding. */
  readonly value: string;
  readonly title: string;
}

interface Props {
  readonly place: Place;
  readonly open: (place: Place) => void;
  readonly back: () => void;
}

export function RowsOf({ place: { list, value, title }, back }: Props) {
  const { bridge } = usePanel();
  const shown = useShown();
  return (
    <>
      <Heading>
        <Data>{title}</Data>
      </Heading>
      <Help guide="health">Select them to edit them in the Postbacks tab; a number selects one row.</Help>
      <Buttons>
        <Button blue disabled={shown.busy} onClick={() => shown.show({ list, value })}>
          Select their rows
        </Button>
        <Button onClick={back}>Back</Button>
      </Buttons>
      {shown.told}
      <LongList<Line>
        what={['postback', 'postbacks']}
        first={null}
        load={async (offset) => {
          const { lines, total } = await bridge.call('healthRows', { list, value, offset });
          return pageOf(lines, offset, total);
        }}
        draw={(line) => <OnePostback line={line} onShow={() => shown.show({ list, value, id: line.id })} />}
      />
    </>
  );
}

export function GroupsOf({ place: { list, title }, open, back }: Props) {
  const { bridge } = usePanel();
  const shown = useShown();
  const kind = list as 'duplicate';
  return (
    <>
      <Heading>{title}</Heading>
      <Help guide="health">Each group says why it is one; a number selects one row.</Help>
      <Onwards back={back} />
      {shown.told}
      <LongList<Group>
        what={['group', 'groups']}
        first={null}
        load={async (offset) => {
          const { lines, total } = await bridge.call('healthGroups', { list: kind, offset });
          return pageOf(lines, offset, total);
        }}
        draw={({ value, count: members, why, first }) => {
          const words = count(members, 'postback');
          const named = `${words} with #${value}`;
          return (
            <>
              <strong>{words}</strong>
              <p>
                <Data>{why}</Data>
              </p>
              {first.map((line) => (
                <OnePostback
                  key={line.id}
                  line={line}
                  onShow={() => shown.show({ list, value, id: line.id })}
                />
              ))}
              <Buttons>
                <Button
                  disabled={shown.busy}
                  label={`Select ${named}`}
                  onClick={() => shown.show({ list, value })}
                >
                  Select {words}
                </Button>
                {members > first.length && (
                  <Button
                    label={`List all ${named}`}
                    onClick={() => open({ what: 'rows', list, value, title: named })}
                  >
                    List all
                  </Button>
                )}
              </Buttons>
            </>
          );
        }}
      />
    </>
  );
}

export function AllCounts({ place: { list, title }, open, back }: Props) {
  const { bridge } = usePanel();
  const [most, setMost] = useState(0);
  const kind = list as 'host';
  return (
    <>
      <Heading>{title}</Heading>
      <Help guide="health">Each leads to its postbacks.</Help>
      <Onwards back={back} />
      <LongList<Bar>
        what={['value', 'values']}
        first={null}
        load={async (offset) => {
          const { lines, total } = await bridge.call('healthCounts', { list: kind, offset });
          if (offset === 0) setMost(lines[0]?.count ?? 0);
          return pageOf(lines, offset, total);
        }}
        draw={(bar) => (
          <OneBar
            bar={bar}
            most={most}
            onOpen={(value, words) => open({ what: 'rows', list, value, title: words })}
          />
        )}
      />
    </>
  );
}

/** After rows were looked at and edited comes the check. */
function Onwards({ back }: Pick<Props, 'back'>) {
  const { go } = usePanel();
  return (
    <Buttons>
      <Button blue onClick={() => go('check')}>
        Check edits
      </Button>
      <Button onClick={back}>Back</Button>
    </Buttons>
  );
}

interface OneProps {
  readonly line: Line;
  readonly onShow: () => void;
}

function OnePostback({ line: { id, firesFor, sends, note }, onShow }: OneProps) {
  return (
    <div class="block">
      <button type="button" class="link" aria-label={`#${id}: select its row`} onClick={onShow}>
        #{id}
      </button>{' '}
      <Data>{firesFor}</Data>
      <div class="gray">
        <Data>{sends}</Data>
      </div>
      {note !== '' && <Data>{note}</Data>}
    </div>
  );
}

/** Selecting rows, and what is said of it. */
function useShown() {
  const { bridge } = usePanel();
  const [words, setWords] = useState('');
  const { busy, error, run } = useAction();
  const show = (request: Parameters<typeof bridge.call<'showHealth'>>[1]): void =>
    run(async () => setWords(shownText(await bridge.call('showHealth', request))));
  const told = (
    <>
      <Live>{busy ? 'Looking for the rows…' : words}</Live>
      <Refused error={error} view="health" />
    </>
  );
  return { busy, show, told };
}

function shownText({ cells, hiddenByFilter, postbacks }: Value<'showHealth'>): string {
  const rows = count(cells, 'row');
  const first = cells < postbacks ? ` of ${number(postbacks)}` : '';
  const hidden =
    hiddenByFilter > 0 ? ` A filter hides ${count(hiddenByFilter, 'row')} of the first ones.` : '';
  return cells === 0
    ? 'None of them has a row of its own in the Postbacks tab now.'
    : `${rows}${first} selected in the Postbacks tab.${hidden}`;
}
