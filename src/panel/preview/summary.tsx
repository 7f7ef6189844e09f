/** The totals of a preview: what changes, how much it asks of Everflow, and which rows stay behind (D2). */
import type { Preview, PreviewAnswer } from './choice';
import { count, duration, number } from '../format';
import { Data } from '../parts/parts';

/** Hosts that are told one by one. */
const HOSTS_TOLD = 5;

interface Props {
  readonly preview: Preview;
  readonly hiddenUntold: number;
  readonly speed: string;
}

export function Summary({ preview, hiddenUntold, speed }: Props) {
  const { creates, updates, fields, hosts, estimate } = preview;
  return (
    <>
      <ul>
        {updates > 0 && <li>{count(updates, 'postback changes', 'postbacks change')}</li>}
        {creates > 0 && <li>{count(creates, 'new postback')}</li>}
        {hosts.slice(0, HOSTS_TOLD).map(({ before, after, count: times }) => (
          <li key={`${before} ${after}`}>
            {count(times, 'URL changes', 'URLs change')}: <Data>{before || '(none)'}</Data> →{' '}
            <Data>{after || '(none)'}</Data>
          </li>
        ))}
        {hosts.length > HOSTS_TOLD && <li>and {number(hosts.length - HOSTS_TOLD)} more changes of host</li>}
        {fields.length > 0 && (
          <li>
            Cells by column:{' '}
            {fields.map(({ header, count: times }) => `${header} ${number(times)}`).join(' · ')}
          </li>
        )}
      </ul>
      <p class="gray">
        About {count(estimate.requests, 'request')} ({shareText(estimate.quotaShare)} of a day’s quota),{' '}
        {duration(estimate.seconds)} at {speed} speed.
      </p>
      {hiddenUntold > 0 && (
        <p class="gray">
          Of {count(hiddenUntold, 'row')} Google did not tell in time whether a filter hides them. Remove the
          filter and review again to be sure.
        </p>
      )}
    </>
  );
}

/** @param share 0 and up; above 1 more than a day is needed */
function shareText(share: number): string {
  return share < 0.01 ? 'under 1 %' : `${number(Math.ceil(share * 100))} %`;
}

/** Rows with changes that cannot be pushed as they are. Positions count from 0 below the header row. */
export function LeftOut({ answer }: { readonly answer: PreviewAnswer }) {
  const { stopped, leftOut } = answer;
  if (stopped === 0 && leftOut.length === 0) return null;
  return (
    <details class="block">
      <summary>
        {stopped > 0
          ? count(stopped, 'row cannot be pushed as it is', 'rows cannot be pushed as they are')
          : 'Rows left out'}
      </summary>
      <ul>
        {leftOut.map(({ row, reason }) => (
          <li key={row}>
            Row {number(row + 2)}: {reason}
          </li>
        ))}
      </ul>
      {stopped > leftOut.length && (
        <p class="gray">and {number(stopped - leftOut.length)} more. The check names them all.</p>
      )}
    </details>
  );
}
