/** Settings: the person's keys and speed, and what everyone in this spreadsheet shares (S2, S6, W3). */
import { isUntold, NameForm } from '../audit/name-form';
import { usePanel } from '../context';
import { Help } from '../parts/help';
import { Heading } from '../parts/parts';
import { AddKey } from './add-key';
import { FileSettings } from './file-settings';
import { SavedKeys } from './saved-keys';
import { Speed } from './speed';

export function SettingsView() {
  const { status } = usePanel();
  return (
    <>
      <Heading>Settings</Heading>
      <Help guide="settings">
        Keys and speed are yours alone; what is under “For everyone” counts for all.
      </Help>
      <SavedKeys />
      <AddKey />
      <section class="block" aria-labelledby="speed">
        <h2 id="speed">Your speed</h2>
        <Speed />
      </section>
      {isUntold(status.person) && (
        <section class="block" aria-labelledby="name">
          <h2 id="name">Your name in the change log</h2>
          <NameForm />
        </section>
      )}
      <FileSettings />
    </>
  );
}
