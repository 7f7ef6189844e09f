/** Settings: the person's keys and speed, and what everyone in this spreadsheet shares (S2, S6, W3). */
import { Help } from '../parts/help';
import { Heading } from '../parts/parts';
import { AddKey } from './add-key';
import { FileSettings } from './file-settings';
import { SavedKeys } from './saved-keys';
import { Speed } from './speed';

export function SettingsView() {
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
      <FileSettings />
    </>
  );
}
