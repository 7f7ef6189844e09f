/** A digest for copying: a page inside of Google's cannot reach the clipboard, so it is marked when it is entered. */
import { Field } from '../parts/parts';

export function Digest({ value }: { readonly value: string }) {
  return (
    <Field
      label="Digest"
      help="Click it and copy it (Ctrl+C) into a ticket or mail: whoever has it can tell whether the tab was changed since."
      control={(attributes) => (
        <input
          {...attributes}
          readOnly
          value={value}
          onFocus={(event) => event.currentTarget.select()}
          onClick={(event) => event.currentTarget.select()}
        />
      )}
    />
  );
}
