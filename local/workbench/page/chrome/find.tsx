/** Find and replace, in this sheet or in all of them. */
import { useRef, useState } from 'preact/hooks';
import type { Session } from '../session';
import { Dialog } from './dialog';

export function Find({ session }: { readonly session: Session }) {
  const form = useRef<HTMLFormElement>(null);
  const [told, setTold] = useState('');
  const close = () => {
    session.store.set({ finding: false });
    session.backToGrid();
  };
  const wanted = () => {
    const data = new FormData(form.current!);
    return {
      find: String(data.get('find')),
      replacement: String(data.get('replacement')),
      all: data.get('where') === 'all',
      matchCase: data.has('case'),
      entireCell: data.has('entire'),
    };
  };
  const find = () => {
    const { find: text, all, matchCase, entireCell } = wanted();
    setTold(session.findNext(text, { all, matchCase, entireCell }) ? '' : `Cannot find "${text}".`);
  };
  const replace = async () => {
    const { all, ...rest } = wanted();
    if (rest.find === '') return;
    setTold('');
    const changed = await session.replaceAll({ tab: all ? 'all' : session.grid.sheets.activeTab, ...rest });
    setTold(
      changed === null ? '' : `Replaced "${rest.find}" in ${changed} ${changed === 1 ? 'cell' : 'cells'}.`,
    );
  };
  return (
    <Dialog title="Find and replace" modal={false} close={close} width={460}>
      <form
        ref={form}
        class="wb-find"
        onSubmit={(event) => {
          event.preventDefault();
          find();
        }}
      >
        <label class="wb-field">
          <span>Find</span>
          <input class="wb-input" name="find" autocomplete="off" autofocus />
        </label>
        <label class="wb-field">
          <span>Replace with</span>
          <input class="wb-input" name="replacement" autocomplete="off" />
        </label>
        <label class="wb-field">
          <span>Search</span>
          <select class="wb-input" name="where">
            <option value="this">This sheet</option>
            <option value="all">All sheets</option>
          </select>
        </label>
        <label class="wb-check">
          <input type="checkbox" name="case" /> Match case
        </label>
        <label class="wb-check">
          <input type="checkbox" name="entire" /> Match entire cell contents
        </label>
        <p class="wb-told" role="status">
          {told}
        </p>
        <div class="wb-dialog-buttons">
          <button type="submit" class="wb-button">
            Find
          </button>
          <button type="button" class="wb-button" onClick={() => void replace()}>
            Replace all
          </button>
          <button type="button" class="wb-button wb-primary" onClick={close}>
            Done
          </button>
        </div>
      </form>
    </Dialog>
  );
}
