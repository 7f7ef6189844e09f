/** One row in conflict: as pulled, in the sheet and in Everflow now, field by field, with the buttons that take one side (M2). */
import type { Value } from '../bridge';
import { number, shownValue } from '../format';
import { Button, Buttons, Data } from '../parts/parts';
import { Pieces } from '../parts/pieces';
import { markedPair, type Marked } from '../parts/marked';

export type Line = Value<'conflicts'>['lines'][number];
type Unit = Line['units'][number];
type Field = Unit['fields'][number];
export type Use = 'mine' | 'theirs';

interface Props {
  readonly line: Line;
  readonly busy: boolean;
  /** @param fields of a part of the row; all of it if absent */
  readonly onUse: (use: Use, fields?: readonly string[]) => void;
}

export function ConflictRow({ line, busy, onUse }: Props) {
  const { id, rowNumber, firesFor, units } = line;
  const name = `#${id}`;
  return (
    <>
      <strong>{name}</strong>, row {number(rowNumber)}
      <div class="gray">
        <Data>{firesFor}</Data>
      </div>
      {units.map((unit) => {
        const fields = unit.fields.map(({ field }) => field);
        const headers = unit.fields.map(({ header }) => header).join(', ');
        return (
          <div key={headers} class="block">
            <Values name={name} unit={unit} />
            {unit.turnsOn && <p>Mine turns it on.</p>}
            {!unit.fits && <p>Everflow’s value is too long for a cell: change this one in Everflow.</p>}
            {units.length > 1 && unit.fits && (
              <Sides about={`${headers} of ${name}`} busy={busy} onUse={(use) => onUse(use, fields)} />
            )}
          </div>
        );
      })}
      {units.some(({ fits }) => fits) && (
        <Sides
          about={name}
          reach={units.length > 1 ? ' for the row' : ''}
          busy={busy}
          onUse={(use) => onUse(use)}
        />
      )}
    </>
  );
}

function Values({ name, unit }: { readonly name: string; readonly unit: Unit }) {
  return (
    <table aria-label={`Values of ${name}`}>
      <colgroup>
        <col class="label" />
        <col />
      </colgroup>
      {unit.fields.map((one) => (
        <FieldValues key={one.field} one={one} />
      ))}
    </table>
  );
}

/** Characters of a value that fit a sidebar. */
const MOST = 400;

/** Three lines under the field's name: four columns would leave no room for a URL in a sidebar. */
function FieldValues({ one: { header, pulled, mine, theirs, isEdited } }: { readonly one: Field }) {
  const lines: readonly (readonly [string, Marked])[] = [
    ['As pulled', { head: '', part: shownValue(pulled), tail: '' }],
    [isEdited ? 'In your sheet' : 'Yours (not changed)', markedPair(pulled, mine, MOST)[1]],
    ['In Everflow now', markedPair(pulled, theirs, MOST)[1]],
  ];
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={2}>
          {header}
        </th>
      </tr>
      {lines.map(([label, value]) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          <td>
            <Pieces of={value} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}

interface SidesProps {
  /** Which row, and which part of it. */
  readonly about: string;
  /** Told on the button, where there are others of the row. */
  readonly reach?: string;
  readonly busy: boolean;
  readonly onUse: (use: Use) => void;
}

function Sides({ about, reach = '', busy, onUse }: SidesProps) {
  const texts: readonly (readonly [Use, string])[] = [
    ['mine', `Use mine${reach}`],
    ['theirs', `Use Everflow’s${reach}`],
  ];
  return (
    <Buttons>
      {texts.map(([use, text]) => (
        <Button key={use} disabled={busy} label={`${text}: ${about}`} onClick={() => onUse(use)}>
          {text}
        </Button>
      ))}
    </Buttons>
  );
}
