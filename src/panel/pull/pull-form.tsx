/** What to pull: all filters and search terms of the API (P3), and whether details are read too (P5). */
import { useState } from 'preact/hooks';
import { FILTER_METHODS, PIXEL_STATUSES, PIXEL_TYPES } from '../../core/postback';
import { usePanel } from '../context';
import { networkText } from '../format';
import { Help } from '../parts/help';
import { Button, Buttons, Field, Form, Heading, Live } from '../parts/parts';
import { fieldsOf, requestOf, type PullProblems, type PullRequest } from './pull-request';

const SEARCHES = [
  ['payload', 'URL or code contains'],
  ['description', 'Description contains'],
  ['pixel_id', 'Postback ID is'],
] as const;

interface Props {
  readonly onPull: (request: PullRequest) => void;
  readonly busy: boolean;
}

export function PullForm({ onPull, busy }: Props) {
  const [problems, setProblems] = useState<PullProblems>({});
  const { recentFilters } = usePanel().status;
  const submit = (form: HTMLFormElement): void => {
    const data = new FormData(form);
    const recent = recentFilters[Number(data.get('recent') || -1)];
    const read = requestOf(fieldsOf(data), recent?.query);
    setProblems('problems' in read ? read.problems : {});
    if ('request' in read) onPull(read.request);
  };
  return (
    <>
      <Heading>Pull postbacks</Heading>
      <Help guide="pull">Brings postbacks from Everflow into the Postbacks tab; your unsent edits stay.</Help>
      <Form onSubmit={submit}>
        <WhichNetwork />
        <details open={Object.keys(problems).length > 0}>
          <summary>Only some of them</summary>
          <Recent />
          <Filters problems={problems} />
          <SearchTerms />
        </details>
        <label class="tick block">
          <input type="checkbox" name="details" defaultChecked />
          <span>Read integration details too, one request for each such postback</span>
        </label>
        <Buttons>
          <Button blue disabled={busy}>
            Pull postbacks
          </Button>
        </Buttons>
      </Form>
      <Live>{busy ? 'Starting…' : ''}</Live>
    </>
  );
}

/** Before the first pull nothing says which of several saved keys is meant. */
function WhichNetwork() {
  const { network, connections } = usePanel().status;
  if (network || connections.length < 2) return null;
  return (
    <Field
      label="Network"
      help="The first pull ties this spreadsheet to the network."
      control={(attributes) => (
        <select {...attributes} name="network" required>
          <option value="">Choose a network</option>
          {connections.map(({ host, networkId: id, networkName: name }) => (
            <option key={`${host}/${id}`} value={`${host}/${id}`}>
              {networkText({ host, id, name })}
            </option>
          ))}
        </select>
      )}
    />
  );
}

/** The last filters, each as a whole (P3). */
function Recent() {
  const { recentFilters } = usePanel().status;
  if (recentFilters.length === 0) return null;
  return (
    <Field
      label="As before"
      help="Takes the place of the fields below."
      control={(attributes) => (
        <select {...attributes} name="recent">
          <option value="">new filter</option>
          {recentFilters.map(({ label }, at) => (
            <option key={at} value={at}>
              {label}
            </option>
          ))}
        </select>
      )}
    />
  );
}

function Filters({ problems }: { readonly problems: PullProblems }) {
  return (
    <>
      <Field
        label="Status"
        control={(attributes) => (
          <select {...attributes} name="status">
            <option value="">any</option>
            {PIXEL_STATUSES.map((status) => (
              <option key={status}>{status}</option>
            ))}
          </select>
        )}
      />
      <Ticks legend="Types (none = any)" name="type" values={PIXEL_TYPES} />
      <Ticks legend="Methods (none = any)" name="method" values={FILTER_METHODS} />
      <Field
        label="Partner IDs"
        help="Also brings postbacks that serve all partners."
        error={problems.partners}
        control={(attributes) => <input {...attributes} name="partners" inputMode="numeric" />}
      />
      <Field
        label="Offer IDs"
        help="Also brings postbacks that serve all offers."
        error={problems.offers}
        control={(attributes) => <input {...attributes} name="offers" inputMode="numeric" />}
      />
    </>
  );
}

interface TicksProps {
  readonly legend: string;
  readonly name: string;
  readonly values: readonly string[];
}

function Ticks({ legend, name, values }: TicksProps) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value} class="tick">
          <input type="checkbox" name={name} value={value} />
          <span>{value}</span>
        </label>
      ))}
    </fieldset>
  );
}

function SearchTerms() {
  const [rows, setRows] = useState(1);
  return (
    <fieldset>
      <legend>Search</legend>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} class="block">
          <select name="searchType" aria-label={`Search ${row + 1}: where`}>
            {SEARCHES.map(([type, words]) => (
              <option key={type} value={type}>
                {words}
              </option>
            ))}
          </select>
          <input name="searchValue" aria-label={`Search ${row + 1}: text`} autocomplete="off" />
        </div>
      ))}
      <Button onClick={() => setRows(rows + 1)}>Add another search</Button>
    </fieldset>
  );
}
