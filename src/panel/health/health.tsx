/** Health: what is wrong or odd among the active postbacks, and how many there are of each kind; every finding leads to its rows (H). */
import { useState } from 'preact/hooks';
import { useLoaded } from '../audit/use-loaded';
import type { Value } from '../bridge';
import { usePanel } from '../context';
import { count, moment, number } from '../format';
import { Help } from '../parts/help';
import { Button, Buttons, Heading, Live, Note } from '../parts/parts';
import { Refused } from '../parts/refused';
import { Bars } from './bars';
import { COUNTS, findingText, findingTitle, isBad, limitTexts } from './health-words';
import { AllCounts, GroupsOf, RowsOf, type Place } from './places';

type Health = Value<'health'>;

export function HealthView() {
  const { bridge, status, go } = usePanel();
  const loaded = useLoaded(async () => (status.pull ? bridge.call('health') : null));
  // Where people are, from the lists of a finding back to the whole; what was found stays as it is meanwhile.
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const place = places[places.length - 1];
  const open = (next: Place): void => setPlaces([...places, next]);
  const back = (): void => setPlaces(places.slice(0, -1));
  if (place) {
    const Shown = place.what === 'groups' ? GroupsOf : place.what === 'counts' ? AllCounts : RowsOf;
    return <Shown key={places.length} place={place} open={open} back={back} />;
  }
  const { value, error, again } = loaded;
  return (
    <>
      <Heading>Health</Heading>
      <Help guide="health">
        Looks for what is wrong or odd among the active postbacks as Everflow holds them; edits that are not
        pushed do not count.
      </Help>
      <Live>{status.pull && !value && !error && 'Reading…'}</Live>
      <Refused error={error} />
      {error && (
        <Button blue onClick={again}>
          Try again
        </Button>
      )}
      {!status.pull && <p>Nothing was pulled yet: pull the postbacks first.</p>}
      {value && <Found health={value} open={open} />}
      {!error && (value || !status.pull) && (
        <Buttons>
          {value && limitTexts(value).length === 0 ? (
            <Button blue onClick={() => go('check')}>
              Check edits
            </Button>
          ) : (
            <Button blue onClick={() => go('pull')}>
              Pull postbacks
            </Button>
          )}
        </Buttons>
      )}
    </>
  );
}

function Found({ health, open }: { readonly health: Health; readonly open: (place: Place) => void }) {
  const { pulledAt, postbacks, active, findings, counts } = health;
  const limits = limitTexts(health);
  return (
    <>
      <p>
        {count(postbacks, 'postback')}, {number(active)} active. Pulled {moment(pulledAt)}.
      </p>
      {limits.length > 0 && (
        <Note title="This may not be all">
          {limits.map((limit) => (
            <p key={limit}>{limit}</p>
          ))}
        </Note>
      )}
      {findings.length === 0 && <p>Nothing wrong or odd was found.</p>}
      {findings.map((finding) => {
        const { list, groups } = finding;
        const title = findingTitle(finding);
        const words = count(finding.postbacks, 'postback');
        return (
          <section key={list} class={isBad(finding) ? 'box bad' : 'box'} aria-label={title}>
            <h2>{title}</h2>
            <p>{findingText(finding)}</p>
            <Button
              label={`See ${words}: ${title}`}
              onClick={() => open({ what: groups > 0 ? 'groups' : 'rows', list, value: '', title })}
            >
              See {words}
            </Button>
          </section>
        );
      })}
      {counts.map(
        ({ list, bars, total }) =>
          total > 0 && (
            <section key={list} aria-label={COUNTS[list]}>
              <h2>{COUNTS[list]}</h2>
              <Bars
                bars={bars}
                onOpen={(value, words) => open({ what: 'rows', list, value, title: words })}
              />
              {total > bars.length && (
                <Button
                  label={`All ${number(total)}: ${COUNTS[list]}`}
                  onClick={() => open({ what: 'counts', list, value: '', title: COUNTS[list] })}
                >
                  All {number(total)}
                </Button>
              )}
            </section>
          ),
      )}
    </>
  );
}
